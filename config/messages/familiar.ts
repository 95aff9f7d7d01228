import { plainName } from "./suggest.js";

/** Names that neighbouring tools have for fields of ours: Argo CD, Flux, kubeconfigs, Cluster API, Terraform, eksctl. */
const familiar: Readonly<Record<string, readonly string[]>> = {
  url: ["repoURL", "hubEndpoint", "proxyUrl", "address"],
  repo: ["repoURL", "gitops"],
  repository: ["repoURL"],
  gitRepository: ["repoURL"],
  source: ["gitops"],
  git: ["gitops"],
  targetRevision: ["revision"],
  branch: ["revision"],
  ref: ["revision"],
  directory: ["path"],
  folder: ["path"],
  server: ["hubEndpoint", "endpoint"],
  apiServer: ["hubEndpoint", "endpoint"],
  certificateAuthorityData: ["caData"],
  caBundle: ["caData"],
  insecureSkipTlsVerify: ["insecure"],
  execProviderConfig: ["exec"],
  kubeContext: ["context"],
  contextName: ["context"],
  kubeconfigPath: ["kubeconfig"],
  httpsProxy: ["proxyUrl"],
  proxy: ["proxyUrl"],
  type: ["provider", "mode"],
  kind: ["provider", "mode"],
  driver: ["provider"],
  cloud: ["provider"],
  auth: ["mode"],
  method: ["mode"],
  kubernetesVersion: ["version"],
  k8sVersion: ["version"],
  chartVersion: ["chart"],
  helm: ["argocd", "values"],
  helmValues: ["values"],
  ha: ["highAvailability"],
  host: ["domain"],
  hostname: ["domain"],
  oidc: ["sso"],
  dex: ["sso"],
  vpc: ["network"],
  nodeGroup: ["nodes"],
  nodePool: ["nodes"],
  accountId: ["account"],
  roleArn: ["assumeRole"],
  kmsKey: ["kmsKeyArn", "kmsKeyId"],
  ttl: ["lifetime"],
  expiration: ["lifetime"],
  duration: ["lifetime"],
  role: ["access"],
  permission: ["access"],
  rbac: ["access"],
  disabled: ["retired"],
  deleted: ["retired"],
  paused: ["quarantine"],
  tag: ["labels"],
  management: ["hub"],
  controlPlane: ["hub"],
  workload: ["spokes"],
  member: ["spokes"],
  target: ["spokes"],
  state: ["backend"],
  remoteState: ["backend"],
  environment: ["name"],
  env: ["name"],
  id: ["name"],
  base: ["extends"],
  import: ["extends"],
  include: ["extends"],
  default: ["defaults"],
  preventDestroy: ["deletionProtection"],
  protect: ["deletionProtection"],
};

const byPlainName = new Map(Object.entries(familiar).map(([name, ours]) => [plainName(name), ours]));

/** The field of ours that another tool calls so; among those that are known here, where one is. */
export function familiarName(key: string, known: readonly string[]): string | undefined {
  const ours = byPlainName.get(plainName(key)) ?? [];
  return ours.find((name) => known.includes(name));
}

const manifest =
  "an environment file is no Kubernetes manifest: its fields stand at its top, beside apiVersion and name";

const ofManifest = ["kind", "metadata", "spec", "status", "data", "stringData"];

/** What fields are told that would make sense for somebody who thinks of another file. */
export function misunderstanding(path: string, standalone: boolean): string | undefined {
  if (ofManifest.includes(path)) return manifest;
  const byPath: Readonly<Record<string, string>> = standalone
    ? {
        hub: "write it as an entry of clusters, or set model: hub-spoke",
        spokes: "write them as entries of clusters, or set model: hub-spoke",
      }
    : {
        "hub.retired": "a hub goes with its environment: hubspoke down",
        "hub.registration": "remove it: Argo CD knows the cluster that it runs on",
        clusters: "write one of them as hub and the others as spokes, or set model: standalone",
      };
  return Object.hasOwn(byPath, path) ? byPath[path] : undefined;
}
