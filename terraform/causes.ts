/** What Terraform, or a program that it runs, says when something outside of the file is wrong, and what to do. */
interface Cause {
  readonly says: RegExp;
  readonly fix: string;
}

/** The first that fits an error is told. */
const causes: readonly Cause[] = [
  {
    // Of a session, of a profile with SSO, and of a web identity.
    says: /ExpiredToken|security token included in the request is expired|(SSO session|token) (has|is) expired|refresh failed/i,
    fix: "the AWS credentials have expired: get new ones (aws sso login), then run the same again, it goes on from here",
  },
  {
    says: /No valid credential sources found|NoCredentialProviders|Unable to locate credentials/,
    fix: "there are no AWS credentials: log in (aws sso login, or AWS_PROFILE), then run the same again",
  },
  {
    says: /AWS account ID not allowed|Account ID not allowed/i,
    fix: "the AWS credentials are of another account than the file's, and nothing was done with them: use those of its account, or its assumeRole",
  },
  {
    says: /Cannot assume IAM Role|not authorized to perform: sts:AssumeRole/,
    fix: "the deploying role does not trust these credentials: see assumeRole, and docs/eks.md for its trust policy",
  },
  {
    says: /exec(utable)?:? "?aws"?:? (executable file )?not found|executable aws not found/,
    fix: "install the AWS CLI, version 2: the clusters are reached with its `aws eks get-token`",
  },
  {
    says: /AccessDenied|UnauthorizedOperation|is not authorized to perform/,
    fix: "the deploying role may not do this: `hubspoke iam` prints the policy that it needs",
  },
  {
    says: /dial tcp (10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)[^ ]*: (i\/o timeout|connect: no route to host)/,
    fix: "the API server is private: run this from a network that reaches it (a VPN, a runner in the VPC), or set proxyUrl",
  },
];

/** What to do about an error of Terraform, where its text tells; each once. */
export function fixesFor(errors: readonly string[]): readonly string[] {
  // Terraform breaks lines where they get long, and draws a frame on the left.
  const text = errors.map((line) => line.replace(/^[\s│|]+/, "")).join(" ");
  const first = causes.find(({ says }) => says.test(text));
  return first === undefined ? [] : [`  fix: ${first.fix}`];
}
