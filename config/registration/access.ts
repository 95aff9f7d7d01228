import * as z from "zod";
import { customIssue, dnsLabel, fields, listOf, nonEmpty } from "../fields/fields.js";

/** What Argo CD may do on a spoke. */
export type Access = "admin" | "read-only" | NamespaceAccess | RuleAccess;

/** Everything, in these namespaces only. */
export interface NamespaceAccess {
  readonly namespaces: readonly string[];
}

/** Exactly these rules, cluster-wide. */
export interface RuleAccess {
  readonly rules: readonly PolicyRule[];
  /**
   * Set where the rules are those that were computed from what Git delivers, and what the file adds to them.
   *
   * @default - the environment file says all of them
   */
  readonly from?: "gitops";
}

/** A rule of a Kubernetes ClusterRole: for objects of the API, or for other URLs. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * What may be done with the objects of a namespace that access names: all that a sync does, and reading.
 *
 * Not `*`, which has `escalate`, `bind` and `impersonate` in it.
 */
export const namespaceVerbs = ["get", "list", "watch", "create", "update", "patch", "delete"] as const;

const expected = 'expected "admin", "read-only", or a map with namespaces, rules or from';

export const policyRule = fields({
  apiGroups: listOf(z.string())
    .optional()
    .describe('API groups; "" is the core group. Required with resources.')
    .meta({ examples: [["", "apps"]] }),
  resources: listOf(nonEmpty)
    .optional()
    .describe("Resources of these groups. Required, unless nonResourceURLs is there.")
    .meta({ examples: [["deployments", "services"]] }),
  resourceNames: listOf(nonEmpty)
    .optional()
    .describe("Names of single objects. Default: all objects.")
    .meta({ examples: [["web"]] }),
  nonResourceURLs: listOf(nonEmpty)
    .optional()
    .describe("Paths of the API server that are no resources. Required, unless resources is there.")
    .meta({ examples: [["/healthz"]] }),
  verbs: listOf(nonEmpty)
    .describe("What may be done with them.")
    .meta({ examples: [["get", "list", "watch"]] }),
}).check((context) => {
  const { apiGroups, resources, nonResourceURLs } = context.value;
  const forObjects = apiGroups !== undefined && resources !== undefined && nonResourceURLs === undefined;
  const forUrls = apiGroups === undefined && resources === undefined && nonResourceURLs !== undefined;
  if (forObjects || forUrls) return;
  const message = "incomplete rule, expected apiGroups and resources, or nonResourceURLs";
  context.issues.push(customIssue(context.value, { message }));
});

export const accessSchema = z
  .union(
    [
      z.enum(["admin", "read-only"]),
      fields({
        namespaces: listOf(dnsLabel())
          .describe("Everything, in these namespaces only.")
          .meta({ examples: [["payments", "payments-jobs"]] }),
      }),
      fields({ rules: listOf(policyRule).describe("Exactly these rules, cluster-wide.") }),
      fields({
        from: z
          .literal("gitops")
          .describe(
            "What Git delivers to the spoke, and nothing wider: the rules that `hubspoke access` computed, in a file " +
              "beside this one.",
          ),
        rules: z
          .array(policyRule)
          .default([])
          .describe("Rules beside the computed ones: what is never given by itself, such as `bind` for a role."),
      }),
    ],
    { error: (issue) => (issue.code === "invalid_union" ? expected : undefined) },
  )
  .describe("What Argo CD may do on the spoke.");

/** Whether access is limited to namespaces. */
export function isNamespaceAccess(access: Access): access is NamespaceAccess {
  return typeof access === "object" && "namespaces" in access;
}

/** Whether the rules of an access are computed, and kept in a file of their own. */
export function isComputed(access: Access): access is RuleAccess {
  return typeof access === "object" && "rules" in access && access.from === "gitops";
}
