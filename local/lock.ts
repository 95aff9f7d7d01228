import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { LocalError, hasCode } from "./errors.js";
import { ensureDirectory } from "./files.js";
import { isAlive, startTime } from "./system-process.js";
import { until } from "./wait.js";

/** Who holds a lock. */
export interface Holder {
  /** Unique for each time the lock is taken. */
  readonly id: string;
  readonly pid: number;
  readonly startTime: string;
  /** What it does: "hubspoke up local". */
  readonly command: string;
  /** ISO time. */
  readonly since: string;
}

/** Somebody else holds the lock. The command line ends with 2. */
export class LockedError extends LocalError {
  override readonly name = "LockedError";

  constructor(
    what: string,
    readonly holder: Holder,
  ) {
    super(
      `${what} is held by "${holder.command}" (pid ${holder.pid}) since ${holder.since}; wait for it to end, or end it`,
      2,
    );
  }
}

export interface LockOptions {
  /** File that stands for the lock. */
  readonly path: string;
  /** What is locked, as a message begins: `environment "local"`. */
  readonly what: string;
  /** What we do with it, shown to others: `hubspoke up local`. */
  readonly command: string;
  /** Called once when somebody holds it, and makes us wait instead of failing. @default - fail at once with LockedError */
  readonly onWait?: (holder: Holder) => void;
  readonly signal?: AbortSignal;
}

/** Runs `work` while holding the lock. A holder that died is followed without any cleaning by hand. */
export async function withLock<T>(options: LockOptions, work: () => Promise<T>): Promise<T> {
  const mine = await acquire(options);
  try {
    return await work();
  } finally {
    await release(options.path, mine);
  }
}

/** Who holds the lock now; undefined when nobody alive does. */
export async function holderOf(path: string): Promise<Holder | undefined> {
  const holder = await read(path);
  return holder !== undefined && (await isAlive(holder.pid, holder.startTime)) ? holder : undefined;
}

async function acquire(options: LockOptions): Promise<Holder> {
  try {
    await ensureDirectory(dirname(options.path));
    return await waitForTurn(options);
  } catch (error) {
    throw hasCode(error, "EROFS", "EACCES", "EPERM") ? cannotWrite(options, error as NodeJS.ErrnoException) : error;
  }
}

function cannotWrite({ what, path }: LockOptions, { code }: NodeJS.ErrnoException): LocalError {
  return new LocalError(
    `${what} cannot be changed: ${dirname(path)} cannot be written (${code})\n` +
      "  fix: run this where the folder is not read-only, as the user that it belongs to",
    2,
  );
}

async function waitForTurn(options: LockOptions): Promise<Holder> {
  const mine = await ourselves(options.command);
  let told = false;
  const attempt = async () => {
    const other = await take(options.path, mine);
    if (other === undefined) return true;
    if (options.onWait === undefined) throw new LockedError(options.what, other);
    if (!told) options.onWait(other);
    told = true;
    return undefined;
  };
  await until(attempt, {
    timeout: Number.POSITIVE_INFINITY,
    interval: 200,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return mine;
}

/** Takes the lock, or returns who holds it. */
async function take(path: string, mine: Holder): Promise<Holder | undefined> {
  if (await create(path, mine)) return undefined;
  const holder = await read(path);
  if (holder === undefined) return take(path, mine); // released between our two looks
  if (await isAlive(holder.pid, holder.startTime)) return holder;
  return follow(path, holder, mine);
}

/**
 * Follows a dead holder.
 *
 * Two followers may see the same dead holder, and the slower one must not push the faster one out. So the right to follow
 * is itself a lock, named after that one dead holder; whoever has it looks again, and only a lock that still names the
 * dead one is replaced. A follower that dies in between leaves a claim, which is followed by the same rule.
 */
async function follow(path: string, dead: Holder, mine: Holder): Promise<Holder | undefined> {
  const claim = `${path}.after-${dead.id}`;
  const rival = await take(claim, mine);
  if (rival !== undefined) return rival;
  try {
    if ((await read(path))?.id !== dead.id) return await take(path, mine);
    await replace(path, mine);
    return undefined;
  } finally {
    await rm(claim, { force: true });
  }
}

/** Makes the lock file with its content in one step; false when there is one already. */
async function create(path: string, mine: Holder): Promise<boolean> {
  const draft = await write(path, mine);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(path: string, mine: Holder): Promise<void> {
  await rename(await write(path, mine), path);
}

async function write(path: string, holder: Holder): Promise<string> {
  const draft = `${path}.${holder.id}.${randomBytes(3).toString("hex")}`;
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  return draft;
}

/** What a lock file says; a file that we cannot read has no living holder. */
async function read(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    if (error instanceof SyntaxError) return { id: "unreadable", pid: 0, startTime: "", command: "", since: "" };
    throw error;
  }
}

async function release(path: string, mine: Holder): Promise<void> {
  if ((await read(path))?.id === mine.id) await rm(path, { force: true });
}

async function ourselves(command: string): Promise<Holder> {
  const started = (await startTime(process.pid)) ?? "";
  return {
    id: randomBytes(4).toString("hex"),
    pid: process.pid,
    startTime: started,
    command,
    since: new Date().toISOString(),
  };
}
