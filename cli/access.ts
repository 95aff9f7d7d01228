import { readComputedAccess } from "../config/computed-access.js";
import { accessFileOf, resolveEnvironmentFile } from "../config/environment-files.js";
import { loadEnvironment } from "../config/load.js";
import { displayName, readLayerIfThere } from "../config/read.js";
import { isComputed } from "../config/registration/index.js";
import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import { computeAccess, isCurrent, syncSpokes, type SpokeResult } from "./access/compute.js";
import { formatDifference, formatResults } from "./access/print.js";
import { writeAccess, type AccessFile } from "./access/write.js";
import { hubAndSpokes } from "./environment.js";
import { EXIT, UsageError, writeData, writeStatus } from "./output.js";
import type { WriteOptions } from "./spoke/write.js";

export interface AccessOptions extends WriteOptions {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly sync?: boolean;
  readonly json?: boolean;
}

/** `hubspoke access`: the rules that Argo CD needs on each spoke for what Git delivers to it. */
export async function access(environment: string, names: readonly string[], options: AccessOptions): Promise<number> {
  const actions = (["write", "check", "sync"] as const).filter((action) => options[action]).map((name) => `--${name}`);
  if (actions.length > 1) throw new UsageError(`${actions.join(" and ")} together\n  fix: give one of them`);
  const file = resolveEnvironmentFile(environment, process.cwd());
  // Its rules may be what is missing.
  const topology = hubAndSpokes(loadEnvironment(file, { uncomputedAccess: true }));
  const spokes = chooseSpokes(topology, names, options);
  if (options.sync) return syncAgain(topology, spokes);
  const beside = openAccessFile(file, topology.projectDirectory);
  const results = await computeAccess(topology, spokes, beside.recorded);
  if (options.json) writeData(JSON.stringify(report(topology, results, beside), undefined, 2));
  if (options.check) return check(topology, results, beside, options);
  if (!options.json) writeData(formatResults(results, process.stdout.columns || 100));
  if (options.write) return (await writeAccess(topology, results, beside, options)) ? EXIT.fine : EXIT.checkFailed;
  return results.some((result) => "problem" in result) ? EXIT.checkFailed : EXIT.fine;
}

function openAccessFile(file: string, projectDirectory: string): AccessFile {
  const beside = accessFileOf(file);
  const shown = displayName(beside, projectDirectory);
  const recorded = readComputedAccess(shown, () => readLayerIfThere(beside, projectDirectory));
  const [problem] = recorded.problems;
  if (problem === undefined) return { file: beside, recorded };
  throw new UsageError(`${shown}:${problem.line}: ${problem.message}\n  fix: take it from Git again, or delete it`);
}

/** Those that are named; else, to print, all, and to write or to check, those whose access is computed. */
function chooseSpokes(topology: HubSpokeTopology, names: readonly string[], options: AccessOptions): readonly Spoke[] {
  const present = topology.spokes.filter(({ retired }) => !retired);
  const unknown = names.find((name) => !present.some((spoke) => spoke.name === name));
  if (unknown !== undefined) {
    const known = present.map(({ name }) => name).join(", ") || "none";
    throw new UsageError(`no spoke "${unknown}" in ${topology.file}, expected one of: ${known}`);
  }
  if (names.length > 0) return present.filter(({ name }) => names.includes(name));
  const { write, check: compare, sync } = options;
  if (!write && !compare && !sync) return present;
  const computed = present.filter(({ registration }) => isComputed(registration.access));
  if (computed.length > 0) return computed;
  throw new UsageError(
    `no spoke in ${topology.file} has access: {from: gitops}\n` +
      `  fix: name the spokes: hubspoke access ${topology.name} <spoke> ${write ? "--write" : sync ? "--sync" : "--check"}`,
  );
}

/** What was forbidden once is not tried again by itself, whatever may be done by now. */
async function syncAgain(topology: HubSpokeTopology, spokes: readonly Spoke[]): Promise<number> {
  const synced = await syncSpokes(topology, spokes);
  writeStatus(
    synced.length === 0
      ? "no Application was forbidden anything when Argo CD last synced it"
      : `Argo CD syncs again: ${synced.join(", ")}`,
  );
  return EXIT.fine;
}

function check(
  topology: HubSpokeTopology,
  results: readonly SpokeResult[],
  { recorded }: AccessFile,
  options: AccessOptions,
): number {
  const outdated = results.filter((result) => !isCurrent(result));
  if (outdated.length === 0) {
    if (!options.json) writeData(`${recorded.file} has what Git delivers now`);
    return EXIT.fine;
  }
  writeStatus(
    [
      ...outdated.flatMap((result) => formatDifference(result, recorded.file)),
      `fix: hubspoke access ${topology.name} ${outdated.map(({ spoke }) => spoke).join(" ")} --write`,
    ].join("\n"),
  );
  return EXIT.checkFailed;
}

function report(topology: HubSpokeTopology, results: readonly SpokeResult[], { recorded }: AccessFile): object {
  const spokes = results.map((result) => ({ ...result, current: isCurrent(result) }));
  return { environment: topology.name, file: recorded.file, ok: results.every(isCurrent), spokes };
}
