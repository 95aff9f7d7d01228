import { expect, it } from "vitest";
import { adviceOn } from "../../../fleet/aws/advice.js";

const expired = "the AWS credentials have expired";
const unknown = "AWS does not know the credentials: they are wrong, deleted, or of another partition";
const none = "there are no AWS credentials";

it.each([
  ["ExpiredToken: The security token included in the request is expired", expired],
  ["ExpiredTokenException: The security token included in the request is expired", expired],
  ["RequestExpired: Request has expired.", expired],
  ["TokenProviderError: Token is expired. To refresh this SSO session run 'aws sso login'", expired],
  [
    "CredentialsProviderError: The SSO session associated with this profile has expired. To refresh this SSO session run 'aws sso login'",
    expired,
  ],
  ["TokenProviderError: The SSO session token associated with profile=p was not found or is invalid.", expired],
  ["CredentialsProviderError: Failed to load a token for session x, please re-authenticate using aws login", expired],
  ["CredentialsProviderError: Could not load credentials from any providers", none],
  ['Unable to locate credentials. You can configure credentials by running "aws configure".', none],
  ["UnrecognizedClientException: The security token included in the request is invalid.", unknown],
  ["InvalidClientTokenId: The security token included in the request is invalid.", unknown],
  ["AuthFailure: AWS was not able to validate the provided access credentials", unknown],
  ["SignatureDoesNotMatch: The request signature we calculated does not match", unknown],
  [
    "SignatureDoesNotMatch: Signature expired: 20261125T100000Z is now earlier than 20261125T110000Z",
    "the clock of this machine is wrong, and AWS takes no request of another time",
  ],
  ["The config profile (prod) could not be found", "the AWS profile is not in the configuration"],
  [
    "CredentialsProviderError: Profile p requires multi-factor authentication, but no MFA code callback was provided.",
    "the AWS profile asks for a code of a device, which is not asked for here",
  ],
  ["RegionDisabledException: STS is not activated in this region", "the region is not enabled in the account"],
  [
    "AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized to perform: eks:DescribeCluster on resource: x",
    "the AWS credentials may not eks:DescribeCluster",
  ],
  ["UnauthorizedOperation: You are not authorized to perform this operation.", "the AWS credentials may not do that"],
])("%s", (text, problem) => {
  expect(adviceOn(text, "")?.problem).toBe(problem);
});

it("is silent about what is no matter of credentials", () => {
  expect(adviceOn("ResourceNotFoundException: No cluster found for name: x.")).toBeUndefined();
  expect(
    adviceOn("Error: creating EC2 VPC: VpcLimitExceeded: The maximum number of VPCs has been reached."),
  ).toBeUndefined();
});
