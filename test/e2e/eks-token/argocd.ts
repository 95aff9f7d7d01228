import { join } from "node:path";
import { openLocalToolchain } from "../../../cli/toolchain.js";
import { shellQuote } from "../../../constructs/shell.js";
import { writeAtomic } from "../../../local/files.js";
import type { KubeApi } from "../../../local/kube-api.js";
import { audience } from "./pod-identity-agent.js";
import { script } from "./spoke.js";

/** What EKS gives to the pods of a ServiceAccount that has a role. */
export interface PodEnvironment {
  readonly serviceAccounts: readonly string[];
  /** Folder with a token file for each ServiceAccount. */
  readonly tokens: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Makes a folder for PATH with an `argocd` whose components have what their pods on EKS have.
 *
 * In Argo CD's image `argocd-k8s-auth` is a link to the one binary; here it is a script, because the variable that says
 * which component a process is goes on to its children.
 */
export async function argocdOnEks(directory: string, { serviceAccounts, tokens, variables }: PodEnvironment) {
  const toolchain = await openLocalToolchain({ programs: ["argocd"] });
  const binary = shellQuote(await toolchain.program("argocd"));
  const exports = Object.entries(variables).map(([name, value]) => `  export ${name}=${shellQuote(value)}`);
  await script(
    join(directory, "argocd"),
    'case "$ARGOCD_BINARY_NAME" in',
    `${serviceAccounts.join("|")})`,
    ...exports,
    `  export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=${shellQuote(tokens)}/"$ARGOCD_BINARY_NAME"`,
    "esac",
    `exec ${binary} "$@"`,
  );
  await script(join(directory, "argocd-k8s-auth"), `ARGOCD_BINARY_NAME=argocd-k8s-auth exec ${binary} "$@"`);
  return directory;
}

/** Writes a token of each ServiceAccount, as EKS mounts one into its pods. */
export async function writeTokens(api: KubeApi, namespace: string, { serviceAccounts, tokens }: PodEnvironment) {
  for (const name of serviceAccounts) await writeAtomic(join(tokens, name), await podToken(api, namespace, name));
}

/** A token of a ServiceAccount for the Pod Identity agent. */
export async function podToken(api: KubeApi, namespace: string, name: string): Promise<string> {
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { audiences: [audience] } };
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  return (await api.create<{ status: { token: string } }>(path, request)).status.token;
}
