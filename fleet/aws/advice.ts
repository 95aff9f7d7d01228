import type { AwsErrorReason } from "./errors.js";

/** What an error of AWS means to an operator, and what to do about it. */
export interface Advice {
  readonly reason: AwsErrorReason;
  readonly problem: string;
  readonly fix: string;
}

type Known = readonly [pattern: RegExp, problem: string, fix: Fix];

/** What to do; with a profile, ` --profile <name>`. */
type Fix = (profile: string) => string;

const choose: Fix = (profile) =>
  `aws sso login${profile} or aws configure${profile}, and AWS_PROFILE where it is not the default profile`;

/** In this order: what is said of expired credentials has words of the others too. */
const CREDENTIALS: readonly Known[] = [
  [
    /RequestTimeTooSkewed|Signature expired|Signature not yet current|not yet valid/i,
    "the clock of this machine is wrong, and AWS takes no request of another time",
    () => "set the clock (timedatectl shows it)",
  ],
  [
    /ExpiredToken|RequestExpired|token (included in the request )?(is|has) expired|session .{0,80}(has expired|is invalid)|session token .{0,200}(not found or is invalid)|please re-authenticate|refresh cached SSO token failed/i,
    "the AWS credentials have expired",
    (profile) => `log in again (aws sso login${profile}) or get new temporary credentials, then run this again`,
  ],
  [
    /profile .{0,200}(could not be found|was not found)|Could not resolve credentials using profile/i,
    "the AWS profile is not in the configuration",
    () => "set AWS_PROFILE to one that aws configure list-profiles shows",
  ],
  [
    /Could not load credentials|No valid credential sources|Unable to (find|locate) .{0,40}credentials/i,
    "there are no AWS credentials",
    choose,
  ],
  [
    /UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignature|SignatureDoesNotMatch|AuthFailure|MissingAuthenticationToken|IncompleteSignature/i,
    "AWS does not know the credentials: they are wrong, deleted, or of another partition",
    (profile) => `${choose(profile)}; aws sts get-caller-identity shows what they are`,
  ],
  [
    /multi-factor authentication/i,
    "the AWS profile asks for a code of a device, which is not asked for here",
    () => "use aws sso login, or put credentials of a session into the environment (aws configure export-credentials)",
  ],
  [
    /RegionDisabled|OptInRequired/i,
    "the region is not enabled in the account",
    () => "enable it (aws account enable-region), or correct region in the environment file",
  ],
];

/**
 * What is behind an error of AWS, told from the text of the SDK, the CLI or Terraform.
 *
 * Undefined for what is no matter of credentials or permissions. Nothing of the text is repeated but names of actions.
 */
export function adviceOn(text: string, profile = process.env["AWS_PROFILE"]): Advice | undefined {
  const [, problem, fix] = CREDENTIALS.find(([pattern]) => pattern.test(text)) ?? [];
  if (problem && fix) return { reason: "credentials", problem, fix: fix(profile ? ` --profile ${profile}` : "") };
  return /AccessDenied|UnauthorizedOperation|not authorized to perform/i.test(text) ? denied(text) : undefined;
}

/** Credentials of another account than the environment file says. */
export function wrongAccount(found: string, expected: string): Advice {
  return {
    reason: "credentials",
    problem: `the AWS credentials are of account ${found}, expected ${expected}`,
    fix: "use credentials of that account (AWS_PROFILE, aws sso login), or name a role of it as cluster.assumeRole",
  };
}

function denied(text: string): Advice {
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(text)?.[1];
  if (action === "sts:AssumeRole") {
    return {
      reason: "forbidden",
      problem: "the AWS credentials may not assume the role",
      fix: "check cluster.assumeRole, the role's trust policy, and that your own credentials may sts:AssumeRole it",
    };
  }
  return {
    reason: "forbidden",
    problem: action === undefined ? "the AWS credentials may not do that" : `the AWS credentials may not ${action}`,
    fix: "give that permission to the role that you use: `hubspoke iam` prints the policy that it needs",
  };
}
