import type { Access } from "./access.js";

/** An access policy of EKS's own. */
export interface EksAccessPolicy {
  readonly name: string;
  /**
   * Namespaces that it is limited to.
   *
   * @default - the whole cluster
   */
  readonly namespaces?: readonly string[];
}

/**
 * EKS's own policy for an access; none where the rights are rules of ours.
 *
 * For reading it is the one that shows Secrets and every other kind too: a kind that Argo CD may not list fails the
 * whole cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export function eksAccessPolicy(access: Access): EksAccessPolicy | undefined {
  if (access === "admin") return { name: "AmazonEKSClusterAdminPolicy" };
  if (access === "read-only") return { name: "AmazonEKSAdminViewPolicy" };
  if ("namespaces" in access) return { name: "AmazonEKSAdminPolicy", namespaces: access.namespaces };
  return undefined;
}
