import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "../../local/cache.js";
import { exists } from "../../local/files.js";
import { withLock } from "../../local/lock.js";
import { REPOSITORY } from "./project.js";

const run = promisify(execFile);
const requirements = join(REPOSITORY, "test", "requirements.txt");

/**
 * Path of a program of test/requirements.txt: `moto_server`, `checkov` or `aws`.
 *
 * The first call on a machine installs them all, which takes a minute or two; any other finds them in the cache.
 */
export async function pythonTool(name: "moto_server" | "checkov" | "aws"): Promise<string> {
  const folder = join(await cacheDirectory(process.env), "python", await key());
  if (!(await exists(installed(folder)))) await withLock(lockOf(folder), () => install(folder));
  return join(folder, "bin", name);
}

/** Another Python, or other versions of anything, is another environment. */
async function key(): Promise<string> {
  const [{ stdout: version }, pinned] = await Promise.all([python(["--version"]), readFile(requirements)]);
  return createHash("sha256").update(version).update(pinned).digest("hex").slice(0, 16);
}

function lockOf(folder: string) {
  const command = "the tests";
  return { path: `${folder}.lock.json`, what: "the Python environment of the tests", command, onWait: () => {} };
}

/** Written last: an environment without it is half of one. */
function installed(folder: string): string {
  return join(folder, "installed");
}

async function install(folder: string): Promise<void> {
  if (await exists(installed(folder))) return; // whoever held the lock before us did it
  await rm(folder, { recursive: true, force: true });
  await python(["-m", "venv", folder]);
  const options = ["--quiet", "--no-input", "--disable-pip-version-check"];
  await run(join(folder, "bin", "pip"), ["install", ...options, "--requirement", requirements]);
  await writeFile(installed(folder), "");
}

async function python(args: readonly string[]): Promise<{ stdout: string }> {
  try {
    return await run("python3", args);
  } catch (error) {
    const { message, stdout = "" } = error as { message: string; stdout?: string };
    throw new Error(`this test needs Python 3.11 or newer, with its venv module, on PATH: ${message} ${stdout}`);
  }
}
