import type { EksClusterSpec } from "../../config/cluster/index.js";
import { plural } from "../../config/errors.js";
import { contextName } from "../../config/names.js";
import { clustersOf, type Topology } from "../../config/topology.js";
import type { Leftover } from "../../fleet/aws/leftovers.js";
import { fixOf, problemOf } from "../../fleet/problem.js";
import { EXIT, UsageError, writeStatus } from "../output.js";

/** What was found of one cluster, or why nothing can be said of it. */
export interface EksLeftovers {
  readonly cluster: string;
  readonly eks: string;
  readonly region: string;
  readonly account: string;
  readonly leftovers: readonly Leftover[];
  readonly problem?: string;
  readonly fix?: string;
}

/** Variable that lets a cluster be destroyed in spite of what holds its VPC. */
const IGNORE = "HUBSPOKE_IGNORE_LEFTOVERS";

/**
 * What the controllers of the environment's EKS clusters made and would leave behind.
 *
 * Clusters that were there before are left out: nothing of them is ever destroyed.
 */
export function findInAws(topology: Topology, cluster: string | undefined): Promise<readonly EksLeftovers[]> {
  return Promise.all(chooseClusters(topology, cluster).map(([name, spec]) => lookAt(topology, name, spec)));
}

/** Whether nothing of a cluster holds its VPC. */
export function isFree(one: EksLeftovers): boolean {
  return one.problem === undefined && holdersOf(one).length === 0;
}

/** What Terraform runs before it destroys a cluster: a failure keeps it from that. */
export async function beforeDestroy(topology: Topology, cluster: string | undefined): Promise<number> {
  const clusters = chooseClusters(topology, cluster);
  const found = await Promise.all(clusters.map(([name, spec]) => lookBeforeDestroy(topology, name, spec)));
  return found.every(isFree) ? EXIT.fine : refuseDestroy(found);
}

function chooseClusters(topology: Topology, wanted: string | undefined): (readonly [string, EksClusterSpec])[] {
  const created = clustersOf(topology).flatMap(({ name, cluster }) =>
    cluster.provider === "eks" && cluster.creation !== undefined ? [[name, cluster] as const] : [],
  );
  const chosen = created.filter(([name]) => wanted === undefined || name === wanted);
  if (chosen.length > 0 || wanted === undefined) return chosen;
  const names = created.map(([name]) => name).join(", ") || "none";
  throw new UsageError(
    `no EKS cluster "${wanted}" that ${topology.file} creates, expected one of: ${names}\n  fix: --cluster <name>`,
  );
}

async function lookAt(topology: Topology, cluster: string, spec: EksClusterSpec): Promise<EksLeftovers> {
  const { clusterName: eks, region, account } = spec;
  const about = { cluster, eks, region, account };
  try {
    const { findLeftovers } = await import("../../fleet/aws/leftovers.js");
    return { ...about, leftovers: await findLeftovers(spec, contextName(topology.name, cluster)) };
  } catch (error) {
    const fix = fixOf(error);
    return { ...about, leftovers: [], problem: problemOf(error), ...(fix !== undefined && { fix }) };
  }
}

async function lookBeforeDestroy(topology: Topology, cluster: string, spec: EksClusterSpec): Promise<EksLeftovers> {
  const found = await lookAt(topology, cluster, spec);
  if (found.problem !== undefined) return found;
  const { destroyProblem } = await import("../../fleet/aws/leftovers.js");
  return { ...found, ...(await destroyProblem(spec)) };
}

function holdersOf({ leftovers: all }: EksLeftovers): readonly Leftover[] {
  return all.filter(({ holdsVpc }) => holdsVpc);
}

function refuseDestroy(found: readonly EksLeftovers[]): number {
  for (const one of found) {
    if (one.problem !== undefined) writeStatus(formatProblem(one));
    if (holdersOf(one).length > 0) writeStatus([heading(one), ...section(HOLDING, holdersOf(one))].join("\n"));
  }
  if (process.env[IGNORE] === "1") {
    writeStatus(`${IGNORE}=1: the cluster is destroyed all the same`);
    return EXIT.fine;
  }
  writeStatus(
    "the cluster is not destroyed: without it nobody removes what its controllers made\n" +
      `  fix: see to the above and destroy again, or go on all the same with ${IGNORE}=1`,
  );
  return EXIT.checkFailed;
}

const HOLDING = "these hold its VPC:";
const STAYING = "these stay when it is destroyed, and a volume with its data:";

/** What Argo CD delivers comes back when it is deleted by hand. */
const ADVICE = "what Argo CD delivers is ended in Git, or with its Application; else it comes back";

/** A part for each cluster, and one of advice. */
export function formatInAws(found: readonly EksLeftovers[]): readonly string[] {
  const parts = found.map((one) => (one.problem === undefined ? formatFound(one) : formatProblem(one)));
  return found.some((one) => one.leftovers.length > 0) ? [...parts, ADVICE] : parts;
}

function formatFound(one: EksLeftovers): string {
  if (one.leftovers.length === 0) return `${heading(one)}: nothing of its controllers is in AWS`;
  const staying = one.leftovers.filter(({ holdsVpc }) => !holdsVpc);
  return [
    `${heading(one)}: ${plural(one.leftovers.length, "leftover")}`,
    ...section(HOLDING, holdersOf(one)),
    ...section(STAYING, staying),
  ].join("\n");
}

function formatProblem(one: EksLeftovers): string {
  return `${heading(one)}: ${one.problem}${one.fix === undefined ? "" : `\n  fix: ${one.fix}`}`;
}

function heading({ cluster, eks, region, account }: EksLeftovers): string {
  return `cluster "${cluster}" (EKS ${eks} in ${region}, account ${account})`;
}

function section(title: string, list: readonly Leftover[]): readonly string[] {
  if (list.length === 0) return [];
  const lines = list.flatMap(({ kind, name, owner, arn, command }) => [
    `  ${kind} ${name}, of ${owner}`,
    `    ${arn}`,
    `    ${command}`,
  ]);
  return [`  ${title}`, ...lines.map((line) => `  ${line}`)];
}
