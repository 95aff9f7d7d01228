import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import type { SpokeEntry } from "../schema.js";
import { hasCapability, type Checked } from "./rule.js";

/** A capability finds a cluster by its ARN, and has one way to it: its own role's access entry. */
export function capabilityReachesSpokes(checked: Checked): readonly Finding[] {
  return eachSpoke(checked, ({ cluster, registration }, path): readonly Finding[] => {
    if (cluster.provider !== "eks") {
      const message = `an EKS capability delivers to EKS clusters alone, and provider is "${cluster.provider}"`;
      const fix = "give it to a hub whose Argo CD is installed by its chart";
      return [{ path: [...path, "cluster", "provider"], message, fix }];
    }
    const { mode } = registration;
    if (mode === "aws-iam") return [];
    const message = `mode "${mode}" is not for an EKS capability, expected aws-iam`;
    return [{ path: [...path, "registration", "mode"], message, fix: "remove it, with what belongs to it" }];
  });
}

/** Fields of a registration that a capability is never told, and what it does instead. */
const refusals: readonly { readonly field: string; readonly instead: string }[] = [
  { field: "roleArn", instead: "its own role gets the access, and becomes no other" },
  { field: "profile", instead: "it has no pods whose configuration would hold one" },
  { field: "proxyUrl", instead: "AWS connects it to the cluster" },
  { field: "serverName", instead: "AWS connects it to the cluster" },
  { field: "disableCompression", instead: "AWS connects it to the cluster" },
  { field: "shard", instead: "EKS divides the work itself" },
];

export function capabilityIsToldArns(checked: Checked): readonly Finding[] {
  return eachSpoke(checked, ({ registration }, path) => {
    if (registration.mode !== "aws-iam") return [];
    const given: Readonly<Record<string, unknown>> = registration;
    return refusals
      .filter(({ field }) => given[field] !== undefined)
      .map(({ field, instead }) => {
        const message = `${field} has no place with an EKS capability: ${instead}`;
        return { path: [...path, "registration", field], message, fix: "remove it" };
      });
  });
}

/** No route of ours is made either. */
export function capabilityNeedsNoRoute(checked: Checked): readonly Finding[] {
  return eachSpoke(checked, ({ cluster }, path): readonly Finding[] => {
    if (cluster.provider !== "eks" || cluster.reach === undefined) return [];
    const message = "reach has no effect with an EKS capability, which AWS connects to private endpoints too";
    const place = [...path, "cluster", "reach"];
    return [{ path: place, message, fix: "remove it", severity: "warning", ofEntry: true }];
  });
}

/**
 * Clusters that one capability takes, by EKS's documentation of November 2026.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/capability-kubernetes-resources.html
 */
const maxSpokes = 100;

export function capabilityHoldsSpokes(checked: Checked): readonly Finding[] {
  const { topology } = checked;
  if (topology.model === "standalone" || !hasCapability(checked)) return [];
  const count = topology.spokes.filter(({ retired }) => !retired).length;
  if (count <= maxSpokes) return [];
  const message = `${count} spokes, and an EKS capability is documented to take ${maxSpokes} clusters`;
  const fix = "divide them over two environments, each with a hub, or ask AWS for more";
  return [{ path: ["spokes"], message, fix, severity: "warning" }];
}

function eachSpoke({ file }: Checked, look: (spoke: SpokeEntry, path: Path) => readonly Finding[]): readonly Finding[] {
  if (file.model === "standalone" || !hasCapability({ file })) return [];
  return file.spokes.flatMap((spoke, index) => look(spoke, ["spokes", index]));
}
