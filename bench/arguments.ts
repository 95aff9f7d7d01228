import { parseArgs } from "node:util";

export interface BenchArguments {
  readonly names: readonly string[];
  /** Counted runs of each thing, where not the benchmark's own number. */
  readonly runs?: number;
  /** Spokes of the fleet that is registered. */
  readonly spokes: number;
}

/** Which benchmarks to run; without names all but those that run only when named. */
export function parseBenchArguments(
  args: readonly string[],
  known: readonly string[],
  unlessNamed: readonly string[],
): BenchArguments | { problem: string } {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { runs: { type: "string" }, spokes: { type: "string", default: "8" } },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const { positionals, values } = parsed;
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return { problem: `unknown benchmark "${unknown}", expected: ${known.join(", ")}` };
  }
  const wrong = (["runs", "spokes"] as const).find(
    (name) => values[name] !== undefined && !/^[1-9]\d*$/.test(values[name]),
  );
  if (wrong) {
    return { problem: `--${wrong} "${values[wrong]}", expected a whole number from 1 on` };
  }
  const names = positionals.length > 0 ? positionals : known.filter((name) => !unlessNamed.includes(name));
  return { names, spokes: Number(values.spokes), ...(values.runs !== undefined && { runs: Number(values.runs) }) };
}
