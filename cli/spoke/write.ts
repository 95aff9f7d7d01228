import { existsSync, readFileSync } from "node:fs";
import { setSpokePort } from "../../config/edit/spokes.js";
import { ConfigError, ifValid } from "../../config/errors.js";
import { checkText } from "../../config/load.js";
import type { HubSpokeTopology } from "../../config/topology.js";
import { writePrivateFile } from "../../fleet/private-file.js";
import { askYesNo, isInteractive, withPerson } from "../terminal/ask.js";
import { unifiedDiff } from "../terminal/diff.js";
import { otherEnvironments, sharedStack } from "../neighbours.js";
import { UsageError, writeStatus } from "../output.js";
import type { OpenFile } from "./open.js";

/** Flags of every command that edits a file. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/**
 * Shows what changes, checks the changed file, asks where there is somebody to ask, and writes.
 *
 * Returns whether it was written.
 *
 * @throws UsageError, and nothing is written, where the changed file is not valid
 */
export function writeChange(open: OpenFile, changed: string, options: WriteOptions): Promise<boolean> {
  return writeText(open, changed, options, () => check(open, changed));
}

/** A file, and the text that it is known to have. */
export interface KnownFile extends Pick<OpenFile, "file" | "shown"> {
  /** Empty where there is no file. */
  readonly text: string;
}

/**
 * The same for any file.
 *
 * @param check throws where the changed text must not be written
 */
export async function writeText(
  { file, shown, text }: KnownFile,
  changed: string,
  options: WriteOptions,
  check: () => void = () => {},
): Promise<boolean> {
  const color = process.stderr.isTTY === true && !process.env["NO_COLOR"];
  writeStatus(unifiedDiff(text, changed, { from: shown, to: shown, color }));
  check();
  if (options.dryRun) {
    writeStatus(`${shown} was not written: --dry-run`);
    return false;
  }
  if (!options.yes && isInteractive() && !(await withPerson((person) => askYesNo(person, `write ${shown}?`, true)))) {
    writeStatus(`${shown} was not written`);
    return false;
  }
  if (!(existsSync(file) ? readFileSync(file) : Buffer.alloc(0)).equals(Buffer.from(text))) {
    throw new UsageError(
      `${shown} was changed by somebody else in the meantime, and was not written\n  fix: try again`,
    );
  }
  await writePrivateFile(file, changed);
  return true;
}

function check({ file, shown }: OpenFile, changed: string): void {
  const unwritten = `${shown} was not written: with this change it would not be valid`;
  try {
    const { topology } = checkText(file, changed);
    const shared = sharedStack(topology, otherEnvironments(topology.projectDirectory, file));
    if (shared !== undefined) throw new UsageError(`${shared}\n${unwritten}`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`${error.message}\n${unwritten}`);
  }
}

/** A changed text, and what is to be said of it. */
export interface PinnedText {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Writes down the ports of local clusters that would change: a port follows from the position in the list, and a
 * cluster that moves to another one is lost to whoever uses it.
 */
export function pinPorts({ topology, shown, file, own }: OpenFile, changed: string): PinnedText {
  const after = topology === undefined ? undefined : spokesAfter(file, changed);
  const moved = (topology?.spokes ?? []).flatMap(({ name, cluster }) => {
    const next = after?.find((spoke) => spoke.name === name)?.cluster;
    const moves = cluster.provider === "local" && next?.provider === "local" && next.port !== cluster.port;
    return moves && own.includes(name) ? [{ name, port: cluster.port }] : [];
  });
  return {
    text: moved.reduce((text, { name, port }) => setSpokePort(text, shown, name, port), changed),
    notes: moved.map(({ name, port }) => `spoke "${name}" keeps port ${port}, which followed from its position`),
  };
}

/** Undefined where the changed file has mistakes, which are reported later. */
function spokesAfter(file: string, changed: string): HubSpokeTopology["spokes"] | undefined {
  return ifValid(() => (checkText(file, changed).topology as HubSpokeTopology).spokes);
}
