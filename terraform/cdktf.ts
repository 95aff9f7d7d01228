import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { CdktfError, type ErrorLine } from "./cdktf-error.js";
import { type Changes, type StackLine, parseApplyComplete, stackLineParser } from "./cdktf-output.js";
import { interruptTerraform } from "./interrupt.js";
import { type Turns, openTurns } from "./turns.js";

/** Each takes a Terraform and its providers, in memory as well. */
const STACKS_AT_ONCE = Math.max(2, availableParallelism());

export interface CdktfOptions {
  /** Folder of `cdktf.json`. */
  readonly projectDirectory: string;
  /** Which stacks: ids, or patterns with `*`. */
  readonly stacks: readonly string[];
  /** Tells a stack's id from any other word that cdktf begins a line with. */
  readonly isStack: (id: string) => boolean;
  /**
   * Folder that the stacks are synthesised to, of this run alone: cdktf removes from it every stack that it does not
   * know, so runs over different environments would take each other's away.
   *
   * @default - cdktf's own `cdktf.out`
   */
  readonly output?: string;
  /** Environment of cdktf and of the Terraform under it, whole. */
  readonly environment: NodeJS.ProcessEnv;
  /** File that the raw output is kept in. */
  readonly logFile: string;
  readonly onLine?: (line: StackLine) => void;
  readonly signal?: AbortSignal;
}

export interface CdktfResult {
  readonly changes: ReadonlyMap<string, Changes>;
}

/**
 * The `cdktf` program that the project has installed.
 *
 * @throws Error when cdktf-cli is not installed: only who deploys through cdktf needs it.
 */
export function findCdktf(projectDirectory: string): string {
  for (const from of [join(projectDirectory, "package.json"), import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve("cdktf-cli/package.json")), "bundle", "bin", "cdktf");
    } catch {
      // not installed there; the next place may have it
    }
  }
  throw new Error("cdktf-cli is not installed\n  fix: npm install --save-dev cdktf-cli@0.21.0 (Node 20 or 22)");
}

/** Writes the `cdktf.json` that cdktf asks for, where a project has none yet. Returns whether it did. */
export function ensureCdktfJson(projectDirectory: string): boolean {
  const file = join(projectDirectory, "cdktf.json");
  if (existsSync(file)) {
    return false;
  }
  const content = { language: "typescript", app: "node --import tsx main.ts", sendCrashReports: "false" };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { flag: "wx" });
  return true;
}

/**
 * Runs `cdktf deploy` or `cdktf destroy` over the stacks, without questions.
 *
 * @throws CdktfError with each failing stack's own error.
 */
export async function runCdktf(verb: "deploy" | "destroy", options: CdktfOptions): Promise<CdktfResult> {
  const words = cdktfArguments(verb, options);
  const terraform = options.environment["TERRAFORM_BINARY_NAME"] ?? "terraform";
  const turns = await openTurns(join(dirname(options.logFile), "turns"), terraform, STACKS_AT_ONCE);
  try {
    return await runInTurns(words, options, turns);
  } finally {
    turns.close();
  }
}

async function runInTurns(words: readonly string[], options: CdktfOptions, turns: Turns): Promise<CdktfResult> {
  const steered = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
  const child = spawn(process.execPath, words, {
    cwd: options.projectDirectory,
    env: { ...options.environment, ...steered, ...turns.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C in the terminal must reach Terraform once and cdktf not at all, see interruptTerraform().
    detached: true,
  });
  const reader = collectOutput(child, options);
  const onAbort = () => {
    turns.end();
    if (child.pid !== undefined) interruptTerraform(child.pid);
  };
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const code = await exitCode(child);
  options.signal?.removeEventListener("abort", onAbort);
  options.signal?.throwIfAborted();
  if (code !== 0) {
    const errors = reader.errors();
    const shown = errors.map(({ stack, text }) => (stack === undefined ? text : `  ${stack}: ${text}`));
    throw new CdktfError(`cdktf ${words[1]} failed\n${shown.join("\n")}\n  log: ${options.logFile}`, errors);
  }
  return { changes: reader.changes };
}

function cdktfArguments(verb: string, options: CdktfOptions): string[] {
  const cdktf = findCdktf(options.projectDirectory);
  const flags = ["--auto-approve", "--no-color"];
  const output = options.output === undefined ? [] : ["--output", options.output];
  return [cdktf, verb, ...options.stacks, ...flags, ...output, ...(verb === "deploy" ? ["--skip-provider-lock"] : [])];
}

function collectOutput(child: ChildProcess, options: CdktfOptions) {
  mkdirSync(dirname(options.logFile), { recursive: true, mode: 0o700 });
  const log = createWriteStream(options.logFile, { mode: 0o600 });
  const parse = stackLineParser(options.isStack);
  const changes = new Map<string, Changes>();
  const lines: StackLine[] = [];
  const unowned: string[] = [];
  const take = (raw: string) => {
    log.write(`${raw}\n`);
    const line = parse(raw);
    if (!line) {
      unowned.push(raw);
      return;
    }
    lines.push(line);
    const applied = parseApplyComplete(line.text);
    if (applied) {
      changes.set(line.stack, applied);
    }
    options.onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) {
      createInterface({ input: stream }).on("line", take);
    }
  }
  return { changes, errors: () => errorLines(lines, unowned) };
}

/** From the first `Error:` of each stack on: Terraform's plan and progress before it only hide the cause. */
function errorLines(lines: readonly StackLine[], unowned: readonly string[]): readonly ErrorLine[] {
  const failing = new Set(lines.filter((line) => line.text.startsWith("Error:")).map((line) => line.stack));
  const result = [...failing].flatMap((stack) => {
    const own = lines.filter((line) => line.stack === stack);
    const start = own.findIndex(({ text }) => text.startsWith("Error:"));
    return own.slice(start, start + 30).filter(({ text }) => text !== "");
  });
  const last = unowned.filter((line) => line.trim()).slice(-20);
  return result.length > 0 ? result : last.map((text) => ({ text }));
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
