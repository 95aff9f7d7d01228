import { chartSettings } from "../argocd/index.js";
import { capabilitiesOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import { hasHubSecret } from "../topology.js";
import { eachArgoCd } from "./argocd.js";
import { isSet } from "./capability.js";
import type { Checked } from "./rule.js";

/** A hub whose Argo CD is somebody else's has one before there is anything of ours. */
export function existingArgoCdIsElsewhere({ file, topology }: Checked): readonly Finding[] {
  return eachArgoCd(file, ({ existing }, path): readonly Finding[] => {
    if (!existing) return [];
    const place = [...path, "existing"];
    if (topology.model === "standalone") {
      const message = "an existing Argo CD of a standalone cluster leaves nothing to do, expected one of a hub";
      return [{ path: place, message, fix: "make the cluster the hub of an environment" }];
    }
    const { provider } = topology.hub.cluster;
    if (provider !== "local" && capabilitiesOf(topology.hub.cluster).nodes) return [];
    const message = `existing: true on a hub of provider "${provider}", whose Argo CD is always hubspoke's own`;
    return [{ path: place, message, fix: "remove it" }];
  });
}

const remove = "remove it: whoever installed that Argo CD sets it there";

/** Nothing is changed of what somebody else installed. */
export function existingArgoCdIsLeft({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) => {
    if (!argocd.existing) return [];
    const settings = chartSettings.filter((setting) => isSet(argocd, setting));
    return [
      ...settings,
      ...(argocd.capability === undefined ? [] : ["capability"]),
      ...(argocd.repositories.length > 0 ? ["repositories"] : []),
    ].map((setting) => {
      const message = `${setting} beside existing: hubspoke changes nothing of an Argo CD that it did not install`;
      return { path: [...path, setting], message, fix: remove };
    });
  });
}

/** They come with the root Application's release. */
export function existingArgoCdHasGitOps({ file, topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone" || topology.gitops !== undefined) return [];
  return eachArgoCd(file, (argocd, path) =>
    (["projects", "applicationSets"] as const)
      .filter((kind) => argocd[kind].length > 0)
      .map((kind) => {
        const message = `${kind} at an existing Argo CD without gitops: no release of ours holds them`;
        const fix = `write gitops: { repoURL: https://... }, or add them where that Argo CD gets its own`;
        return { path: [...path, kind], message, fix };
      }),
  );
}

/** What is written on a Secret that is not there would be lost. */
export function hubSecretIsThere({ file, topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone" || file.model === "standalone" || hasHubSecret(topology)) return [];
  const { hub } = file;
  return (["labels", "annotations"] as const)
    .filter((field) => Object.keys(hub[field]).length > 0)
    .map((field): Finding => {
      const path: Path = ["hub", field];
      const message = `${field} of a hub without a cluster Secret of ours, expected adopt or gitops beside existing: true`;
      return { path, message, fix: "name the Secret that is there: adopt: { secret: ... }, or remove it" };
    });
}
