import { policyJson } from "../../constructs/aws/policy.js";
import type { Statement } from "./merge.js";

/**
 * Characters that a policy may have; IAM does not count spaces.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxLength = 6_144;

/** Splits statements over as few policies as they fit in, in their order. */
export function splitStatements(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const policies: Statement[][] = [];
  for (const statement of statements.flatMap(halve)) {
    const last = policies.at(-1);
    if (last !== undefined && policyJson([...last, statement]).length <= maxLength) last.push(statement);
    else policies.push([statement]);
  }
  return policies;
}

/** A statement that is too long for any policy becomes two, each with half of its resources or of its actions. */
function halve(statement: Statement): readonly Statement[] {
  if (policyJson([statement]).length <= maxLength) return [statement];
  const longer = statement.Resource.length > statement.Action.length ? "Resource" : "Action";
  const all = statement[longer];
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)].flatMap((part) => halve({ ...statement, [longer]: part }));
}
