import { isDeepStrictEqual } from "node:util";
import { addSpoke, removeSpoke, retireSpoke, reviveSpoke, type WrittenRetirement } from "../config/edit/spokes.js";
import { valueAt } from "../config/path.js";
import { isLeavingApplications, leavingApplications } from "../config/retirement.js";
import { EXIT, UsageError, writeStatus } from "./output.js";
import { spokeEntry, type EntryOptions } from "./spoke/entry.js";
import { inheritedSpoke, mergeText, openFile, requireOwnSpoke, type OpenFile } from "./spoke/open.js";
import { pinPorts, writeChange, type WriteOptions } from "./spoke/write.js";

/** `hubspoke spoke add`: one entry more at the end of the list. */
export async function add(environment: string, name: string, options: EntryOptions & WriteOptions): Promise<number> {
  const open = openFile(environment);
  const owner = open.owners.get(name);
  if (owner !== undefined) {
    throw new UsageError(`spoke "${name}" is there already, in ${owner}\n  fix: choose another name`);
  }
  const entry = spokeEntry(name, options, open);
  if (await writeChange(open, addSpoke(open.text, open.shown, entry), options)) {
    tellNext(open, `spoke "${name}" was added`, [`npx hubspoke up ${open.environment}`]);
  }
  return EXIT.fine;
}

export interface RemoveOptions extends WriteOptions {
  readonly force?: boolean;
}

/** `hubspoke spoke remove`: the entry of a spoke that is retired. */
export async function remove(environment: string, name: string, options: RemoveOptions): Promise<number> {
  const open = openFile(environment);
  requireOwnSpoke(open, name);
  if (!options.force && !isRetired(open, name)) {
    throw new UsageError(
      `spoke "${name}" is not retired: once its entry is gone, nothing removes what was deployed for it\n` +
        `  fix: npx hubspoke spoke retire ${environment} ${name}, then deploy, then remove it; ` +
        "or --force, for one that was never deployed",
    );
  }
  const changed = removeSpoke(open.text, open.shown, name);
  const owner = mergeText(open, changed).owners.get(name);
  if (owner !== undefined) throw inheritedSpoke(name, owner, open.shown);
  const pinned = pinPorts(open, changed);
  if (await writeChange(open, pinned.text, options)) {
    pinned.notes.forEach((note) => writeStatus(note));
    tellNext(open, `spoke "${name}" was removed`, []);
  }
  return EXIT.fine;
}

export interface RetireOptions extends WriteOptions {
  readonly applications?: string;
  readonly unreachable?: boolean;
  readonly undo?: boolean;
}

/** `hubspoke spoke retire`: the next deployment removes what the spoke has. */
export async function retire(environment: string, name: string, options: RetireOptions): Promise<number> {
  const open = openFile(environment);
  requireOwnSpoke(open, name);
  if (options.undo) return revive(open, name, options);
  const wanted = retirementOf(options);
  const before = retiredOf(open, name);
  if (isDeepStrictEqual(before, wanted) || (before === true && isUsual(wanted))) {
    writeStatus(`spoke "${name}" is retired already: nothing to do`);
    return EXIT.fine;
  }
  const changed = retireSpoke(open.text, open.shown, name, wanted);
  if (!(await writeChange(open, changed, options))) return EXIT.fine;
  const steps = [
    `npx hubspoke up ${open.environment}   # removes what it has${isUsual(wanted) ? ", once no Application is delivered to it" : ""}`,
    `npx hubspoke spoke remove ${open.environment} ${name}`,
  ];
  tellNext(open, `spoke "${name}" is retired`, steps);
  return EXIT.fine;
}

async function revive(open: OpenFile, name: string, options: RetireOptions): Promise<number> {
  if (options.applications !== undefined || options.unreachable) {
    throw new UsageError(
      "--undo takes the whole retirement back\n  fix: give it without --applications and --unreachable",
    );
  }
  if (!isRetired(open, name)) {
    writeStatus(`spoke "${name}" is not retired: nothing to do`);
    return EXIT.fine;
  }
  if (!(await writeChange(open, reviveSpoke(open.text, open.shown, name), options))) return EXIT.fine;
  tellNext(open, `spoke "${name}" is no longer retired`, [`npx hubspoke up ${open.environment}`]);
  return EXIT.fine;
}

/** What is written: as short as it can be. */
function retirementOf({ applications, unreachable }: RetireOptions): WrittenRetirement {
  const chosen = applications ?? (unreachable ? "orphan" : "refuse");
  if (!isLeavingApplications(chosen)) {
    throw new UsageError(`unknown --applications "${chosen}", expected one of: ${leavingApplications.join(", ")}`);
  }
  if (unreachable) return { applications: chosen, unreachable };
  return applications === undefined ? true : { applications: chosen };
}

function isUsual(retired: WrittenRetirement): boolean {
  return retired === true || (retired.applications === "refuse" && !retired.unreachable);
}

function isRetired(open: OpenFile, name: string): boolean {
  const retired = retiredOf(open, name);
  return retired !== undefined && retired !== false;
}

function retiredOf({ merged }: OpenFile, name: string): unknown {
  const spokes = valueAt(merged, ["spokes"]);
  const list: readonly unknown[] = Array.isArray(spokes) ? spokes : [];
  const spoke = list.find((each) => valueAt(each, ["name"]) === name);
  return valueAt(spoke, ["retired"]);
}

function tellNext({ shown }: OpenFile, what: string, steps: readonly string[]): void {
  writeStatus(`${shown}: ${what}`);
  if (steps.length > 0) writeStatus(["next:", ...steps.map((step) => `  ${step}`)].join("\n"));
}
