import { adviceOn, wrongAccount } from "../fleet/aws/advice.js";

/** What Terraform, or a program that it runs, says when something outside of the file is wrong, and what to do. */
interface Cause {
  readonly says: RegExp;
  readonly fix: string;
}

/** Beside those that AWS itself tells. */
const causes: readonly Cause[] = [
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

/** What to do about errors of Terraform; undefined where their text does not tell. */
export function fixFor(errors: readonly string[]): string | undefined {
  // Terraform breaks lines where they get long, and draws a frame on the left.
  const text = errors.map((line) => line.replace(/^[\s│|]+/, "")).join(" ");
  return causes.find(({ says }) => says.test(text))?.fix ?? adviceOn(text)?.fix;
}
