import { adviceOn, wrongAccount } from "../fleet/aws/advice.js";
import type { ErrorLine } from "../terraform/cdktf-error.js";
import { kubernetesCauses, type Cause } from "./kubernetes-fixes.js";

/** Beside those that AWS itself tells. */
const causes: readonly Cause[] = [
  ...kubernetesCauses,
  { says: /AWS account ID not allowed/i, fix: wrongAccount("another", "the file's").fix },
  {
    says: /exec(utable)?:? "?aws"?:? (executable file )?not found/,
    fix: "install the AWS CLI, version 2: clusters are reached with its `aws eks get-token`",
  },
  {
    says: /dial tcp (10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)[^ ]*: (i\/o timeout|connect: no route to host)/,
    fix: "the API server is private: run this from a network that reaches it (a VPN, a runner in the VPC), or set proxyUrl",
  },
];

/** What to do about the errors of a deploy, a line for each stack; one for all where that helps with all of them. */
export function fixesFor(errors: readonly ErrorLine[]): readonly string[] {
  const stacks = [...new Set(errors.map(({ stack }) => stack))];
  const fixes = stacks.map((stack) => fixFor(errors.filter((line) => line.stack === stack).map(({ text }) => text)));
  if (new Set(fixes).size === 1) return fixes[0] === undefined ? [] : [`fix: ${fixes[0]}`];
  return stacks.flatMap((stack, index) => (fixes[index] === undefined ? [] : [`fix: ${stack}: ${fixes[index]}`]));
}

/** What to do about errors of Terraform; undefined where their text does not tell. */
export function fixFor(errors: readonly string[]): string | undefined {
  // Terraform breaks lines where they get long, and draws a frame on the left.
  const text = errors.map((line) => line.replace(/^[\s│|]+/, "")).join(" ");
  const cause = causes.find(({ says }) => says.test(text));
  const match = cause?.says.exec(text);
  if (cause === undefined || !match) return adviceOn(text)?.fix;
  return cause.fix.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
}
