import { relative } from "node:path";
import { capabilitiesOf } from "../config/cluster/index.js";
import { contextName } from "../config/names.js";
import type { Cluster, HubSpokeTopology } from "../config/topology.js";
import { formatCheck, formatSummary } from "../fleet/report.js";
import type { Report } from "../fleet/verify.js";
import { type Changes, describeChanges, total } from "../terraform/cdktf-output.js";
import { fleetOptions } from "./fleet-options.js";
import { defaultKubeconfigPath } from "./kubeconfig.js";

/** What `up` did and found. */
export interface UpResult {
  /** By stack id. */
  readonly changes: ReadonlyMap<string, Changes>;
  readonly report: Report;
}

/** The end of `up`, for a person: what there is, how to reach it, what to do next. */
export function summaryText(topology: HubSpokeTopology, { changes, report }: UpResult, seconds: number): string {
  const failed = report.checks.filter((check) => check.status === "failed" || check.status === "warning");
  const state = report.ok ? "is up" : "is NOT as its file says";
  return [
    "",
    `environment "${topology.name}" ${state}: ${describeChanges(total(changes.values()))} in ${seconds.toFixed(0)} s`,
    "",
    ...table([
      ["CLUSTER", "ROLE", "ENDPOINT", "CONTEXT"],
      ...members(topology).map(({ cluster, role, endpoint, context }) => [cluster, role, endpoint, context]),
    ]),
    "",
    ...table(access(topology)),
    "",
    ...failed.map((check) => formatCheck(check)),
    ...(report.ok ? [] : ["", formatSummary(report), ""]),
    "next:",
    `  npx hubspoke verify ${topology.name}`,
    `  export KUBECONFIG=$(npx hubspoke kubeconfig ${topology.name})`,
    `  npx hubspoke login ${topology.name} --perform`,
  ].join("\n");
}

/** The same for a program. */
export function summaryJson(topology: HubSpokeTopology, { changes, report }: UpResult, seconds: number): string {
  return JSON.stringify(
    {
      environment: topology.name,
      ok: report.ok,
      seconds,
      changes: { total: total(changes.values()), stacks: Object.fromEntries(changes) },
      clusters: members(topology),
      kubeconfig: defaultKubeconfigPath(topology),
      argocd: fleetOptions(topology).argocdServer,
      report,
    },
    undefined,
    2,
  );
}

function members(topology: HubSpokeTopology) {
  const row = (member: Cluster, role: "hub" | "spoke") => ({
    cluster: member.name,
    role,
    endpoint: "endpoint" in member.cluster ? member.cluster.endpoint : `context ${member.cluster.context}`,
    context: contextName(topology.name, member.name),
  });
  const spokes = topology.spokes.filter((spoke) => !spoke.retired);
  return [row(topology.hub, "hub"), ...spokes.map((spoke) => row(spoke, "spoke"))];
}

function access(topology: HubSpokeTopology): string[][] {
  const { gitops } = topology;
  const { argocdServer } = fleetOptions(topology);
  const local = !capabilitiesOf(topology.hub.cluster).nodes;
  return [
    ["kubeconfig", relative(process.cwd(), defaultKubeconfigPath(topology))],
    ...(argocdServer
      ? [["Argo CD", `${argocdServer}, user admin, password: npx hubspoke login ${topology.name} --password`]]
      : []),
    ...(gitops ? [["Git", `${gitops.repoURL}, ${gitops.revision}, ${gitops.path}`]] : []),
    ...(local ? [["", "clone it, commit, push: the spokes follow"]] : []),
  ];
}

/** Columns as wide as their longest cell, two spaces in between. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(width(column))).join("  ")}`.trimEnd());
}
