import { configDigest } from "../../config/registration/digest.js";
import type { Access, Spoke, HubSpokeTopology } from "../../config/topology.js";
import {
  base64,
  certificate,
  jwt,
  startServer,
  status,
  writeKubeconfigFor,
  type Answer,
  type Received,
  type TestServer,
} from "./support.js";

/** What a test changes about an environment that is as it should be. */
export interface FakeFleet {
  readonly topology: HubSpokeTopology;
  readonly hub: TestServer;
  readonly spoke: TestServer;
  readonly argocd: TestServer;
  /** Objects on the hub, by plural; tests change them. */
  readonly objects: Record<
    "secrets" | "applications" | "applicationsets" | "deployments" | "statefulsets" | "pods",
    FakeObject[]
  >;
  /** Who the spoke says that the credential in the cluster Secret is; undefined is refused. */
  identity: string | undefined;
  /** Groups that the spoke says it is in. */
  groups: readonly string[];
  /** What the spoke says that the identity may do. */
  may: (spec: {
    resourceAttributes?: Record<string, string>;
    nonResourceAttributes?: Record<string, string>;
  }) => boolean;
  /** What the spoke answers to a GET, by path. */
  readonly onSpoke: Record<string, object>;
  /** What the spoke answers, before all that it otherwise would. */
  spokeFirst?: (received: Received) => Answer | undefined;
  /** How argocd-server sees the clusters. */
  clusters: object[];
}

export interface FakeObject {
  readonly metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  readonly [field: string]: unknown;
}

export const COMMIT = "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b";
const MANAGER = "system:serviceaccount:kube-system:argocd-manager";
const DAY = 86_400;

export async function startFleet(access: Access = "admin"): Promise<FakeFleet> {
  const argocdCertificate = await certificate([{ type: "dns", value: "localhost" }]);
  const fleet = {
    identity: MANAGER,
    groups: [],
    may: () => true,
    onSpoke: {},
    clusters: [] as object[],
  } as unknown as {
    -readonly [K in keyof FakeFleet]: FakeFleet[K];
  };
  const spoke = await startServer((received) => fleet.spokeFirst?.(received) ?? answerAsSpoke(fleet, received));
  fleet.objects = {
    secrets: [hubSecret(), spokeSecret(spoke)],
    applications: [root()],
    applicationsets: [],
    deployments: [],
    statefulsets: [],
    pods: [],
  };
  const secrets: Record<string, Record<string, string>> = {
    "argocd-secret": { "tls.crt": base64(argocdCertificate.cert) },
    "argocd-initial-admin-secret": { password: base64("admin-password") },
  };
  const hub = await startServer((received) => answerAsHub(fleet.objects, secrets, received));
  fleet.argocd = await startServer((received) => answerAsArgoCd(fleet, received), argocdCertificate);
  fleet.clusters = [connected("https://kubernetes.default.svc"), connected(spoke.url)];
  const kubeconfigs = await Promise.all([writeKubeconfigFor(hub), writeKubeconfigFor(spoke)]);
  return Object.assign(fleet, { hub, spoke, topology: topologyOf(kubeconfigs, access) });
}

function topologyOf([hub, spoke]: readonly string[], access: Access): HubSpokeTopology {
  const labels = (role: string, name: string) => ({
    "hubspoke/environment": "dev",
    "hubspoke/role": role,
    "hubspoke/name": name,
  });
  const cluster = (kubeconfig = "") => ({ provider: "existing" as const, kubeconfig, context: "admin" });
  return {
    name: "dev",
    file: "environments/dev.yaml",
    projectDirectory: "/project",
    model: "hub-spoke",
    backend: { local: { path: "/project/.hubspoke/state" } } as unknown as HubSpokeTopology["backend"],
    deletionProtection: false,
    gitops: { repoURL: "https://git.example/gitops.git", revision: COMMIT, path: "environments/dev" },
    hub: {
      name: "hub",
      argocdName: "in-cluster",
      secretName: "cluster-dev-hub",
      cluster: cluster(hub),
      labels: labels("hub", "hub"),
      annotations: {},
      argocd: {
        existing: false,
        chart: { path: "/chart" },
        namespace: "argocd",
        values: {},
        projects: [],
        applicationSets: [],
        highAvailability: false,
        size: "auto",
        admin: { enabled: true },
        repositories: [],
        identity: "pod-identity",
        selfManage: false,
      },
    },
    spokes: [
      {
        name: "a",
        argocdName: "a",
        secretName: "cluster-dev-a",
        cluster: cluster(spoke),
        labels: labels("spoke", "a"),
        annotations: {},
        retired: false,
        registration: { mode: "bearer-token", access, lifetime: "8760h", revision: 1 },
      },
    ],
  };
}

