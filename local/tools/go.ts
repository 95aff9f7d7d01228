import { execFile } from "node:child_process";
import { access, constants, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { noProxy } from "../child-environment.js";
import { LocalError, hasCode } from "../errors.js";
import { compareVersions } from "./version.js";

/** The Go that builds, with the environment it runs in. */
export interface Go {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const advice =
  "install Go from https://go.dev/dl/ (it is needed once, the programs are cached), " +
  "or use clusters that are there already: provider existing";

/** Finds Go and checks that it can build the module in `directory`. */
export async function findGo(directory: string, cacheRoot: string, environment: NodeJS.ProcessEnv): Promise<Go> {
  const needed = await requiredVersion(directory);
  const go = { version: "", environment: await goEnvironment(cacheRoot, environment) };
  try {
    // Inside the module: a Go that may download a newer one says that one's version, any other fails.
    const version = (await runGo(go, ["env", "GOVERSION"], directory)).trim().replace(/^go/, "");
    if (compareVersions(version, needed) < 0)
      throw new LocalError(`Go ${version} is too old, ${needed} or newer is needed; ${advice}`, 2);
    return { ...go, version };
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw new LocalError(`Go ${needed} or newer is needed and not on PATH; ${advice}`, 2);
    if (error instanceof LocalError && /requires go >=/.test(error.message)) {
      const running = /running go ([\d.]+)/.exec(error.message)?.[1] ?? "here";
      throw new LocalError(`Go ${running} is too old, ${needed} or newer is needed; ${advice}`, 2);
    }
    throw error;
  }
}

/** Runs a short Go command and gives its output. */
export async function runGo(go: Go, args: readonly string[], directory: string): Promise<string> {
  try {
    const options = { cwd: directory, env: go.environment, maxBuffer: 16 << 20 };
    return (await promisify(execFile)("go", args, options)).stdout;
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw error;
    const { stderr = "", stdout = "" } = error as { stderr?: string; stdout?: string };
    throw new LocalError(`go ${args.join(" ")} failed:\n${`${stderr}${stdout}`.trim()}`);
  }
}

/**
 * The operator's own environment, so that proxies and Go settings count, but for what would change the result.
 *
 * Go caches below HOME; where that is unset or cannot be written to it gets folders in our cache.
 */
async function goEnvironment(
  cacheRoot: string,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string | undefined>> {
  const home = environment["HOME"] ?? "";
  const writable = await access(home, constants.W_OK).then(
    () => true,
    () => false,
  );
  const caches = writable ? {} : { GOCACHE: join(cacheRoot, "go-build"), GOPATH: join(cacheRoot, "go") };
  return { ...caches, ...environment, ...noProxy(environment), CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" };
}

async function requiredVersion(directory: string): Promise<string> {
  return /^go (\S+)$/m.exec(await readFile(join(directory, "go.mod"), "utf8"))?.[1] ?? "1.21";
}
