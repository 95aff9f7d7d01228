import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openAws } from "../../../fleet/aws/credentials.js";
import { AwsError } from "../../../fleet/aws/errors.js";
import { temporaryFolder } from "../support.js";
import { startAws, stubCredentials } from "./fake-aws.js";

const place = { region: "eu-west-1", account: "111122223333" };
const role = "arn:aws:iam::444455556666:role/hubspoke";

async function refusal(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.catch((thrown: unknown) => thrown);
  if (error instanceof AwsError) return error.message;
  throw error instanceof Error ? error : new Error("it was not refused");
}

describe("an account is opened", () => {
  it("with the operator's own credentials", async () => {
    const aws = await startAws();
    expect((await openAws(place)).region).toBe("eu-west-1");
    expect(aws.calls).toEqual(["sts:GetCallerIdentity"]);
  });

  it("through a role of it", async () => {
    const aws = await startAws();
    await openAws({ ...place, account: "444455556666", assumeRole: role });
    expect(aws.calls).toEqual(["sts:AssumeRole", "sts:GetCallerIdentity"]);
  });
});

describe("an account is not opened", () => {
  it("with credentials of another", async () => {
    const aws = await startAws();
    aws.account = "999900001111";
    expect(await refusal(openAws(place))).toBe(
      "the AWS credentials are of account 999900001111, expected 111122223333\n" +
        "  fix: use credentials of that account (AWS_PROFILE, aws sso login), or name a role of it as cluster.assumeRole",
    );
    expect(aws.calls).toEqual(["sts:GetCallerIdentity"]);
  });

  it("with expired credentials", async () => {
    const aws = await startAws();
    aws.fail = () => ({
      status: 403,
      code: "ExpiredToken",
      message: "The security token included in the request is expired",
    });
    expect(await refusal(openAws(place))).toBe(
      "sts:GetCallerIdentity: the AWS credentials have expired\n" +
        "  fix: log in again (aws sso login) or get new temporary credentials, then run this again",
    );
  });

  it("through a role that the credentials may not assume", async () => {
    const aws = await startAws();
    const message = `User: arn:aws:iam::111122223333:user/ada is not authorized to perform: sts:AssumeRole on resource: ${role}`;
    aws.fail = (action) => (action === "sts:AssumeRole" ? { status: 403, code: "AccessDenied", message } : undefined);
    expect(await refusal(openAws({ ...place, assumeRole: role }))).toBe(
      "sts:AssumeRole: the AWS credentials may not assume the role\n" +
        "  fix: check cluster.assumeRole, the role's trust policy, and that your own credentials may sts:AssumeRole it",
    );
  });

  it("without any credentials", async () => {
    stubCredentials("http://127.0.0.1:9");
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
    expect(await refusal(openAws(place))).toBe(
      "sts:GetCallerIdentity: there are no AWS credentials\n" +
        "  fix: aws sso login or aws configure, and AWS_PROFILE where it is not the default profile",
    );
  });

  it("with a profile that is not there, or whose SSO session is over", async () => {
    stubCredentials("http://127.0.0.1:9");
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
    const folder = await temporaryFolder();
    const file = path.join(folder, "config");
    await writeFile(
      file,
      "[profile sso]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\nregion = eu-west-1\n" +
        "[sso-session s]\nsso_start_url = https://example.com/start\nsso_region = eu-west-1\n",
    );
    vi.stubEnv("AWS_CONFIG_FILE", file);
    vi.stubEnv("HOME", folder);
    vi.stubEnv("AWS_PROFILE", "prod");
    expect(await refusal(openAws(place))).toBe(
      "sts:GetCallerIdentity: there are no AWS credentials\n" +
        "  fix: aws sso login --profile prod or aws configure --profile prod, and AWS_PROFILE where it is not the default profile",
    );
    vi.stubEnv("AWS_PROFILE", "sso");
    expect(await refusal(openAws(place))).toBe(
      "sts:GetCallerIdentity: the AWS credentials have expired\n" +
        "  fix: log in again (aws sso login --profile sso) or get new temporary credentials, then run this again",
    );
  });

  it("where nothing answers, or AWS_CA_BUNDLE is not there", async () => {
    stubCredentials("http://127.0.0.1:9");
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    expect(await refusal(openAws(place))).toBe(
      "sts:GetCallerIdentity: AWS does not answer: connection refused\n  fix: check the region, the network and HTTPS_PROXY",
    );
    vi.stubEnv("AWS_CA_BUNDLE", "/no/bundle.pem");
    expect(await refusal(openAws(place))).toBe(
      "AWS_CA_BUNDLE: /no/bundle.pem cannot be read: ENOENT\n  fix: correct or unset it",
    );
  });
});
