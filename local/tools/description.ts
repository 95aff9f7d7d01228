import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { exists } from "../files.js";
import { patches } from "./patches.js";

/** A program that a Go module of ours builds. */
export interface ProgramSpec {
  /** Name of the binary in the cache. */
  readonly name: string;
  /** Go package of its `main`. */
  readonly package: string;
  /** Name that `go build` gives it. */
  readonly builtAs: string;
  /** Upstream version. */
  readonly version: string;
  /** Programs of a lower group are wanted, and so built, earlier. */
  readonly group: number;
}

/** How a program of ours assembles the argo-cd chart from what upstream's Go module holds. */
export interface ChartRecipe {
  readonly program: string;
  readonly module: string;
  /** Folder in the module. */
  readonly manifests: string;
  readonly appVersion: string;
}

/** What a Go module builds. */
export interface ToolchainDescription {
  readonly directory: string;
  /** Changes with anything that changes a binary. */
  readonly key: string;
  readonly ldflags: readonly string[];
  /** In the order they are built. */
  readonly programs: readonly ProgramSpec[];
  readonly chart?: ChartRecipe;
}

interface ProgramsFile {
  readonly ldflags: readonly string[];
  readonly programs: readonly ProgramSpec[];
  readonly chart?: ChartRecipe;
  readonly opentofu?: {
    readonly directory: string;
    readonly ldflags: readonly string[];
    readonly program: ProgramSpec;
  };
}

/**
 * Reads `programs.json` of a Go module: what its own toolchain builds, or OpenTofu's, a module of its own below it.
 *
 * Takes a few milliseconds: it is on the way of every command.
 */
export async function readDescription(
  directory: string,
  module: "main" | "opentofu" = "main",
): Promise<ToolchainDescription> {
  const file = JSON.parse(await readFile(join(directory, "programs.json"), "utf8")) as ProgramsFile;
  if (module === "main") return describe(directory, file);
  if (file.opentofu === undefined) throw new Error(`${directory}/programs.json describes no opentofu`);
  const { ldflags, program } = file.opentofu;
  return describe(join(directory, file.opentofu.directory), { ldflags, programs: [program] });
}

async function describe(directory: string, { ldflags, programs, chart }: ProgramsFile): Promise<ToolchainDescription> {
  const ordered = [...programs].sort((a, b) => a.group - b.group);
  const key = await keyOf(directory, JSON.stringify([ldflags, ordered, chart]));
  return { directory, key, ldflags, programs: ordered, ...(chart === undefined ? {} : { chart }) };
}

/** Hash over the module's files, our patches and the machine's kind: any of them makes another toolchain. */
async function keyOf(directory: string, recipe: string): Promise<string> {
  const hash = createHash("sha256").update(
    `${process.platform}/${process.arch}\n${JSON.stringify(patches)}\n${recipe}\n`,
  );
  for (const file of await filesOf(directory)) {
    hash
      .update(`${relative(directory, file).split(sep).join("/")}\0`)
      .update(await readFile(file))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/** Files of a module in a fixed order; a folder with a go.mod is a module of its own. What no binary is made from is left out. */
async function filesOf(directory: string): Promise<string[]> {
  const entries = (await readdir(directory, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !(await exists(join(path, "go.mod")))) files.push(...(await filesOf(path)));
    if (entry.isFile() && entry.name !== "programs.json" && !/(_test\.go|\.md)$/.test(entry.name)) files.push(path);
  }
  return files;
}
