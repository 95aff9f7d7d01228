import { beforeEach, expect, test, vi } from "vitest";
import { adopt } from "../../../cli/adopt.js";
import type * as outputModule from "../../../cli/output.js";
import { base64, certificate, startServer, type TestServer } from "../../fleet/support.js";
import { adoptAll, canary, type Result } from "./result.js";
import { argoCd, clusterSecret, configWith, inFolder, manager, startCluster, startHub, token } from "./support.js";

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

interface Case {
  readonly config: object | string;
  readonly reason: string;
  readonly fix?: string;
}

const byHand = "let the command find it in Argo CD's pods, and take it out of the Secret";

const cases: Readonly<Record<string, Case>> = {
  "a password": {
    config: { username: "admin", password: canary },
    reason:
      "it has a user name and a password, which no version of Kubernetes since 1.19 takes: whatever is in front of the API server does",
    fix: "give Argo CD a credential of the cluster itself: argocd cluster add <context> --name <name> --upsert",
  },
  "a role of AWS": {
    config: { awsAuthConfig: { clusterName: "prod", roleARN: "arn:aws:iam::111122223333:role/argocd" } },
    reason:
      "its IAM role is in the Secret, and the region and account of the cluster, which mode aws-iam needs, are not",
    fix: 'write its entry by hand: provider: eks with region and account, registration.mode: aws-iam, existing: prod, roleArn: "arn:aws:iam::111122223333:role/argocd"',
  },
  "no credential": {
    config: {},
    reason: "it holds no credential that Argo CD could use",
    fix: "register the cluster anew: hubspoke spoke add",
  },
  "no JSON": {
    config: `{${canary}`,
    reason: "data.config is not JSON, so Argo CD ignores this cluster",
    fix: "put that right in Argo CD, and run this again",
  },
  "a token that is none of a ServiceAccount": {
    config: { bearerToken: canary },
    reason: "its token is none of a ServiceAccount of the spoke, so that nobody can tell what it may do",
  },
  "a secret variable": {
    config: { execProviderConfig: { command: "x", env: { CLIENT_SECRET: canary } } },
    reason: 'its command gets the variable "CLIENT_SECRET", which may be a secret',
    fix: byHand,
  },
  "a secret argument": {
    config: { execProviderConfig: { command: "x", args: [`--client-secret=${canary}`] } },
    reason: "its command gets --client-secret, which may be a secret",
    fix: byHand,
  },
  "a command that is no text": {
    config: { execProviderConfig: { command: "x", args: "y", env: { A: 1 } } },
    reason: "its execProviderConfig is malformed, so Argo CD ignores this cluster",
  },
  "more of a command than exec knows": {
    config: { execProviderConfig: { command: "x", provideClusterInfo: true } },
    reason: "its execProviderConfig has provideClusterInfo, which mode exec does not know",
  },
  "a proxy with a password": {
    config: { execProviderConfig: { command: "x" }, proxyUrl: `http://user:${canary}@proxy.example.com` },
    reason: "registration.proxyUrl: the URL holds credentials, expected one without user and password",
    fix: "remove them here, and take them as leaked if the file was ever committed",
  },
};

test.each(Object.entries(cases))("%s cannot be taken over", async (_, { config, reason, fix }) => {
  const spoke = await startCluster({});
  const text = typeof config === "string" ? config : configWith(spoke, config);
  const secret = clusterSecret("a", { name: "a", server: spoke.url, config: text });
  const { code, entries, left } = await adoptAll(place, [secret], spoke);
  expect({ code, entries, left }).toEqual({
    code: 1,
    entries: [],
    left: [{ secret: "a", name: "a", reason, ...(fix !== undefined && { fix }) }],
  });
});

/** Why a Secret with the token of `argocd cluster add` is left out. */
async function reasonOf(
  spoke: TestServer,
  parts: Parameters<typeof clusterSecret>[2] = {},
  server = spoke.url,
): Promise<readonly string[]> {
  const data = { name: "a", server, config: configWith(spoke, { bearerToken: token() }) };
  return (await adoptAll(place, [clusterSecret("a", data, parts)], spoke)).left.map(({ reason }) => reason);
}

