import { expect, test } from "vitest";
import { messageFor } from "../../cli/failure.js";
import { fixFor } from "../../cli/terraform-fixes.js";
import { CdktfError } from "../../terraform/cdktf-error.js";

const expired = "log in again (aws sso login) or get new temporary credentials, then run this again";
const cli = "install the AWS CLI, version 2: clusters are reached with its `aws eks get-token`";

/** As the provider, the AWS SDK and Kubernetes' client word them. */
const said: readonly (readonly [string, string])[] = [
  ["api error ExpiredToken: The security token included in the request is expired", expired],
  [
    "Error: failed to refresh cached credentials, refresh cached SSO token failed, unable to refresh SSO token, operation error SSO OIDC: CreateToken",
    expired,
  ],
  [
    "Error: No valid credential sources found",
    "aws sso login or aws configure, and AWS_PROFILE where it is not the default profile",
  ],
  [
    "Error: AWS account ID not allowed: 444455556666",
    "use credentials of that account (AWS_PROFILE, aws sso login), or name a role of it as cluster.assumeRole",
  ],
  [
    "Error: Cannot assume IAM Role: api error AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: sts:AssumeRole",
    "check cluster.assumeRole, the role's trust policy, and that your own credentials may sts:AssumeRole it",
  ],
  ['Error: Get "https://x.eks.amazonaws.com/api/v1": getting credentials: exec: executable aws not found', cli],
  ['Kubernetes cluster unreachable: getting credentials: exec: "aws": executable file not found in $PATH', cli],
  [
    "Error: creating EC2 VPC: operation error EC2: CreateVpc, api error UnauthorizedOperation: You are not authorized",
    "give that permission to the role that you use: `hubspoke iam` prints the policy that it needs",
  ],
  [
    'Error: Get "https://x.eks.amazonaws.com/api/v1/namespaces/argocd": dial tcp 10.0.33.7:443: i/o timeout',
    "the API server is private: run this from a network that reaches it (a VPN, a runner in the VPC), or set proxyUrl",
  ],
];

test.each(said)("%s", (text, fix) => {
  expect(fixFor([text])).toBe(fix);
});

test("Terraform's frame and its broken lines are no hindrance", () => {
  const lines = [
    "│ Error: operation error STS: AssumeRole, api error",
    "│ ExpiredTokenException: The security token",
    "│ included in the request is expired",
  ];
  expect(fixFor(lines)).toBe(expired);
});

test("an error that tells nothing gets no advice", () => {
  expect(fixFor(["Error: creating EKS Cluster (prod-hub): InvalidParameterException"])).toBeUndefined();
  expect(fixFor([])).toBeUndefined();
});

test("what to do ends the message of a failed deploy", () => {
  const message = "cdktf deploy failed\n  prod-hub-cluster: Error: no";
  expect(messageFor(new CdktfError(message, [{ text: "Error: no" }]))).toBe(message);
  const errors = [{ stack: "prod-hub-cluster", text: "Error: AWS account ID not allowed: 1" }];
  expect(messageFor(new CdktfError(message, errors))).toBe(`${message}\n  fix: ${said[3]?.[1]}`);
});
