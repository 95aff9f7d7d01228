import { blockLines, inline, quote } from "../../config/edit/scalars.js";
import type { Installation } from "../../fleet/adopt/installation.js";
import { describeInstaller } from "./installer.js";
import type { Fields } from "./registration.js";

/** A spoke as the file is to have it. */
export interface WrittenSpoke {
  readonly name: string;
  readonly cluster: Fields;
  readonly labels: Fields;
  readonly annotations: Fields;
  readonly registration: Fields;
  readonly adopt: Fields;
}

/** All that the file is made from. */
export interface WrittenEnvironment {
  readonly name: string;
  /** The JSON schema as the file names it. */
  readonly schema: string;
  readonly installation: Installation;
  /** The kubeconfig of most clusters, as it is written. */
  readonly kubeconfig: string;
  readonly hub: {
    readonly name: string;
    readonly cluster: Fields;
    readonly labels: Fields;
    readonly annotations: Fields;
    readonly adopt: Fields;
  };
  readonly spokes: readonly WrittenSpoke[];
}

/** The text of the environment file: commented, and without a field that says what is the default anyway. */
export function adoptedText({ name, schema, installation, kubeconfig, hub, spokes }: WrittenEnvironment): string {
  const sections = [
    [
      `# yaml-language-server: $schema=${schema}`,
      "#",
      `# An Argo CD that was there, ${describeInstaller(installation)}, and the clusters that it knows. Next:`,
      `#   npx hubspoke validate ${name}   check this file`,
      `#   npx hubspoke up ${name}         take them over; again after every change`,
      `#   npx hubspoke verify ${name}     prove that it works`,
      "# All fields: npx hubspoke explain",
      "apiVersion: hubspoke/v1",
      `name: ${quote(name)}`,
    ],
    [
      "# Merged under the hub and every spoke.",
      "defaults:",
      `  cluster: ${inline({ provider: "existing", kubeconfig })}`,
    ],
    [
      "# adopt: the cluster Secret that is there, and that stays.",
      "hub:",
      `  name: ${quote(hub.name)}`,
      `  cluster: ${inline(hub.cluster)}`,
      ...fieldLines("  ", { labels: hub.labels, annotations: hub.annotations }),
      `  argocd: ${inline({ existing: true, namespace: installation.namespace })}`,
      ...fieldLines("  ", { adopt: hub.adopt }),
    ],
    ...(spokes.length === 0 ? [["spokes: []"]] : spokes.map(spokeLines)),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function spokeLines(spoke: WrittenSpoke, index: number): readonly string[] {
  const { name, cluster, labels, annotations, registration, adopt } = spoke;
  return [
    ...(index === 0 ? ["spokes:"] : []),
    `  - name: ${quote(name)}`,
    `    cluster: ${inline(cluster)}`,
    ...fieldLines("    ", { labels, annotations }),
    "    registration:",
    ...blockLines(registration).map((line) => `      ${line}`),
    ...fieldLines("    ", { adopt }),
  ];
}

/** Those that hold something, each on a line. */
function fieldLines(indent: string, fields: Readonly<Record<string, Fields>>): readonly string[] {
  const filled = Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0);
  return filled.map(([key, value]) => `${indent}${key}: ${inline(value)}`);
}
