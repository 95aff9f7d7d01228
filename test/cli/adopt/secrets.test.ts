import { beforeEach, expect, test, vi } from "vitest";
import { adopt } from "../../../cli/adopt.js";
import type * as outputModule from "../../../cli/output.js";
import { base64, certificate } from "../../fleet/support.js";
import { adoptAll, canary, type Result } from "./result.js";
import {
  argoCd,
  clusterSecret,
  configWith,
  handMade,
  inFolder,
  manager,
  namespacedManager,
  startCluster,
  startHub,
  token,
  type Objects,
} from "./support.js";

const said = vi.hoisted(() => ({ data: "", status: "" }));
vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: (text: string) => void (said.data += `${text}\n`),
  writeStatus: (text: string) => void (said.status += `${text}\n`),
}));

const folder = inFolder();
const place = { folder, said };
beforeEach(() => {
  said.data = "";
  said.status = "";
});

const read = { apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] };

test("everything that a Secret says is in its entry", async () => {
  const spoke = await startCluster(manager());
  const secret = clusterSecret(
    "by-hand",
    {
      name: "Payments (EU)",
      server: `${spoke.url}/`,
      config: configWith(spoke, {
        bearerToken: token(),
        proxyUrl: "http://proxy.example.com:3128",
        disableCompression: true,
        tlsClientConfig: { caData: base64(spoke.ca), serverName: "api.example.com" },
      }),
      namespaces: "shop, search",
      clusterResources: "true",
      project: "team-a",
      shard: "1",
    },
    {
      labels: { tier: "gold", "argocd.argoproj.io/auto-label-cluster-info": "true" },
      annotations: {
        owner: "Team A",
        "argocd.argoproj.io/skip-reconcile": "true",
        "argocd.argoproj.io/refresh": "2026-01-01T00:00:00Z",
        "kubectl.kubernetes.io/last-applied-configuration": canary,
        webhook: `https://user:${canary}@example.com`,
      },
      metadata: { managedFields: [{ manager: "HashiCorp-Terraform" }] },
    },
  );
  const { code, entries, spokes } = await adoptAll(place, [secret], spoke);
  expect(code).toBe(0);
  expect(entries).toEqual([
    {
      name: "payments-eu",
      cluster: { context: "payments" },
      labels: { "argocd.argoproj.io/auto-label-cluster-info": "true", tier: "gold" },
      annotations: { owner: "Team A" },
      registration: {
        mode: "bearer-token",
        access: "admin",
        namespaces: ["shop", "search"],
        clusterResources: true,
        project: "team-a",
        shard: 1,
        proxyUrl: "http://proxy.example.com:3128",
        serverName: "api.example.com",
        disableCompression: true,
        quarantine: true,
      },
      adopt: { secret: "by-hand", name: "Payments (EU)", manager: true },
    },
  ]);
  expect(spokes.map(({ notes }) => notes)).toEqual([
    [
      "another Terraform made its Secret: terraform state rm it there before the first deploy",
      "annotation webhook looks like a secret, is in no file, and is taken away",
    ],
  ]);
});

interface Rights {
  readonly objects: Objects;
  readonly account: string;
  readonly namespaces?: string;
}

