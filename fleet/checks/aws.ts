import { AwsError } from "../aws/errors.js";
import type { Check, Verdict } from "../check.js";
import { fixOf, problemOf } from "../problem.js";

/** Makes a check of what AWS says; what the operator may not see there is skipped, and nothing is said against it. */
export async function lookIntoAws(check: Verdict, look: () => Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    const hidden = error instanceof AwsError && error.reason === "forbidden";
    return hidden ? check.skipped(problemOf(error)) : check.failed(problemOf(error), fixOf(error));
  }
}
