import type { Context } from "./benchmark.js";
import { COMPARISON_HEAD, compare, comparisonRows } from "./compare.js";
import type { Table } from "./table.js";

const RUNS = 20;

/** What a user waits for before the first problem shows: nearly all of it is start-up. */
export async function validate(context: Context): Promise<Table[]> {
  const cwd = context.packageRoot;
  const measured = await compare(context, context.runs ?? RUNS, [
    { name: "`hubspoke validate local`", command: { args: [context.cli, "validate", "local"], cwd } },
    { name: "`hubspoke --version`", command: { args: [context.cli, "--version"], cwd } },
    { name: "`node -e 0`", command: { args: ["-e", "0"], cwd } },
  ]);
  return [
    {
      title: "validate",
      caption: "Start to end of the process, beside a Node that does nothing; ratios to the last row.",
      head: COMPARISON_HEAD,
      rows: comparisonRows(measured),
    },
  ];
}
