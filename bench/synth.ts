import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "./benchmark.js";
import { COMPARISON_HEAD, compare, comparisonRows } from "./compare.js";
import { existingFleetFile } from "./fleet-file.js";
import { ENVIRONMENT, withProject } from "./project.js";
import { type NodeCommand, runNode } from "./run.js";
import { type Table, formatKilobytes } from "./table.js";

const SIZES = [10, 100, 1000];
const RUNS = 5;

/** Synth through the compiled entry, beside a plain program that writes the same bytes. */
export async function synth(context: Context): Promise<Table[]> {
  const tables: Table[] = [];
  for (const spokes of SIZES) {
    context.report(`synth of ${spokes} spokes`);
    const file = existingFleetFile(ENVIRONMENT, spokes);
    tables.push(await withProject(context.packageRoot, file, (project) => synthOf(context, spokes, project)));
  }
  return tables;
}

async function synthOf(context: Context, spokes: number, project: string): Promise<Table> {
  const [ours, plain] = ["out-hubspoke", "out-plain"].map((name) => join(project, name)) as [string, string];
  const packed = join(project, "packed.json");
  const writer = fileURLToPath(new URL("./plain-writer.js", import.meta.url));
  const synthCommand: NodeCommand = { args: [context.cli, "synth", ENVIRONMENT, "--out", ours], cwd: project };
  const plainCommand: NodeCommand = { args: [writer, packed, plain], cwd: project };

  await runNode({ ...synthCommand, signal: context.signal });
  const written = readTree(ours);
  writeFileSync(packed, JSON.stringify(written));
  await runNode({ ...plainCommand, signal: context.signal });
  requireSameFiles(written, readTree(plain));

  const empty = (folder: string) => () => rmSync(folder, { recursive: true, force: true });
  const measured = await compare(context, context.runs ?? RUNS, [
    { name: "`hubspoke synth`", command: synthCommand, before: empty(ours) },
    { name: "plain Node program", command: plainCommand, before: empty(plain) },
  ]);
  const contents = Object.values(written);
  const bytes = contents.reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  return {
    title: `synth, ${spokes} spokes`,
    caption:
      `A hub and ${spokes} spokes of provider \`existing\`, ${contents.length} files, ${formatKilobytes(bytes)}, into an empty folder. ` +
      "The plain program reads the same bytes from one file and writes them; ratios to it.",
    head: COMPARISON_HEAD,
    rows: comparisonRows(measured),
  };
}

/** Relative path to content, of every file below a folder. */
function readTree(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => join(root, path));
  const files = paths.filter((path) => statSync(path).isFile()).sort();
  return Object.fromEntries(files.map((path) => [relative(root, path), readFileSync(path, "utf8")]));
}

function requireSameFiles(expected: Record<string, string>, actual: Record<string, string>): void {
  if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    throw new Error("the plain program did not write what synth writes: the comparison would mean nothing");
  }
}