/** The same topology with another spoke in place of its only one. */
export function withSpoke(topology: HubSpokeTopology, change: Partial<Spoke>): HubSpokeTopology {
  return { ...topology, spokes: topology.spokes.map((spoke) => ({ ...spoke, ...change })) };
}

function secretOf(labels: object, data: Record<string, string>): FakeObject {
  const name = `cluster-dev-${(labels as Record<string, string>)["hubspoke/name"]}`;
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)]));
  return { metadata: { name, labels: { ...labels, "argocd.argoproj.io/secret-type": "cluster" } }, data: encoded };
}

function hubSecret(): FakeObject {
  const labels = { "hubspoke/environment": "dev", "hubspoke/role": "hub", "hubspoke/name": "hub" };
  return secretOf(labels, {
    name: "in-cluster",
    server: "https://kubernetes.default.svc",
    config: '{"tlsClientConfig":{"insecure":false}}',
  });
}

export function spokeSecret(spoke: TestServer, lifetime = { iat: -1, exp: 365 }, name = "a"): FakeObject {
  const now = Math.floor(Date.now() / 1000);
  const bearerToken = jwt({ iat: now + lifetime.iat * DAY, exp: now + lifetime.exp * DAY });
  const labels = { "hubspoke/environment": "dev", "hubspoke/role": "spoke", "hubspoke/name": name };
  const config = JSON.stringify({ bearerToken, tlsClientConfig: { insecure: false, caData: base64(spoke.ca) } });
  const data = { name, server: spoke.url, config };
  const secret = secretOf(labels, data);
  secret.metadata.annotations = { "hubspoke/config-digest": configDigest(data) ?? "" };
  return secret;
}

export function root(status: object = {}, name = "root"): FakeObject {
  return {
    metadata: { name },
    spec: {
      source: { repoURL: "https://git.example/gitops.git", targetRevision: COMMIT, path: "environments/dev" },
      destination: { name: "in-cluster" },
    },
    status: { sync: { status: "Synced", revision: COMMIT }, health: { status: "Healthy" }, ...status },
  };
}

export function connected(server: string): object {
  return {
    name: server,
    server,
    connectionState: { status: "Successful", message: "" },
    info: { applicationsCount: 1 },
  };
}

function answerAsHub(
  objects: FakeFleet["objects"],
  secrets: Record<string, Record<string, string>>,
  received: Received,
): Answer {
  const url = new URL(received.path, "https://hub");
  if (received.headers.authorization !== "Bearer operator") return status(401, "Unauthorized");
  if (url.pathname === "/version") return { gitVersion: "v1.34.4" };
  if (url.pathname === "/readyz") return "ok";
  const last = url.pathname.split("/").at(-1) ?? "";
  if (received.method === "PATCH") return {};
  if (last in objects) return { items: objects[last as keyof typeof objects] };
  return secrets[last] ? { metadata: { name: last }, data: secrets[last] } : status(404, `${last} not found`);
}

function answerAsSpoke(fleet: FakeFleet, received: Received): Answer {
  if (received.path === "/version") return { gitVersion: "v1.33.1" };
  if (received.path === "/readyz") return "ok";
  if (received.method === "GET" && received.path.startsWith("/api")) {
    return fleet.onSpoke[received.path] ?? status(404, "not found");
  }
  if (fleet.identity === undefined) return status(401, "Unauthorized");
  if (received.path.endsWith("/selfsubjectreviews")) {
    return { status: { userInfo: { username: fleet.identity, groups: fleet.groups } } };
  }
  return { status: { allowed: fleet.may(JSON.parse(received.body).spec) } };
}

function answerAsArgoCd(fleet: FakeFleet, received: Received): Answer {
  if (received.path === "/api/v1/session") {
    return received.body === '{"username":"admin","password":"admin-password"}'
      ? { token: "session" }
      : status(401, "Invalid username or password");
  }
  return received.headers.authorization === "Bearer session" ? { items: fleet.clusters } : status(401, "no session");
}
