import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How Terraform is run over the state of one stack. */
export interface StateOptions {
  /** Terraform, or OpenTofu. */
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder for files that Terraform needs while it runs; they are removed again. */
  readonly directory: string;
  /** The stack's `terraform` block, with the place of its state: no provider is asked for. */
  readonly configuration: object;
  readonly signal?: AbortSignal;
}

/** A Terraform state, as far as a resource is looked for in it or added to it. */
export interface State {
  readonly version: number;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly StateResource[];
  readonly [field: string]: unknown;
}

export interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly instances: readonly unknown[];
}

/** The state of one stack, opened in its backend, under the backend's own locks. */
export interface OpenState {
  /** Undefined where there is none yet. */
  pull(): Promise<State | undefined>;
  push(state: State): Promise<void>;
}

/** Opens a stack's state by Terraform itself, so that every backend works and every lock counts. */
export async function withState<T>(options: StateOptions, work: (state: OpenState) => Promise<T>): Promise<T> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const directory = mkdtempSync(join(options.directory, "state-"));
  const run = (args: readonly string[], input = "") => terraform({ ...options, directory }, args, input);
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify(options.configuration), { mode: 0o600 });
    await run(["init", "-input=false", "-no-color"]);
    return await work({
      pull: async () => {
        const text = await run(["state", "pull"]);
        // A wrapper around Terraform may print lines of its own.
        const json = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
        return json === "" ? undefined : (JSON.parse(json) as State);
      },
      push: async (state) => void (await run(["state", "push", "-"], JSON.stringify(state))),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What it prints on stdout; its stderr is in the error, for a state is never printed there. */
function terraform(options: StateOptions, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.command, args, {
      cwd: options.directory,
      env: { ...options.environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      stdio: "pipe",
      signal: options.signal,
    });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`terraform ${args.slice(0, 2).join(" ")} failed\n${errors.trim()}`));
    });
    // It may end without reading all, which its exit code tells.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
