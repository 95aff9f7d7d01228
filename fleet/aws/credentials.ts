import { readFile } from "node:fs/promises";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { agentFor, proxyFor } from "../proxy.js";
import { wrongAccount } from "./advice.js";
import { ask, AwsError } from "./errors.js";

/** Where in AWS something is, and how an operator gets there. */
export interface AwsPlace {
  readonly region: string;
  /** Id of the account. */
  readonly account: string;
  /**
   * ARN of the role through which the account is reached.
   *
   * @default - the operator's own credentials
   */
  readonly assumeRole?: string;
}

/** What every client of the SDK is made with. */
export type AwsClientConfig = Required<Pick<STSClientConfig, "region" | "credentials" | "requestHandler">>;

/**
 * Opens an account as Terraform does: environment, profiles, SSO or instance role, then `assumeRole`.
 *
 * Whose credentials they are is asked before anything else, so that nothing is ever looked for in another account.
 *
 * @throws AwsError
 */
export async function openAws(place: AwsPlace): Promise<AwsClientConfig> {
  const config = await openUnchecked(place);
  const found = await accountOf(new STSClient(config));
  if (found !== place.account) {
    const { reason, problem, fix } = wrongAccount(found, place.account);
    throw new AwsError(reason, problem, fix);
  }
  return config;
}

/** Opens whatever account an operator's own credentials are of. */
export async function openOwnAccount(
  region: string,
): Promise<{ readonly account: string; readonly config: AwsClientConfig }> {
  const config = await openUnchecked({ region });
  return { account: await accountOf(new STSClient(config)), config };
}

/** The credentials that there are, then `assumeRole`; nobody asks of which account they are. */
export async function openUnchecked({ region, assumeRole }: Omit<AwsPlace, "account">): Promise<AwsClientConfig> {
  silenceNodeWarning();
  const requestHandler = await handlerFor(region);
  const own = new STSClient({ region, requestHandler });
  const credentials = assumeRole === undefined ? own.config.credentials : become(own, assumeRole);
  return {
    region,
    requestHandler,
    credentials: new STSClient({ region, requestHandler, credentials }).config.credentials,
  };
}

async function accountOf(sts: STSClient): Promise<string> {
  const { Account = "" } = await ask("sts:GetCallerIdentity", () => sts.send(new GetCallerIdentityCommand({})));
  return Account;
}

/** Credentials of a role; clients ask again when they are about to expire. */
function become(own: STSClient, roleArn: string) {
  return async () => {
    const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "hubspoke" });
    const { Credentials } = await ask("sts:AssumeRole", () => own.send(command));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken, Expiration } = Credentials ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
}

/** The version of the SDK is ours to choose, so what later ones will need of Node is nothing to tell a user. */
function silenceNodeWarning(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}

/** The SDK knows neither proxies nor AWS_CA_BUNDLE, which Terraform and the AWS CLI go by. */
async function handlerFor(region: string): Promise<AwsClientConfig["requestHandler"]> {
  const url = `https://sts.${region}.amazonaws.com`;
  const httpsAgent = await agentFor(url, proxyFor(url, undefined, process.env), { ca: await caBundle() });
  return { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true, httpsAgent };
}

async function caBundle(): Promise<string | undefined> {
  const file = process.env["AWS_CA_BUNDLE"];
  if (!file) return undefined;
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new AwsError("credentials", `AWS_CA_BUNDLE: ${file} cannot be read: ${error.code}`, "correct or unset it");
  });
}
