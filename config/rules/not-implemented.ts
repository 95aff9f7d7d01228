import { capabilitiesOf, implementedProviders } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { placedClusters, placedSpokes, type Checked } from "./rule.js";

/** What the format has and no stack defines yet: each rule goes once a stack does. */

export function providersAreImplemented({ topology }: Checked): readonly Finding[] {
  return placedClusters(topology).flatMap(({ path, cluster: { cluster } }) => {
    if (implementedProviders.includes(cluster.provider)) return [];
    const message = notImplemented(`provider "${cluster.provider}"`, implementedProviders);
    return [{ path: [...path, "cluster", "provider"], message }];
  });
}

/** Terraform cannot sign a request with a key that is in no state. */
export function certificatesAreGiven({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }) => {
    if (registration.mode !== "client-certificate" || "variables" in registration.certificate) return [];
    // Of a provider that cannot be, or that it is not for, that is said alone.
    if (!implementedProviders.includes(cluster.provider) || cluster.provider === "eks") return [];
    const message = notImplemented("a certificate that the spoke issues", ["variables"]);
    const fix = "have one signed (docs/client-certificate.md): Terraform would keep the key that it makes in its state";
    return [{ path: [...path, "registration", "mode"], message, fix }];
  });
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