const own = (...rules: object[]): Rights => ({ objects: handMade("ops:deployer", rules), account: "ops:deployer" });
const change = { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create"] };

test.each<[what: string, rights: Rights, access: unknown]>([
  [
    "of argocd cluster add --namespace",
    { objects: namespacedManager(["a", "b"]), account: "kube-system:argocd-manager", namespaces: "a,b" },
    { namespaces: ["a", "b"] },
  ],
  [
    "of argocd cluster add, narrowed since,",
    { objects: manager([read, { nonResourceURLs: ["*"], verbs: ["get"] }]), account: "kube-system:argocd-manager" },
    "read-only",
  ],
  ["of an account of one's own", own({ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }), "admin"],
  ["to read", own(read, { nonResourceURLs: ["*"], verbs: ["get"] }), "read-only"],
  ["by rules", own(read, change), { rules: [change] }],
])("rights %s are those of its account", async (_, { objects, account, namespaces = "" }, access) => {
  const spoke = await startCluster(objects);
  const data = { name: "a", server: spoke.url, config: configWith(spoke, { bearerToken: token(account) }), namespaces };
  const { entries, code } = await adoptAll(place, [clusterSecret("a", data)], spoke);
  expect(entries).toMatchObject([{ registration: { mode: "bearer-token", access } }]);
  expect(code).toBe(0);
});

test("a command is taken as it is, and a certificate comes in variables", async () => {
  const spoke = await startCluster({});
  const other = await startCluster({});
  const exec = {
    command: "argocd-k8s-auth",
    args: ["gcp"],
    env: { A: "b" },
    apiVersion: "client.authentication.k8s.io/v1",
    installHint: "get\nit",
  };
  const { cert } = await certificate();
  const tls = { caData: base64(other.ca), certData: base64(cert), keyData: base64(canary) };
  const secrets = [
    clusterSecret("a", { name: "a", server: spoke.url, config: configWith(spoke, { execProviderConfig: exec }) }),
    clusterSecret("b", { name: "b-c", server: other.url, config: JSON.stringify({ tlsClientConfig: tls }) }),
  ];
  const { entries, variables, afterDeploy } = await adoptAll(place, secrets, spoke, { others: { other } });
  expect(entries).toMatchObject([
    { registration: { mode: "exec", ...exec, installHint: "get it" }, adopt: { secret: "a" } },
    {
      registration: {
        mode: "client-certificate",
        variables: { certificate: "spoke_b_c_certificate", key: "spoke_b_c_key" },
      },
    },
  ]);
  const config = `kubectl --kubeconfig '${folder.path}/kube.yaml' --context hub -n argocd get secret b -o jsonpath='{.data.config}' | base64 -d`;
  expect(variables).toEqual([
    `export TF_VAR_spoke_b_c_certificate="$(${config} | jq -r .tlsClientConfig.certData | base64 -d)"`,
    `export TF_VAR_spoke_b_c_key="$(${config} | jq -r .tlsClientConfig.keyData | base64 -d)"`,
  ]);
  expect(afterDeploy).toEqual([]);
});

test("a certificate that argocd cluster add has copied gives way to its account", async () => {
  const spoke = await startCluster({
    ...manager(),
    "/api/v1/namespaces/kube-system/secrets/argocd-manager-long-lived-token": {},
  });
  const { cert } = await certificate();
  const tls = { caData: base64(spoke.ca), certData: base64(cert), keyData: base64(canary) };
  const data = { name: "a", server: spoke.url, config: JSON.stringify({ tlsClientConfig: tls }) };
  const { entries, spokes, variables, afterDeploy } = await adoptAll(place, [clusterSecret("a", data)], spoke);
  expect(entries).toEqual([
    {
      name: "a",
      cluster: { context: "payments" },
      registration: { mode: "bearer-token", access: "admin" },
      adopt: { secret: "a", manager: true },
    },
  ]);
  expect(spokes).toMatchObject([
    {
      notes: [
        "it holds a client certificate, as argocd cluster add copies it; from the first deploy on Argo CD is ServiceAccount argocd-manager instead",
      ],
    },
  ]);
  expect(variables).toEqual([]);
  expect(afterDeploy).toEqual([
    `kubectl --kubeconfig '${folder.path}/kube.yaml' --context payments -n kube-system delete secret argocd-manager-long-lived-token`,
  ]);
});

test("the way to a spoke can be said by hand, and the hub keeps its own", async () => {
  const spoke = await startCluster(manager());
  const data = { name: "a=b", server: "https://10.1.2.3:6443", config: configWith(spoke, { bearerToken: token() }) };
  const { entries } = await adoptAll(place, [clusterSecret("x", data)], spoke, { spoke: ["a=b=payments"] });
  expect(entries).toMatchObject([{ cluster: { context: "payments", hubEndpoint: "https://10.1.2.3:6443" } }]);
});

test("of several contexts the first that answers is taken", async () => {
  const spoke = await startCluster(manager());
  const data = { name: "a", server: spoke.url, config: configWith(spoke, { bearerToken: token() }) };
  const stranger = { url: spoke.url, ca: (await certificate()).cert };
  const hub = await startHub(argoCd([clusterSecret("a", data)]));
  folder.kubeconfig({ hub, stranger, payments: spoke });
  await adopt({ context: "hub", kubeconfig: "kube.yaml", name: "prod", json: true });
  expect((JSON.parse(said.data) as Result).spokes).toMatchObject([
    { context: "payments", notes: ['reached by context "payments", of 2 that have its server'] },
  ]);
});

test("the hub's own Secret is the hub's", async () => {
  const spoke = await startCluster({});
  const config = '{"tlsClientConfig":{"insecure":false}}';
  const data = { name: "home", server: "https://kubernetes.default.svc", config };
  const { hub, code } = await adoptAll(place, [clusterSecret("in", data, { labels: { tier: "gold" } })], spoke);
  expect(code).toBe(0);
  expect(hub).toEqual({
    name: "hub",
    cluster: { context: "hub" },
    labels: { tier: "gold" },
    argocd: { existing: true, namespace: "argocd" },
    adopt: { secret: "in", name: "home" },
  });
});

test("a certificate that nobody checked is said so", async () => {
  const spoke = await startCluster(manager());
  const config = JSON.stringify({ bearerToken: token(), tlsClientConfig: { insecure: true } });
  const { entries, spokes } = await adoptAll(
    place,
    [clusterSecret("a", { name: "a", server: spoke.url, config })],
    spoke,
  );
  expect(entries).toMatchObject([
    {
      cluster: {
        context: "payments",
        insecure: true,
        acceptInsecure: "found so in Argo CD: nobody checked the certificate before either",
      },
    },
  ]);
  expect(spokes).toMatchObject([{ notes: ["nobody checks the certificate of its API server"] }]);
});