test("a Secret that something else writes is left to that", async () => {
  const spoke = await startCluster(manager());
  const owner = { ownerReferences: [{ kind: "ExternalSecret", name: "a" }] };
  expect(await reasonOf(spoke, { metadata: owner })).toEqual(['ExternalSecret "a" owns it, and would write it again']);
});

test("a Secret of another environment stays there", async () => {
  const spoke = await startCluster(manager());
  expect(await reasonOf(spoke, { labels: { "hubspoke/environment": "dev" } })).toEqual([
    'it is of the environment "dev" of hubspoke already',
  ]);
});

test("a server that no context has", async () => {
  const spoke = await startCluster(manager());
  expect(await reasonOf(spoke, {}, "https://10.1.2.3")).toEqual([
    "no context of your kubeconfig has the server https://10.1.2.3",
  ]);
});

test("a server that does not answer", async () => {
  const spoke = await startServer(() => ({ status: 503, body: "no" }));
  expect(await reasonOf(spoke)).toEqual([
    `${spoke.url} does not answer you by context "payments": ${spoke.url} answered 503 to GET /version: no`,
  ]);
});

test("objects that are there in part would be in the way", async () => {
  const { "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager": account = {} } = manager();
  const spoke = await startCluster({ "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager": account });
  expect(await reasonOf(spoke)).toEqual([
    "of ServiceAccount kube-system/argocd-manager, role argocd-manager-role and argocd-manager-role-binding it has some, and not all as argocd cluster add makes them",
  ]);
});

test("the hub by another name is named", async () => {
  const argo = argoCd([]);
  const hub = await startHub(argo);
  argo.secrets.push(
    clusterSecret("a", { name: "a", server: hub.url, config: configWith(hub, { bearerToken: token() }) }),
  );
  folder.kubeconfig({ hub });
  expect(await adopt({ context: "hub", kubeconfig: "kube.yaml", name: "prod", json: true })).toBe(1);
  expect((JSON.parse(said.data) as Result).left).toEqual([
    {
      secret: "a",
      name: "a",
      reason: `its server is the hub's own by another name, ${hub.url}`,
      fix: "let its Applications go to https://kubernetes.default.svc, and delete the Secret",
    },
  ]);
});

test("two Secrets of one server are both named", async () => {
  const spoke = await startCluster(manager());
  const data = { server: spoke.url, config: configWith(spoke, { bearerToken: token() }) };
  const secrets = [clusterSecret("x", { ...data, name: "a" }), clusterSecret("y", { ...data, name: "b" })];
  const { left } = await adoptAll(place, secrets, spoke);
  expect(left.map(({ secret, reason }) => [secret, reason])).toEqual([
    ["x", `Secret "y" has the same server ${spoke.url}`],
    ["y", `Secret "x" has the same server ${spoke.url}`],
  ]);
});

test("an authority that only the hub trusts stays the hub's", async () => {
  const spoke = await startCluster(manager());
  const { cert } = await certificate();
  const config = JSON.stringify({ bearerToken: token(), tlsClientConfig: { caData: base64(cert) } });
  const data = { name: "a", server: "https://10.1.2.3:6443", config };
  const { left } = await adoptAll(place, [clusterSecret("a", data)], spoke, { spoke: ["a=payments"] });
  expect(left).toEqual([
    {
      secret: "a",
      name: "a",
      reason: `it trusts another authority than context "payments", whose server is ${spoke.url}`,
      fix: "name a context of the server that the Secret has, or one that trusts the same authority",
    },
  ]);
});

test("what the entry of a hub has not is not lost silently", async () => {
  const spoke = await startCluster({});
  const data = { name: "in-cluster", server: "https://kubernetes.default.svc", project: "a", shard: "1", config: "{}" };
  const { hub, left } = await adoptAll(place, [clusterSecret("in", data)], spoke);
  expect(hub).not.toHaveProperty("adopt");
  expect(left).toEqual([
    { secret: "in", name: "in-cluster", reason: "it has a project and a shard, which the entry of a hub has not" },
  ]);
});
