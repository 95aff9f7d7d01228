import { plural } from "../../config/errors.js";
import { resourceName } from "../../fleet/access/rules.js";
import { table } from "../terminal/text.js";
import type { ComputedResult, SpokeResult } from "./compute.js";

/** For review: what each spoke's rules would be, and which Application each is for. */
export function formatResults(results: readonly SpokeResult[], width: number): string {
  const parts = results.map((result) =>
    "problem" in result
      ? `spoke "${result.spoke}": ${result.problem}${result.fix === undefined ? "" : `\n  fix: ${result.fix}`}`
      : formatComputed(result, width),
  );
  return [...parts, READING].join("\n\n");
}

const READING =
  "Beside this Argo CD reads every kind (get, list, watch), which its cache needs, and may do nothing else:\n" +
  "no exec, no impersonate, no escalate, no bind.";

function formatComputed(result: ComputedResult, width: number): string {
  const { spoke, needs, applications, unknown, gaps } = result;
  const rows = needs.map(({ group, resource, verbs, applications: names }) => [
    `  ${resourceName(group, resource)}`,
    verbs.join(" "),
    names.join(" "),
  ]);
  const header = ["  RESOURCE", "VERBS", "APPLICATIONS"];
  return [
    `spoke "${spoke}": ${plural(applications.length, "Application")} deliver${applications.length === 1 ? "s" : ""} ${plural(needs.length, "resource")}`,
    ...(rows.length > 0 ? [table([header, ...rows], width)] : []),
    ...unknown.map(
      ({ group, kind, applications: names }) =>
        `  no rule for kind ${kind} of ${group || "the core group"} (${names.join(" ")}): the spoke does not serve it yet`,
    ),
    ...gaps.map((gap) => `  not all is known: ${gap}`),
    ...rbacNotes(result),
  ].join("\n");
}

/** Kubernetes' own limit, which no computed rule takes away. */
function rbacNotes({ needs }: ComputedResult): readonly string[] {
  const kinds = needs.filter(({ group }) => group === "rbac.authorization.k8s.io").map(({ kind }) => kind);
  if (kinds.length === 0) return [];
  return [
    `  ${kinds.join(", ")}: Kubernetes refuses those that give more than Argo CD has itself. Where that is meant,`,
    "  add to the environment file what is to be given, or for single roles that are bound:",
    "    access: { from: gitops, rules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles],",
    "      resourceNames: [<name>], verbs: [bind] }] }",
  ];
}

/** For CI: how the file differs from what is delivered. */
export function formatDifference(result: SpokeResult, file: string): readonly string[] {
  if ("problem" in result) return [`spoke "${result.spoke}": ${result.problem}`];
  const { spoke, difference, gaps, recorded } = result;
  return [
    ...gaps.map((gap) => `spoke "${spoke}": not all is known: ${gap}`),
    ...(recorded ? [] : [`spoke "${spoke}" is not in ${file}`]),
    ...(recorded ? difference.missing.map((grant) => `spoke "${spoke}" needs to ${grant}`) : []),
    ...difference.excess.map((grant) => `spoke "${spoke}" no longer needs to ${grant}`),
  ];
}
