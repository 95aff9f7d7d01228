import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { RegistrationSpec } from "../../config/registration/index.js";
import { EksCluster, type ClusterConnection, type ClusterEndpoint } from "../../constructs/cluster/index.js";
import { SpokeClusterSecret, defineRegistration, type Credential } from "../../constructs/registration/index.js";
import { argocdIdentity, eksCluster, type TerraformJson } from "../stacks/support.js";
import { stackOf } from "./support.js";

export const endpoint: ClusterEndpoint = {
  server: '"https://spoke.example.com:6443"',
  caData: '"Y2E="',
  preconditions: [{ condition: "${true}", errorMessage: "never" }],
};

/** A spoke that is not in AWS. */
const local: ClusterConnection = { kubernetesProvider: {}, helmProvider: {}, facts: {}, endpoint: () => endpoint };

export interface Registered {
  readonly json: TerraformJson;
  readonly credential: Credential;
  /** The cluster Secret. */
  readonly secret: Record<string, unknown>;
  /** Its data, as expressions. */
  readonly data: Record<string, string>;
}

/** One spoke registered with a spec, in a stack of its own. */
export function registered(spec: RegistrationSpec, over: Partial<ClusterEndpoint> = {}): Registered {
  let credential: Credential | undefined;
  const json = stackOf((stack) => {
    const spokeProvider = new KubernetesProvider(stack, "Spoke", { alias: "spoke", configPath: "/spoke" });
    const provider = new KubernetesProvider(stack, "Hub", { alias: "hub", configPath: "/hub" });
    const spoke =
      spec.mode === "aws-iam" ? new EksCluster("alpha", eksCluster("alpha")).connect(stack, "spoke") : local;
    credential = defineRegistration(stack, { spec, environment: "ref", spoke, spokeProvider, argocd: argocdIdentity });
    const names = { adopted: false, name: "alpha", secretName: "cluster-ref-alpha", namespace: "argocd" };
    const metadata = { labels: { tier: "gold" }, annotations: { note: "costs ${money}" } };
    const cluster = { ...names, ...metadata, facts: {}, endpoint: { ...endpoint, ...over } };
    new SpokeClusterSecret(stack, "ClusterSecret", { provider, ...cluster, spec, credential });
  });
  const secret = json.resource?.kubernetes_secret_v1?.cluster;
  if (!credential || !secret) {
    throw new Error("the spoke was not registered");
  }
  return { json, credential, secret, data: (secret.data_wo ?? secret.data) as Record<string, string> };
}

/** What `orderedJson` writes, with each value as the expression that it is. */
export function jsonOf(text: unknown): string {
  return String(text)
    .replace(/^\$\{"(.*)"\}$/s, "$1")
    .replace(/\\"(\w+)\\":/g, '"$1":')
    .replace(/\$\{jsonencode\((.*?)\)\}/g, "$1");
}
