import { ConfigError, type Problem } from "../../config/errors.js";
import { checkText } from "../../config/load.js";
import type { Topology } from "../../config/topology.js";
import { UsageError } from "../output.js";
import type { Taken } from "./entries.js";
import type { LeftOut } from "./look.js";

/** A text that is valid, and what it is of. */
export interface Checked {
  readonly text: string;
  readonly topology: Topology;
  readonly taken: readonly Taken[];
  /** What the format refuses. */
  readonly left: readonly LeftOut[];
}

/**
 * Finds the text that is valid: a spoke that the format refuses as it was found is left out, with its words.
 *
 * @throws UsageError for a name that no environment may have
 */
export function checkedText(file: string, all: readonly Taken[], textOf: (taken: readonly Taken[]) => string): Checked {
  const left: LeftOut[] = [];
  for (let taken = all; ;) {
    const text = textOf(taken);
    const checked = check(file, text);
    if ("topology" in checked) return { text, topology: checked.topology, taken, left };
    const { problems } = checked;
    const refused = new Map(problems.map((problem) => [spokeAt(problem), problem]));
    const kept = taken.filter((_, index) => !refused.has(index));
    if (kept.length === taken.length) throw complaint(problems);
    taken.forEach(({ seen: { secret } }, index) => {
      const problem = refused.get(index);
      if (problem !== undefined) left.push({ secret, ...describe(problem) });
    });
    taken = kept;
  }
}

type Outcome = { readonly topology: Topology } | { readonly problems: readonly Problem[] };

function check(file: string, text: string): Outcome {
  try {
    return { topology: checkText(file, text).topology };
  } catch (error) {
    if (error instanceof ConfigError) return { problems: error.problems };
    throw error;
  }
}

function spokeAt({ path }: Problem): number | undefined {
  const index = /^spokes\[(\d+)\]/.exec(path)?.[1];
  return index === undefined ? undefined : Number(index);
}

function describe({ path, message, fix }: Problem): Omit<LeftOut, "secret"> {
  const field = path.replace(/^spokes\[\d+\]\.?/, "");
  return { reason: `${field === "" ? "" : `${field}: `}${message}`, ...(fix !== undefined && { fix }) };
}

function complaint(problems: readonly Problem[]): Error {
  const name = problems.find(({ path }) => path === "name");
  if (name !== undefined) return new UsageError(`--name: ${name.message}${name.fix ? `\n  fix: ${name.fix}` : ""}`);
  return new UsageError(
    [
      "nothing was written: what was found makes no environment",
      ...problems.map(({ path, message }) => `  ${path}: ${message}`),
    ].join("\n"),
  );
}
