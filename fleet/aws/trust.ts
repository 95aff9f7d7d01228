import type { PodIdentity } from "../../config/topology.js";

/** A statement of a trust policy, as IAM gives it. */
export interface TrustStatement {
  readonly Effect?: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What is wrong with who may assume a spoke's role; undefined where it is the hub's role, and with `exact` nobody else. */
export function trustProblem(
  statements: readonly TrustStatement[],
  identity: PodIdentity,
  exact: boolean,
): string | undefined {
  const allowing = statements.filter(({ Effect }) => Effect === "Allow");
  const principals = allowing.flatMap(principalsOf);
  // A role that was made anew under its name is another one: IAM then shows the id of the old one.
  const gone = principals.find((principal) => /^A(RO|ID)A\w+$/.test(principal));
  if (gone !== undefined) return `it trusts ${gone}, a role or user that was deleted, expected ${identity.roleArn}`;
  if (!principals.includes(identity.roleArn)) {
    return `it trusts ${listed(principals)}, expected ${identity.roleArn}`;
  }
  if (!exact) return undefined;
  const others = principals.filter((principal) => principal !== identity.roleArn);
  if (others.length > 0) return `it also trusts ${listed(others)}, expected ${identity.roleArn} alone`;
  const loose = allowing.some((statement) => !isLimited(statement, identity));
  return loose ? "it trusts the hub's role in any session, expected those of Argo CD's pods" : undefined;
}

function principalsOf({ Principal = {} }: TrustStatement): readonly string[] {
  return typeof Principal === "string" ? [Principal] : Object.values(Principal).flat();
}

/** By the tags that EKS Pod Identity puts on a session; a session of a web identity has none. */
function isLimited(
  { Condition }: TrustStatement,
  { kind, clusterArn, namespace, serviceAccounts }: PodIdentity,
): boolean {
  if (kind === "irsa") return true;
  const tags = Condition?.["StringEquals"] ?? {};
  const has = (tag: string, values: readonly string[]): boolean => {
    const found = [tags[`aws:PrincipalTag/${tag}`] ?? []].flat();
    return found.length > 0 && found.every((value) => values.includes(value));
  };
  return (
    has("eks-cluster-arn", [clusterArn]) &&
    has("kubernetes-namespace", [namespace]) &&
    has("kubernetes-service-account", serviceAccounts)
  );
}

function listed(principals: readonly string[]): string {
  return principals.length === 0 ? "nobody" : principals.join(", ");
}
