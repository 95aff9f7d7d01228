import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "./benchmark.js";
import { COMPARISON_HEAD, compare, comparisonRows, type Measured } from "./compare.js";
import { existingFleetFile } from "./fleet-file.js";
import { ENVIRONMENT, withProject } from "./project.js";
import { type NodeCommand, runNode } from "./run.js";
import { summarize } from "./statistics.js";
import { TIME_HEAD, type Table, formatMegabytes, formatRatio, formatSeconds, timeCells } from "./table.js";

const RUNS = 20;
const FLEET_RUNS = 7;
const SIZES = [1000, 10_000];

/** What a user waits for at every edit: validate, also of a large fleet, and the first byte of what only explains. */
export async function validate(context: Context): Promise<Table[]> {
  return [await smallest(context), ...(await fleets(context)), await firstBytes(context)];
}

async function smallest(context: Context): Promise<Table> {
  const cwd = context.packageRoot;
  const measured = await compare(context, context.runs ?? RUNS, [
    { name: "`hubspoke validate local`", command: { args: [context.cli, "validate", "local"], cwd } },
    { name: "`hubspoke --version`", command: { args: [context.cli, "--version"], cwd } },
    { name: "`node -e 0`", command: { args: ["-e", "0"], cwd } },
  ]);
  return {
    title: "validate",
    caption: "Start to end of the process, beside a Node that does nothing; ratios to the last row.",
    head: COMPARISON_HEAD,
    rows: comparisonRows(measured),
  };
}

async function fleets(context: Context): Promise<Table[]> {
  const tables: Table[] = [];
  const times: Measured[] = [];
  for (const spokes of SIZES) {
    context.report(`validate of ${spokes} spokes`);
    const file = existingFleetFile(ENVIRONMENT, spokes);
    const measured = await withProject(context.packageRoot, file, (project) => fleet(context, project));
    times.push(...measured.slice(0, 1));
    tables.push({
      title: `validate, ${spokes} spokes`,
      caption:
        "A hub and spokes of provider `existing`, beside a program that only parses the same YAML; ratios to it.",
      head: COMPARISON_HEAD,
      rows: comparisonRows(measured),
    });
  }
  return [...tables, growth(times)];
}

function fleet(context: Context, project: string): Promise<readonly Measured[]> {
  const parser = fileURLToPath(new URL("./plain-parser.js", import.meta.url));
  const file = join(project, "environments", `${ENVIRONMENT}.yaml`);
  return compare(context, context.runs ?? FLEET_RUNS, [
    { name: "`hubspoke validate`", command: { args: [context.cli, "validate"], cwd: project } },
    { name: "plain YAML parser", command: { args: [parser, file], cwd: project } },
  ]);
}

function growth(measured: readonly Measured[]): Table {
  const factor = SIZES.reduce((small, large) => large / small);
  return {
    title: "validate, growth",
    caption: `How much more ${SIZES[1]} spokes take than ${SIZES[0]}; ${factor} x would be linear without a start.`,
    head: ["what", ...SIZES.map(String), "ratio"],
    rows: [
      growthRow(
        "time",
        measured.map(({ milliseconds }) => milliseconds.median),
        formatSeconds,
      ),
      growthRow(
        "peak memory",
        measured.map(({ peak }) => peak),
        formatMegabytes,
      ),
    ],
  };
}

function growthRow(what: string, values: readonly number[], format: (value: number) => string): string[] {
  return [what, ...values.map(format), formatRatio(values.reduce((small, large) => large / small))];
}

/** Time to the first byte on stdout, where a person reads while the rest comes. */
async function firstBytes(context: Context): Promise<Table> {
  const cwd = context.packageRoot;
  const subjects: readonly { readonly name: string; readonly command: NodeCommand }[] = [
    { name: "`hubspoke --help`", command: { args: [context.cli, "--help"], cwd } },
    { name: "`hubspoke explain`", command: { args: [context.cli, "explain"], cwd } },
    {
      name: "`hubspoke explain spokes.registration`",
      command: { args: [context.cli, "explain", "spokes.registration"], cwd },
    },
    { name: "`node -p 0`", command: { args: ["-p", "0"], cwd } },
  ];
  const times = subjects.map((): number[] => []);
  for (let run = 0; run <= (context.runs ?? RUNS); run++) {
    for (const [index, { command }] of subjects.entries()) {
      const { firstByte } = await runNode({ ...command, signal: context.signal });
      // The first round warms the file cache.
      if (run > 0) times[index]?.push(firstByte ?? NaN);
    }
  }
  const floor = summarize(times.at(-1) ?? []).median;
  return {
    title: "first byte",
    caption: "Start of the process to the first byte on stdout; ratios to the last row.",
    head: ["what", ...TIME_HEAD, "time ratio"],
    rows: subjects.map(({ name }, index) => {
      const summary = summarize(times[index] ?? []);
      return [name, ...timeCells(summary), formatRatio(summary.median / floor)];
    }),
  };
}
