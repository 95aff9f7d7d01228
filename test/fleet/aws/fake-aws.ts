import http from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";
import { cleanUp } from "../support.js";

/** What AWS answers instead. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** STS, IAM and EKS of all accounts and regions, as far as an operator's commands ask them. */
export interface FakeAws {
  readonly url: string;
  /** Every request, as IAM names its action. */
  readonly calls: string[];
  /** Account of the operator's own credentials; those of a role are of the role's. */
  account: string;
  /** EKS clusters by name, with EKS's fields. */
  clusters: Record<string, object>;
  /** Access entries by the ARN of their principal. */
  accessEntries: Record<string, object>;
  /** Policies of access entries. */
  accessPolicies: Record<string, object[]>;
  /** EKS Pod Identity: ARNs of roles by the ServiceAccount that has them. */
  podIdentities: Record<string, string>;
  /** Argo CD as an EKS capability. */
  capability?: object;
  /** Trust policies of IAM roles, by the name of the role. */
  roles: Record<string, object>;
  fail: (action: string) => Failure | undefined;
}

/** Answers as AWS, to clients of this process that are made while the test runs. */
export async function startAws(): Promise<FakeAws> {
  const aws: FakeAws = {
    url: "",
    calls: [],
    account: "111122223333",
    clusters: {},
    accessEntries: {},
    accessPolicies: {},
    podIdentities: {},
    roles: {},
    fail: () => undefined,
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(aws, request, response, Buffer.concat(chunks).toString("utf8")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp(() => {
    server.closeAllConnections();
    server.close();
    vi.unstubAllEnvs();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stubCredentials(url);
  return Object.assign(aws, { url });
}

/** Nothing of the machine's own configuration is read. */
export function stubCredentials(url: string): void {
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "AKIDOWN",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/no/aws/config",
    AWS_SHARED_CREDENTIALS_FILE: "/no/aws/credentials",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS"])
    vi.stubEnv(name, undefined);
}

function answer(aws: FakeAws, request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
  const form = new URLSearchParams(body);
  const isQuery = form.has("Action");
  const action = isQuery ? queryAction(form) : eksAction(request.url ?? "");
  aws.calls.push(action);
  const failure = aws.fail(action);
  if (failure) return refuse(response, failure, isQuery);
  if (isQuery) return answerQuery(aws, request, response, form);
  answerEks(aws, response, decodeURIComponent(request.url ?? ""));
}

function queryAction(form: URLSearchParams): string {
  const service = form.get("Version") === "2010-05-08" ? "iam" : "sts";
  return `${service}:${form.get("Action")}`;
}

function eksAction(path: string): string {
  if (path.endsWith("/access-policies")) return "eks:ListAssociatedAccessPolicies";
  if (path.includes("/access-entries/")) return "eks:DescribeAccessEntry";
  if (/\/pod-identity-associations\/[^?]/.test(path)) return "eks:DescribePodIdentityAssociation";
  if (path.includes("/pod-identity-associations")) return "eks:ListPodIdentityAssociations";
  if (path.includes("/capabilities/")) return "eks:DescribeCapability";
  return /^\/clusters\/[^/?]+$/.test(path) ? "eks:DescribeCluster" : "eks:ListClusters";
}

function refuse(response: http.ServerResponse, { status, code, message }: Failure, isQuery: boolean): void {
  response.statusCode = status;
  if (isQuery) {
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
    return;
  }
  response.setHeader("x-amzn-errortype", code);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ message }));
}

function answerQuery(
  aws: FakeAws,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  form: URLSearchParams,
): void {
  const action = form.get("Action") ?? "";
  const result = action === "GetRole" ? roleAnswer(aws, form.get("RoleName") ?? "") : stsAnswer(aws, request, form);
  if (result === undefined)
    return refuse(response, { status: 404, code: "NoSuchEntity", message: "no such role" }, true);
  response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
}

/** The fake hands out the account of a role as the key of its credentials. */
function stsAnswer(aws: FakeAws, request: http.IncomingMessage, form: URLSearchParams): string {
  if (form.get("Action") === "GetCallerIdentity") {
    const account = /Credential=ASSUMED(\d+)/.exec(request.headers.authorization ?? "")?.[1] ?? aws.account;
    return `<Account>${account}</Account>`;
  }
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return (
    `<Credentials><AccessKeyId>ASSUMED${form.get("RoleArn")?.split(":")[4]}</AccessKeyId>` +
    `<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials>`
  );
}

function roleAnswer(aws: FakeAws, name: string): string | undefined {
  const trust = aws.roles[name];
  if (!trust) return undefined;
  return (
    `<Role><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROA</RoleId><Arn>arn:aws:iam::1:role/${name}</Arn>` +
    `<CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>` +
    `${encodeURIComponent(JSON.stringify(trust))}</AssumeRolePolicyDocument></Role>`
  );
}

function answerEks(aws: FakeAws, response: http.ServerResponse, path: string): void {
  response.setHeader("content-type", "application/json");
  const [, principal = ""] = /\/access-entries\/(.+?)(\/access-policies)?$/.exec(path.split("?")[0] ?? "") ?? [];
  const found = eksAnswer(aws, path.split("?")[0] ?? "", principal);
  if (found) response.end(JSON.stringify(found));
  else refuse(response, { status: 404, code: "ResourceNotFoundException", message: "No resource found." }, false);
}

function eksAnswer(aws: FakeAws, path: string, principal: string): object | undefined {
  const last = path.slice(path.lastIndexOf("/") + 1);
  const entry = aws.accessEntries[principal];
  const answers: Readonly<Record<string, () => object | undefined>> = {
    "eks:ListClusters": () => ({ clusters: Object.keys(aws.clusters) }),
    "eks:DescribeCluster": () => aws.clusters[last] && { cluster: aws.clusters[last] },
    "eks:DescribeAccessEntry": () => entry && { accessEntry: entry },
    "eks:ListAssociatedAccessPolicies": () =>
      entry && { associatedAccessPolicies: aws.accessPolicies[principal] ?? [] },
    "eks:ListPodIdentityAssociations": () => ({
      associations: Object.keys(aws.podIdentities).map((name) => ({ associationId: name })),
    }),
    "eks:DescribePodIdentityAssociation": () => ({
      association: { serviceAccount: last, roleArn: aws.podIdentities[last] },
    }),
    "eks:DescribeCapability": () => aws.capability && { capability: aws.capability },
  };
  return answers[eksAction(path)]?.();
}
