import { addSpoke, removeSpoke, retireSpoke, reviveSpoke } from "../config/edit/spokes.js";
import { valueAt } from "../config/path.js";
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
  readonly undo?: boolean;
}

/** `hubspoke spoke retire`: the next deployment removes what the spoke has. */
export async function retire(environment: string, name: string, options: RetireOptions): Promise<number> {
  const open = openFile(environment);
  requireOwnSpoke(open, name);
  const wanted = !options.undo;
  if (isRetired(open, name) === wanted) {
    writeStatus(`spoke "${name}" is ${wanted ? "retired already" : "not retired"}: nothing to do`);
    return EXIT.fine;
  }
  const changed = (wanted ? retireSpoke : reviveSpoke)(open.text, open.shown, name);
  if (!(await writeChange(open, changed, options))) return EXIT.fine;
  const up = `npx hubspoke up ${open.environment}`;
  if (wanted) {
    const steps = [`${up}   # removes what it has`, `npx hubspoke spoke remove ${open.environment} ${name}`];
    tellNext(open, `spoke "${name}" is retired`, steps);
  } else {
    tellNext(open, `spoke "${name}" is no longer retired`, [up]);
  }
  return EXIT.fine;
}

function isRetired({ merged }: OpenFile, name: string): boolean {
  const spokes = valueAt(merged, ["spokes"]);
  const list: readonly unknown[] = Array.isArray(spokes) ? spokes : [];
  const spoke = list.find((each) => valueAt(each, ["name"]) === name);
  return valueAt(spoke, ["retired"]) === true;
}

function tellNext({ shown }: OpenFile, what: string, steps: readonly string[]): void {
  writeStatus(`${shown}: ${what}`);
  if (steps.length > 0) writeStatus(["next:", ...steps.map((step) => `  ${step}`)].join("\n"));
}
