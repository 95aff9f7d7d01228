import { managerServiceAccount, recordKeys } from "../../config/names.js";
import { configDigest } from "../../config/registration/digest.js";
import { KubeApi } from "../kube-api.js";
import type { OpenCluster } from "../repair.js";

interface Secret {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
}

interface ServiceAccountRef {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Makes the next deploy issue a new credential where the stored one no longer works, or soon will not, and where somebody
 * edited the Secret that it is in.
 *
 * Terraform cannot see it: it never reads that back. But the cluster Secret's revision follows the uid of the
 * ServiceAccount, so a ServiceAccount that is made anew brings a new token. Returns a line when it removed one.
 */
export async function renewCredential(
  hub: KubeApi,
  spoke: OpenCluster,
  secretPath: string,
): Promise<string | undefined> {
  const secret = await hub.get<Secret>(secretPath);
  const { name } = spoke.spec;
  if (secret !== undefined && isEdited(secret)) {
    return `the cluster Secret of spoke "${name}" was edited; ${await removeAccount(spoke, managerServiceAccount)}`;
  }
  const token = tokenOf(secret);
  if (token === undefined) return undefined; // no Secret, or another mode: for the deploy to see
  const claims = claimsOf(token);
  const account = claims && accountOf(claims.sub);
  if (claims === undefined || account === undefined) return undefined;
  const reason = isNearEnd(claims) ? "expires soon" : (await isRefused(spoke, token)) ? "is refused" : undefined;
  if (reason === undefined) return undefined;
  return `the credential of spoke "${name}" ${reason}; ${await removeAccount(spoke, account)}`;
}

async function removeAccount({ api }: OpenCluster, { namespace, name }: ServiceAccountRef): Promise<string> {
  await api.delete(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}`);
  return `removed ServiceAccount ${namespace}/${name} so that a new one is issued`;
}

/** Whether the Secret is not as Terraform wrote it, the credential apart. */
function isEdited({ metadata, data = {} }: Secret): boolean {
  const written = metadata?.annotations?.[recordKeys.configDigest];
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]);
  return written !== undefined && written !== configDigest(Object.fromEntries(decoded));
}

function tokenOf(secret: Secret | undefined): string | undefined {
  const config = secret?.data?.["config"];
  if (config === undefined) return undefined;
  try {
    return (JSON.parse(Buffer.from(config, "base64").toString("utf8")) as { bearerToken?: string }).bearerToken;
  } catch {
    return undefined;
  }
}

interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
}

function claimsOf(token: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Claims;
  } catch {
    return undefined;
  }
}

function accountOf(subject: string): ServiceAccountRef | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
  return namespace && name ? { namespace, name } : undefined;
}

/** Less than a tenth of its life is left: relative, so that a short lifetime does not renew at every run. */
function isNearEnd({ exp, iat }: Claims): boolean {
  return exp - Date.now() / 1000 < (exp - iat) / 10;
}

/** Asks the spoke who the token is: whoever is authenticated may. Only a plain "unauthorized" counts. */
async function isRefused(spoke: OpenCluster, token: string): Promise<boolean> {
  const api = new KubeApi({ server: spoke.spec.endpoint, ca: spoke.api.ca, token });
  try {
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    const response = await api.send(
      "POST",
      "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      JSON.stringify(review),
    );
    return response.status === 401;
  } finally {
    api.close();
  }
}
