import { countProblems, formatProblem, type ConfigError, type Problem } from "../../config/errors.js";
import { writeStatus } from "../output.js";
import type { Locate } from "./files.js";
import { createFrames, type Frames } from "./frame.js";

/** Writes what is wrong with the files of a command, and what is risky in them, for a person. */
export function writeProblems(error: ConfigError, locate: Locate): void {
  writeStatus(problemsText(error, framesOfTerminal(locate)));
}

/** Writes what is risky in files that are taken; nothing where nothing is. */
export function writeWarnings(warnings: readonly Problem[], locate: Locate): void {
  if (warnings.length > 0) writeStatus(warningsText(warnings, framesOfTerminal(locate)));
}

/** Problems, then warnings, then how many there are of both. */
export function problemsText({ problems, warnings, crossFieldChecked }: ConfigError, frames: Frames): string {
  const count = countProblems(problems, warnings, crossFieldChecked);
  return [...blocks([...problems, ...warnings], frames), count].join("\n");
}

export function warningsText(warnings: readonly Problem[], frames: Frames): string {
  return [...blocks(warnings, frames), countProblems([], warnings, true)].join("\n");
}

/** Each problem with its lines; what was shown for the one before is not shown again. */
function blocks(problems: readonly Problem[], frames: Frames): readonly string[] {
  let last: string | undefined;
  return problems.map((problem) => {
    const frame = frames(problem);
    const isNew = frame !== undefined && frame !== last;
    last = frame;
    return isNew ? `${formatProblem(problem)}\n${frame}\n` : formatProblem(problem);
  });
}

/** Lines of the files beside their problems are for people: pipes and logs get the text alone. */
function framesOfTerminal(locate: Locate): Frames {
  if (!process.stderr.isTTY) return () => undefined;
  const colour = !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  return createFrames({ locate, colour, width: process.stderr.columns || 80 });
}
