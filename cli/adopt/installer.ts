import type { Installation } from "../../fleet/adopt/installation.js";

/** Who installed an Argo CD, behind a comma. */
export function describeInstaller({ installedBy }: Installation): string {
  switch (installedBy.kind) {
    case "helm": {
      const chart = installedBy.chart === undefined ? "" : ` of ${installedBy.chart}`;
      return `installed by the Helm release ${JSON.stringify(installedBy.release)}${chart}`;
    }
    case "operator":
      return `installed by an operator for the ArgoCD ${JSON.stringify(installedBy.name)}`;
    case "manifests":
      return "installed by manifests";
  }
}
