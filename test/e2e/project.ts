import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const REPOSITORY = resolve(import.meta.dirname, "../..");
/** The compiled command line, for tests that run it through another program. */
export const CLI = join(REPOSITORY, "dist", "cli", "index.js");

/** The kubeconfig of a project's imaginary user, which is not there at first. */
export const USER_KUBECONFIG = "my kubeconfig";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order they came: what a person saw. */
  readonly output: string;
}

export interface RunOptions {
  /** Added to our own environment; undefined takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
  /** In a process group of its own, which a test can signal as a terminal's Ctrl-C does. */
  readonly group?: boolean;
  /** Told the process and each line of output as it comes. */
  readonly onOutput?: (text: string, pid: number) => void;
}

/** A user's project in a folder of its own, with a name that trips whoever forgets to quote. */
export interface Project {
  readonly directory: string;
  /** The environment file, which tests rewrite. */
  readonly file: string;
  /** `hubspoke <args>` in the project. */
  hubspoke(args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Any other program in the project. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
  read(path: string): string;
  remove(): void;
}

/** A project with a `main.ts` of two lines, an environment file, and this package installed as a link. */
export function createProject(environmentFile: string): Project {
  const directory = mkdtempSync(join(tmpdir(), "hubspoke prüfung-"));
  const file = join(directory, "environments", "local.yaml");
  mkdirSync(join(directory, "environments"));
  mkdirSync(join(directory, "node_modules"));
  for (const name of ["tsx", "cdktf-cli", ".bin"]) {
    symlinkSync(join(REPOSITORY, "node_modules", name), join(directory, "node_modules", name));
  }
  symlinkSync(REPOSITORY, join(directory, "node_modules", "hubspoke"));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(directory, "main.ts"), 'import { synthesize } from "hubspoke";\nsynthesize();\n');
  writeFileSync(file, environmentFile);
  cpSync(join(REPOSITORY, "gitops"), join(directory, "gitops"), { recursive: true });
  return openProject(directory);
}

/** What can be done in the folder of a project, with the command line at `cli`. */
export function openProject(directory: string, cli = CLI): Project {
  const run: Project["run"] = (command, args, options) => runProgram(directory, [command, ...args], options);
  return {
    directory,
    file: join(directory, "environments", "local.yaml"),
    run,
    hubspoke: (args, options) => run(process.execPath, [cli, ...args], options),
    read: (path) => readFileSync(join(directory, path), "utf8"),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function runProgram(
  cwd: string,
  [command = "", ...args]: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return new Promise((done, reject) => {
    const child = spawn(command, args, {
      cwd,
      // `down` takes its contexts out of the user's kubeconfig: that of whoever runs the tests is not ours to touch.
      env: { ...process.env, KUBECONFIG: join(cwd, USER_KUBECONFIG), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: options.group ?? false,
    });
    const streams = { stdout: "", stderr: "" };
    let output = "";
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        streams[name] += text;
        output += text;
        options.onOutput?.(text, child.pid ?? 0);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => done({ ...streams, code, output }));
  });
}

/** An environment of local clusters on ports of its own, so that it can run beside a developer's. */
export function localEnvironment(
  firstPort: number,
  spokes: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): string {
  const spoke = (name: string, index: number) =>
    [
      `  - name: ${name}`,
      `    cluster: { provider: local, port: ${firstPort + 10 * (index + 1)} }`,
      `    labels: { tier: gold, region: eu }`,
      extra[name] ?? "",
    ]
      .filter(Boolean)
      .join("\n");
  return [
    "apiVersion: hubspoke/v1",
    "name: local",
    "hub:",
    "  name: hub",
    `  cluster: { provider: local, port: ${firstPort} }`,
    "spokes:",
    ...spokes.map(spoke),
    "",
  ].join("\n");
}
