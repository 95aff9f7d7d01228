import { type Authority, ensureAuthority, ensureKeyPair } from "./certificates.js";
import { ensureDirectory } from "./files.js";

const loopbackHosts = ["127.0.0.1", "localhost"];
const apiServerHosts = [...loopbackHosts, "kubernetes", "kubernetes.default", "kubernetes.default.svc", "10.0.0.1"];

/**
 * Keys and certificates of one control plane, in `pki/`: kept while they are good, issued where one is missing or near its end.
 *
 * etcd has an authority of its own, so that no credential for the API server opens the store behind it.
 */
export async function ensurePki(directory: string): Promise<void> {
  await ensureDirectory(directory);
  const cluster = await ensureAuthority(directory, "ca");
  await issueCluster(cluster);
  await issueEtcd(await ensureAuthority(directory, "etcd-ca"));
  await ensureKeyPair(directory, "service-account");
}

async function issueCluster(authority: Authority): Promise<void> {
  await authority.ensure({ name: "apiserver", commonName: "kube-apiserver", usage: ["server"], hosts: apiServerHosts });
  await authority.ensure({
    name: "admin",
    commonName: "hubspoke-admin",
    organization: "system:masters",
    usage: ["client"],
  });
  await authority.ensure({
    name: "controller-manager",
    commonName: "system:kube-controller-manager",
    usage: ["client"],
  });
}

async function issueEtcd(authority: Authority): Promise<void> {
  await authority.ensure({ name: "etcd", commonName: "etcd", usage: ["server", "client"], hosts: loopbackHosts });
  await authority.ensure({ name: "etcd-client", commonName: "kube-apiserver", usage: ["client"] });
}
