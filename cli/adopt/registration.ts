import { quote, type Writable } from "../../config/edit/scalars.js";
import { isNamespaceAccess, type Access } from "../../config/registration/index.js";
import type { FoundSecret } from "../../fleet/adopt/cluster-secrets.js";
import { isQuarantined, type ExecProviderConfig } from "../../fleet/cluster-secret.js";

/** Why something cannot be taken over. */
export interface Refusal {
  readonly reason: string;
  readonly fix?: string;
}

export type Fields = Readonly<Record<string, Writable>>;

/** How Argo CD authenticates at a cluster. */
export type Credential =
  | { readonly mode: "bearer-token"; readonly token?: string }
  | { readonly mode: "exec"; readonly exec: ExecProviderConfig }
  | { readonly mode: "client-certificate" };

/** The credential that Argo CD uses, of all that a cluster Secret holds, or why it is none for a file. */
export function credentialOf({ server, config }: FoundSecret): Credential | Refusal {
  const { awsAuthConfig, execProviderConfig: exec, bearerToken, username, tlsClientConfig } = config;
  if (awsAuthConfig !== undefined || server.startsWith("arn:")) return ofAws(awsAuthConfig ?? {});
  if (exec !== undefined) return complainOfExec(exec) ?? { mode: "exec", exec };
  if (bearerToken) return { mode: "bearer-token", token: bearerToken };
  if (tlsClientConfig.certData !== undefined) return { mode: "client-certificate" };
  if (username === undefined) {
    return {
      reason: "it holds no credential that Argo CD could use",
      fix: "register the cluster anew: hubspoke spoke add",
    };
  }
  return {
    reason:
      "it has a user name and a password, which no version of Kubernetes since 1.19 takes: whatever is in front of the API server does",
    fix: "give Argo CD a credential of the cluster itself: argocd cluster add <context> --name <name> --upsert",
  };
}

/** What an entry needs beside, nothing in the Secret says. */
function ofAws({ clusterName, roleARN }: { readonly clusterName?: string; readonly roleARN?: string }): Refusal {
  const known = [
    clusterName && `existing: ${quote(String(clusterName))}`,
    roleARN && `roleArn: ${quote(String(roleARN))}`,
  ].filter(Boolean);
  return {
    reason:
      "its IAM role is in the Secret, and the region and account of the cluster, which mode aws-iam needs, are not",
    fix: `write its entry by hand: provider: eks with region and account, registration.mode: aws-iam${known.length === 0 ? "" : `, ${known.join(", ")}`}`,
  };
}

const secretVariable = /PASSW|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/i;
const secretFlag = /^--?([\w-]+-)?(secret|password|token)(?:=(.*))?$/is;

/** A file may hold no secret, and a command is written into it as it is. */
function complainOfExec(exec: ExecProviderConfig): Refusal | undefined {
  const { command, args = [], env = {} } = exec;
  const fix = "let the command find it in Argo CD's pods, and take it out of the Secret";
  if (!command) return { reason: "its execProviderConfig has no command" };
  // Written by hand it may be anything.
  if (!Array.isArray(args) || [command, ...args, ...Object.values(env)].some((text) => typeof text !== "string")) {
    return { reason: "its execProviderConfig is malformed, so Argo CD ignores this cluster" };
  }
  const variable = Object.entries(env).find(
    ([name, value]) => secretVariable.test(name) && !value.startsWith("/"),
  )?.[0];
  if (variable !== undefined)
    return { reason: `its command gets the variable ${JSON.stringify(variable)}, which may be a secret`, fix };
  const flag = args.find((arg) => secretFlag.test(arg) && !secretFlag.exec(arg)?.[3]?.startsWith("/"));
  if (flag !== undefined) return { reason: `its command gets ${flag.split("=")[0]}, which may be a secret`, fix };
  return exec.provideClusterInfo
    ? { reason: "its execProviderConfig has provideClusterInfo, which mode exec does not know" }
    : undefined;
}

/** Where the entry of a spoke takes its registration from. */
export interface RegistrationSource {
  readonly secret: FoundSecret;
  readonly credential: Credential;
  /** Name of the spoke in the file. */
  readonly name: string;
  /** @default - it keeps the rights that it has */
  readonly access?: Access;
}

/** The `registration` of an entry: no more than what differs from the defaults. */
export function registrationFields(source: RegistrationSource): Fields {
  const { secret, access } = source;
  const { namespaces } = secret;
  const isNarrow = access !== undefined && isNamespaceAccess(access);
  return {
    ...modeFields(source),
    ...(access !== undefined && { access: access as Writable }),
    ...(namespaces.length > 0 && !isNarrow && { namespaces }),
    ...(namespaces.length > 0 && secret.clusterResources && { clusterResources: true }),
    ...(secret.project !== undefined && { project: secret.project }),
    ...(secret.shard !== undefined && { shard: Number(secret.shard) }),
    ...connectionFields(secret),
    ...(isQuarantined(secret) && { quarantine: true }),
  };
}

function connectionFields({ config: { proxyUrl, tlsClientConfig, disableCompression } }: FoundSecret): Fields {
  const { serverName } = tlsClientConfig;
  return {
    ...(proxyUrl && { proxyUrl }),
    ...(serverName && { serverName }),
    ...(disableCompression && { disableCompression }),
  };
}

function modeFields({ credential, name }: RegistrationSource): Fields {
  if (credential.mode === "client-certificate") return { mode: credential.mode, variables: certificateVariables(name) };
  if (credential.mode !== "exec") return { mode: credential.mode };
  const { command = "", args = [], env = {}, apiVersion, installHint } = credential.exec;
  return {
    mode: "exec",
    command,
    ...(args.length > 0 && { args }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(apiVersion && { apiVersion }),
    ...(installHint && { installHint: installHint.trim().replace(/\s+/g, " ") }),
  };
}

/** Terraform variables that a certificate and its key come in. */
export function certificateVariables(name: string): { readonly certificate: string; readonly key: string } {
  const stem = `spoke_${name.replaceAll("-", "_")}`;
  return { certificate: `${stem}_certificate`, key: `${stem}_key` };
}
