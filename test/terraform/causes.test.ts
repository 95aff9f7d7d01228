import { expect, test } from "vitest";
import { fixesFor } from "../../terraform/causes.js";

/** As the provider, the AWS SDK and Kubernetes' client word them. */
const said: readonly (readonly [string, string])[] = [
  [
    "api error ExpiredToken: The security token included in the request is expired",
    "the AWS credentials have expired: get new ones (aws sso login), then run the same again, it goes on from here",
  ],
  [
    "Error: failed to refresh cached credentials, refresh cached SSO token failed, unable to refresh SSO token: refresh failed",
    "the AWS credentials have expired: get new ones (aws sso login), then run the same again, it goes on from here",
  ],
  [
    "Error: No valid credential sources found",
    "there are no AWS credentials: log in (aws sso login, or AWS_PROFILE), then run the same again",
  ],
  [
    "Error: AWS account ID not allowed: 444455556666",
    "the AWS credentials are of another account than the file's, and nothing was done with them: use those of its account, or its assumeRole",
  ],
  [
    "Error: Cannot assume IAM Role: api error AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: sts:AssumeRole",
    "the deploying role does not trust these credentials: see assumeRole, and docs/eks.md for its trust policy",
  ],
  [
    'Error: Get "https://x.eks.amazonaws.com/api/v1": getting credentials: exec: executable aws not found',
    "install the AWS CLI, version 2: the clusters are reached with its `aws eks get-token`",
  ],
  [
    'Kubernetes cluster unreachable: getting credentials: exec: "aws": executable file not found in $PATH',
    "install the AWS CLI, version 2: the clusters are reached with its `aws eks get-token`",
  ],
  [
    "Error: creating EC2 VPC: operation error EC2: CreateVpc, api error UnauthorizedOperation: You are not authorized",
    "the deploying role may not do this: `hubspoke iam` prints the policy that it needs",
  ],
  [
    'Error: Get "https://x.eks.amazonaws.com/api/v1/namespaces/argocd": dial tcp 10.0.33.7:443: i/o timeout',
    "the API server is private: run this from a network that reaches it (a VPN, a runner in the VPC), or set proxyUrl",
  ],
];

test.each(said)("%s", (text, fix) => {
  expect(fixesFor([text])).toEqual([`  fix: ${fix}`]);
});

test("Terraform's frame and its broken lines are no hindrance", () => {
  const lines = [
    "│ Error: operation error STS: AssumeRole, api error",
    "│ ExpiredTokenException: The security token",
    "│ included in the request is expired",
  ];
  expect(fixesFor(lines)).toHaveLength(1);
});

test("an error that tells nothing gets no advice", () => {
  expect(fixesFor(["Error: creating EKS Cluster (prod-hub): InvalidParameterException"])).toEqual([]);
  expect(fixesFor([])).toEqual([]);
});
