import type { TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import type { KindClusterSpec } from "../../config/cluster/index.js";
import { ExistingCluster, KindCluster, LocalCluster, clusterProviders } from "../../constructs/cluster/index.js";
import { endpointCluster, existingCluster, kindCluster, localCluster } from "../stacks/support.js";
import { stackOf } from "./support.js";

const props = {
  name: "alpha",
  environment: "ref",
  spec: localCluster("alpha", 1),
  cli: "node '/opt/hub spoke/cli.js'",
  environmentFile: "/home/zoë o'neil/${env}/ref.yaml",
  retired: false,
  deletionProtection: false,
};
const define =
  (over: Partial<typeof props> = {}) =>
  (stack: TerraformStack) =>
    clusterProviders.local.define?.(stack, { ...props, ...over });

test("a local cluster is its data, destroyed by the command line, and the processes that serve it", () => {
  const command = (verb: string) =>
    `node '/opt/hub spoke/cli.js' local ${verb} '/home/zoë o'\\''neil/$\${env}/ref.yaml' --cluster 'alpha'`;
  expect(stackOf(define()).resource?.terraform_data).toMatchObject({
    cluster: { provisioner: [{ "local-exec": { command: command("destroy"), when: "destroy" } }] },
    processes: {
      depends_on: ["terraform_data.cluster"],
      triggers_replace: { port: 16453, version: "1.34.4" },
      provisioner: [{ "local-exec": { command: command("create") } }],
    },
  });
});

test("another port replaces the processes and not the data", () => {
  const moved = stackOf(define({ spec: localCluster("alpha", 2) })).resource?.terraform_data;
  const before = stackOf(define()).resource?.terraform_data;
  expect(moved?.cluster).toEqual(before?.cluster);
  expect(moved?.processes?.triggers_replace).not.toEqual(before?.processes?.triggers_replace);
});

test("a retired local cluster still has the provisioner that removes it", () => {
  const { cluster, processes } = stackOf(define({ retired: true })).resource?.terraform_data ?? {};
  expect(cluster?.count).toBe(0);
  expect(processes?.count).toBe(0);
  expect(JSON.stringify(cluster?.provisioner)).toContain("local destroy");
});

test("the server of a local cluster is known at synth, its CA is read at plan", () => {
  const json = stackOf((stack) => {
    const { server, caData } = new LocalCluster("alpha", localCluster("alpha", 1)).connect(stack).endpoint();
    expect(server).toBe('"https://127.0.0.1:16453"');
    expect(caData).toBe("local.kubeconfig_ca_data");
  });
  expect(Object.keys(json.locals ?? {})).toEqual(["kubeconfig_ca_data", "kubeconfig_cluster"]);
});

test("an existing cluster's server is the kubeconfig's, unless the hub reaches it elsewhere", () => {
  stackOf((stack) => {
    const { server } = new ExistingCluster("beta", existingCluster("beta")).connect(stack).endpoint();
    expect(server).toBe('try(local.kubeconfig_cluster.server, "")');
  });
  stackOf((stack) => {
    const spec = {
      ...existingCluster("beta"),
      hubEndpoint: "https://10.1.2.3:6443",
      proxyUrl: "socks5://10.0.0.9:1080",
    };
    const cluster = new ExistingCluster("beta", spec).connect(stack);
    expect(cluster.endpoint()).toMatchObject({
      server: '"https://10.1.2.3:6443"',
      proxyUrl: "socks5://10.0.0.9:1080",
    });
    expect(cluster.kubernetesProvider).toEqual({
      configPath: "/home/me/.kube/config",
      configContext: "beta",
      proxyUrl: "socks5://10.0.0.9:1080",
    });
  });
});

test("a cluster by its address is reached by the command that gives a credential", () => {
  stackOf((stack) => {
    const cluster = new ExistingCluster("beta", endpointCluster("beta", { proxyUrl: "http://proxy:3128" })).connect(
      stack,
    );
    const access = {
      host: "https://api.beta.example.com",
      clusterCaCertificate: "-----BEGIN CERTIFICATE-----\n$${x}\n",
      proxyUrl: "http://proxy:3128",
    };
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "login",
      args: ["--cluster", "beta"],
    };
    expect(cluster.kubernetesProvider).toEqual({ ...access, exec: [exec] });
    expect(cluster.helmProvider).toEqual({ kubernetes: { ...access, exec } });
    expect(cluster.execEnv).toEqual({ PROFILE: "ops" });
    expect(cluster.endpoint()).toEqual({
      server: '"https://api.beta.example.com"',
      caData: '"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCiR7eH0K"',
      proxyUrl: "http://proxy:3128",
      insecure: false,
      preconditions: [],
    });
  });
  stackOf((stack) => {
    const spec = endpointCluster("beta", { hubEndpoint: "https://10.1.2.3:6443" });
    expect(new ExistingCluster("beta", spec).connect(stack).endpoint().server).toBe('"https://10.1.2.3:6443"');
  });
});

