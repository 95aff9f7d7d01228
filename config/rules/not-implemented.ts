import { capabilitiesOf, implementedProviders } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { implementedModes } from "../registration/index.js";
import { placedClusters, placedEntries, placedSpokes, type Checked } from "./rule.js";

/** What the format has and no stack defines yet: each rule goes once a stack does. */

export function providersAreImplemented({ topology }: Checked): readonly Finding[] {
  return placedClusters(topology).flatMap(({ path, cluster: { cluster } }) => {
    if (implementedProviders.includes(cluster.provider)) return [];
    const message = notImplemented(`provider "${cluster.provider}"`, implementedProviders);
    return [{ path: [...path, "cluster", "provider"], message }];
  });
}

/** Reported only where it was written: a mode that a provider brings goes with the provider. */
export function modesAreImplemented({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }) => {
    if (implementedModes.includes(registration.mode) || !implementedProviders.includes(cluster.provider)) return [];
    const message = notImplemented(`mode "${registration.mode}"`, implementedModes);
    return [{ path: [...path, "registration", "mode"], message }];
  });
}

export function endpointsAreImplemented({ topology }: Checked): readonly Finding[] {
  return placedClusters(topology).flatMap(({ path, cluster: { cluster } }) => {
    if (cluster.provider !== "existing" || !("endpoint" in cluster)) return [];
    const message = notImplemented("access by endpoint", ["kubeconfig and context"]);
    return [{ path: [...path, "cluster", "endpoint"], message }];
  });
}

export function insecureIsImplemented({ file }: Checked): readonly Finding[] {
  return placedEntries(file).flatMap(({ path, entry: { cluster } }) =>
    cluster.provider === "existing" && cluster.insecure
      ? [{ path: [...path, "cluster", "insecure"], message: notImplemented("insecure: true", ["false"]) }]
      : [],
  );
}

/** Argo CD as processes of this machine is one for each environment so far. */
export function standaloneClustersHaveNodes({ topology }: Checked): readonly Finding[] {
  if (topology.model !== "standalone") return [];
  return placedClusters(topology).flatMap(({ path, cluster: { cluster } }) => {
    if (!implementedProviders.includes(cluster.provider) || capabilitiesOf(cluster).nodes) return [];
    const message = notImplemented(`provider "${cluster.provider}" in a standalone environment`, ["existing"]);
    return [{ path: [...path, "cluster", "provider"], message }];
  });
}

function notImplemented(what: string, expected: readonly string[]): string {
  return `${what} is not implemented yet, expected ${expected.length === 1 ? "" : "one of: "}${expected.join(", ")}`;
}
