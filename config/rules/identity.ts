import { maxManagedPolicies, splitRoles } from "../argocd/role-limits.js";
import type { Finding } from "../finding.js";
import { eachArgoCd } from "./argocd.js";
import { placedClusters, placedSpokes, type Checked } from "./rule.js";

/** A role that is made trusts Argo CD's own, so there has to be one. */
export function rolesAreTrusted({ topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone") return [];
  const { argocd, cluster, identity } = topology.hub;
  return placedSpokes(topology).flatMap(({ path, cluster: { registration } }): Finding[] => {
    if (registration.mode !== "aws-iam" || registration.role !== "created") return [];
    const fix = "name a role that is there: registration.roleArn";
    if (registration.profile !== undefined) {
      const message =
        "profile without roleArn: who uses the profile is not known, so no role can be made that trusts it";
      return [{ path: [...path, "registration", "profile"], message, fix }];
    }
    if (identity !== undefined) return [];
    const why = argocd.existing
      ? "that of an existing one is not known"
      : `a hub of provider "${cluster.provider}" has none`;
    const message = `mode "aws-iam" makes a role that trusts Argo CD's, and ${why}`;
    return [{ path: [...path, "registration"], message, fix: `${fix}, or use mode: bearer-token` }];
  });
}

/** What IAM lets a role have is less than Argo CD's would need to become that many others. */
export function rolesFitPolicies({ topology }: Checked): readonly Finding[] {
  const roles = placedSpokes(topology).flatMap(({ cluster: { registration, retired } }) =>
    registration.mode === "aws-iam" && registration.role !== "argocd" && !retired ? [registration.roleArn] : [],
  );
  const fitting = splitRoles(roles)
    .slice(0, maxManagedPolicies + 1)
    .flat().length;
  if (fitting === roles.length) return [];
  const message = `${roles.length} spokes with roles, and the policies of one role hold ${fitting}`;
  return [{ path: ["spokes"], message, fix: "divide them over two environments, each with a hub" }];
}

export function identityIsOfAws({ file, topology }: Checked): readonly Finding[] {
  return eachArgoCd(file, ({ identity, existing }, path) => {
    if (
      existing ||
      identity === "pod-identity" ||
      (topology.model === "hub-spoke" && topology.hub.identity !== undefined)
    )
      return [];
    const message = `identity "${identity}" has no effect, expected a hub of provider "eks"`;
    return [{ path: [...path, "identity"], message, fix: "remove it", severity: "warning" }];
  });
}

/** EKS refuses to delete what it protects, and the deploy would end in the middle of it. */
export function protectedClustersStay({ topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone" || !topology.deletionProtection) return [];
  const retired = new Set(topology.spokes.filter((spoke) => spoke.retired).map(({ name }) => name));
  return placedClusters(topology).flatMap(({ path, cluster: { name, cluster } }) => {
    if (!retired.has(name) || cluster.provider !== "eks" || cluster.creation === undefined) return [];
    const message = "a cluster that EKS protects from deletion cannot be retired";
    const fix = "set deletionProtection: false and deploy, then retire the spoke";
    return [{ path: [...path, "retired"], message, fix }];
  });
}