test("nobody is told a CA where the certificate is not checked", () => {
  const unchecked = { acceptInsecure: "a lab" };
  stackOf((stack) => {
    const cluster = new ExistingCluster("beta", endpointCluster("beta", unchecked)).connect(stack);
    expect(cluster.kubernetesProvider).toMatchObject({ host: "https://api.beta.example.com", insecure: true });
    expect(cluster.kubernetesProvider).not.toHaveProperty("clusterCaCertificate");
    expect(cluster.endpoint().insecure).toBe(true);
  });
  const json = stackOf((stack) => {
    const cluster = new ExistingCluster("beta", { ...existingCluster("beta"), ...unchecked }).connect(stack);
    expect(cluster.kubernetesProvider).toMatchObject({ configContext: "beta", insecure: true });
    const { insecure, preconditions } = cluster.endpoint();
    expect(insecure).toBe(true);
    expect(preconditions.map(({ condition }) => condition)).toEqual(["${can(local.kubeconfig_cluster.server)}"]);
  });
  expect(Object.keys(json.locals ?? {})).toEqual(["kubeconfig_cluster"]);
});

test("what is wrong with a kubeconfig is said in the operator's words", () => {
  let messages: string[] = [];
  stackOf((stack) => {
    const { preconditions } = new ExistingCluster("beta", existingCluster("beta")).connect(stack).endpoint();
    messages = preconditions.map(({ errorMessage }) => errorMessage);
  });
  expect(messages).toEqual([
    'context "beta" of /home/me/.kube/config names no cluster with a server, expected a context of that file',
    'context "beta" of /home/me/.kube/config sets insecure-skip-tls-verify: Argo CD would hand its credential to anyone who answers, give the cluster certificate-authority-data',
  ]);
});

const defineKind =
  (spec: Partial<KindClusterSpec> = {}, over: Partial<typeof props> = {}) =>
  (stack: TerraformStack) =>
    clusterProviders.kind.define?.(stack, { ...props, ...over, spec: kindCluster("alpha", spec) });

test("a kind cluster is made and deleted by the command line", () => {
  const command = (verb: string) =>
    `node '/opt/hub spoke/cli.js' kind ${verb} '/home/zoë o'\\''neil/$\${env}/ref.yaml' --cluster 'alpha'`;
  expect(stackOf(defineKind()).resource?.terraform_data).toMatchObject({
    cluster: {
      triggers_replace: { nodes: 1 },
      provisioner: [{ "local-exec": { command: command("delete"), when: "destroy" } }],
    },
    nodes: {
      depends_on: ["terraform_data.cluster"],
      triggers_replace: { nodes: 1 },
      provisioner: [{ "local-exec": { command: command("create") } }],
    },
  });
});

test("other nodes, another image or configuration are another kind cluster: nothing changes one that runs", () => {
  const triggers = (spec: Partial<KindClusterSpec>) => {
    const { cluster, nodes } = stackOf(defineKind(spec)).resource?.terraform_data ?? {};
    expect(cluster?.triggers_replace).toEqual(nodes?.triggers_replace);
    return cluster?.triggers_replace;
  };
  expect(triggers({ nodes: 3 })).toEqual({ nodes: 3 });
  expect(triggers({ image: "kindest/node:v1.34.0" })).toEqual({ nodes: 1, image: "kindest/node:v1.34.0" });
  expect(triggers({ config: '/p/${x}"/kind.yaml' })).toEqual({ config: '${filesha256("/p/$${x}\\"/kind.yaml")}' });
  expect(triggers({ hubEndpoint: "https://10.1.2.3:6443" })).toEqual({ nodes: 1 });
});

test("a retired kind cluster still has the provisioner that deletes it", () => {
  const { cluster, nodes } = stackOf(defineKind({}, { retired: true })).resource?.terraform_data ?? {};
  expect(cluster?.count).toBe(0);
  expect(nodes?.count).toBe(0);
  expect(JSON.stringify(cluster?.provisioner)).toContain("kind delete");
});

test("where the hub reaches a kind cluster is read from a kubeconfig at plan", () => {
  const hubKubeconfig = "/p/kubeconfig.internal";
  const json = stackOf((stack) => {
    const cluster = new KindCluster("alpha", kindCluster("alpha", { hubKubeconfig })).connect(stack);
    expect(cluster.kubernetesProvider).toMatchObject({ configContext: "kind-ref-alpha" });
    expect(cluster.endpoint()).toMatchObject({
      server: 'try(local.kubeconfig_cluster.server, "")',
      caData: "local.kubeconfig_ca_data",
    });
  });
  expect(json.locals?.kubeconfig_cluster).toContain('file("/p/kubeconfig.internal")');
});
