import { existsSync, readFileSync } from "node:fs";
import { formatComputedAccess, type ComputedAccess, type ComputedSpoke } from "../../config/computed-access.js";
import type { HubSpokeTopology } from "../../config/topology.js";
import { writeStatus } from "../output.js";
import { writeText, type WriteOptions } from "../spoke/write.js";
import { isCurrent, type ComputedResult, type SpokeResult } from "./compute.js";

/** Where the rules of an environment are kept, and which are there. */
export interface AccessFile {
  /** Absolute path. */
  readonly file: string;
  readonly recorded: ComputedAccess;
}

/** Writes the rules of those spokes that all is known of; returns whether that is each of them. */
export async function writeAccess(
  topology: HubSpokeTopology,
  results: readonly SpokeResult[],
  { file, recorded }: AccessFile,
  options: WriteOptions,
): Promise<boolean> {
  const shown = recorded.file;
  const complete = results.filter(isComplete);
  results.filter((result) => !isComplete(result)).forEach(({ spoke }) => tellUnwritten(spoke, shown));
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const changed = formatComputedAccess(topology.name, merge(topology, complete, recorded));
  if (changed === text || (text === "" && complete.length === 0)) {
    writeStatus(`${shown}: nothing to change`);
  } else if (await writeText({ file, shown, text }, changed, options)) {
    tellNext(topology, complete, shown);
  }
  return complete.length === results.length;
}

function isComplete(result: SpokeResult): result is ComputedResult {
  return !("problem" in result) && result.gaps.length === 0;
}

function tellUnwritten(spoke: string, shown: string): void {
  writeStatus(`${shown}: rules of spoke "${spoke}" are left as they are, since not all is known of it`);
}

/** What was there, of spokes that are still there; rules that are the same keep the commits that they came from. */
function merge(
  { spokes }: HubSpokeTopology,
  complete: readonly ComputedResult[],
  recorded: ComputedAccess,
): ReadonlyMap<string, ComputedSpoke> {
  const kept = [...recorded.spokes].filter(([name]) => spokes.some((spoke) => spoke.name === name));
  const fresh = complete
    .filter((result) => !isCurrent(result))
    .map(({ spoke, applications, rules }) => [spoke, { applications, rules }] as const);
  return new Map([...kept, ...fresh]);
}

function tellNext({ name, file, spokes }: HubSpokeTopology, written: readonly ComputedResult[], shown: string): void {
  const others = spokes
    .filter((spoke) => written.some((result) => result.spoke === spoke.name))
    .filter(({ registration: { access } }) => typeof access !== "object" || !("from" in access));
  const names = others.map((spoke) => spoke.name).join(", ");
  writeStatus(
    [
      "next:",
      `  review ${shown} and commit it`,
      ...(others.length > 0 ? [`  in ${file}, access: {from: gitops} for ${names}`] : []),
      `  npx hubspoke up ${name}`,
      `  where cdktf deploys: npx hubspoke access ${name} --sync   # Argo CD does not retry by itself`,
    ].join("\n"),
  );
}
