/** A line of progress, and when it came. */
export interface TimedLine {
  readonly line: string;
  readonly milliseconds: number;
}

/** Milliseconds from the start of `up` to the first and to the last line about a step. Steps may overlap. */
export interface StepTimes {
  readonly step: string;
  readonly first: number;
  readonly last: number;
}

/** When `up` was at which step, read from its progress lines: `[4/6] 0:17 deploy: ...`. */
export function stepTimes(lines: readonly TimedLine[]): StepTimes[] {
  const steps = new Map<string, StepTimes>();
  for (const { line, milliseconds } of lines) {
    const step = /^\[\d+\/\d+\] [\d:]+ ([a-z]+): /.exec(line)?.[1];
    if (step !== undefined) {
      steps.set(step, { step, first: steps.get(step)?.first ?? milliseconds, last: milliseconds });
    }
  }
  return [...steps.values()];
}
