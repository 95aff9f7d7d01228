import type { ComputedAccess } from "../../config/computed-access.js";
import type { PolicyRule } from "../../config/registration/index.js";
import type { HubSpokeTopology, Spoke } from "../../config/topology.js";
import { readNeeds } from "../../fleet/access/deliveries.js";
import type { SpokeNeeds } from "../../fleet/access/needs.js";
import { compareRules, rulesOf, type RuleDifference } from "../../fleet/access/rules.js";
import { syncForbidden } from "../../fleet/access/sync.js";
import { openFleet } from "../../fleet/fleet.js";
import { fixOf, problemOf } from "../../fleet/problem.js";
import { takeSnapshot, type Snapshot } from "../../fleet/snapshot.js";
import { fleetOptions } from "../fleet-options.js";

/** What a spoke's access comes to, or why that cannot be told. */
export type SpokeResult = ComputedResult | FailedResult;

export interface ComputedResult extends SpokeNeeds {
  readonly spoke: string;
  readonly rules: readonly PolicyRule[];
  /** How the rules in the file differ from these. */
  readonly difference: RuleDifference;
  /** Whether the file has rules of the spoke at all. */
  readonly recorded: boolean;
}

export interface FailedResult {
  readonly spoke: string;
  readonly problem: string;
  readonly fix?: string;
}

/** Reads the hub and the spokes, with the operator's access. */
export async function computeAccess(
  topology: HubSpokeTopology,
  spokes: readonly Spoke[],
  recorded: ComputedAccess,
): Promise<readonly SpokeResult[]> {
  const fleet = openFleet(topology, fleetOptions(topology));
  try {
    const snapshot = takeSnapshot(fleet);
    return await Promise.all(spokes.map((spoke) => computeOne(snapshot, spoke, recorded)));
  } finally {
    fleet.close();
  }
}

/** Has Argo CD sync again what spokes forbade it; returns the Applications. */
export async function syncSpokes(topology: HubSpokeTopology, spokes: readonly Spoke[]): Promise<readonly string[]> {
  const fleet = openFleet(topology, fleetOptions(topology));
  try {
    const snapshot = takeSnapshot(fleet);
    return (await Promise.all(spokes.map((spoke) => syncForbidden(snapshot, spoke)))).flat();
  } finally {
    fleet.close();
  }
}

async function computeOne(snapshot: Snapshot, spoke: Spoke, { spokes }: ComputedAccess): Promise<SpokeResult> {
  const { name } = spoke;
  try {
    const needs = await readNeeds(snapshot, spoke);
    const rules = rulesOf(needs.needs);
    const known = spokes.get(name);
    const difference = compareRules(known?.rules ?? [], rules);
    return { spoke: name, ...needs, rules, difference, recorded: known !== undefined };
  } catch (error) {
    const fix = fixOf(error);
    return { spoke: name, problem: problemOf(error), ...(fix !== undefined && { fix }) };
  }
}

/** Whether the file has exactly what is delivered now, as far as that can be told. */
export function isCurrent(result: SpokeResult): boolean {
  if ("problem" in result || result.gaps.length > 0 || !result.recorded) return false;
  return result.difference.missing.length === 0 && result.difference.excess.length === 0;
}
