import { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { stringify } from "yaml";
import { base64, jwt, startServer, status, type Answer, type TestServer } from "../../fleet/support.js";

/** What a cluster answers, by path without its query. */
export type Objects = Record<string, object>;

/** A cluster that is as good as its objects; a list is `items` under the path of its plural. */
export function startCluster(objects: Objects): Promise<TestServer> {
  return startServer(({ path, headers }): Answer => {
    if (headers.authorization !== "Bearer operator") return status(401, "Unauthorized");
    const { pathname } = new URL(path, "https://cluster");
    if (pathname === "/version") return { gitVersion: "v1.34.4" };
    return objects[pathname] ?? status(404, `${pathname} not found`);
  });
}

export interface Argo {
  readonly secrets: object[];
  readonly configMaps: object[];
  readonly deployments: object[];
}

/** A cluster with an Argo CD; tests change its objects. */
export async function startHub(argo: Argo): Promise<TestServer> {
  const objects: Objects = {};
  for (const within of ["", "namespaces/argocd/"]) {
    objects[`/api/v1/${within}configmaps`] = { items: argo.configMaps };
    objects[`/apis/apps/v1/${within}deployments`] = { items: argo.deployments };
    objects[`/apis/apps/v1/${within}statefulsets`] = { items: [] };
    objects[`/api/v1/${within}secrets`] = { items: argo.secrets };
  }
  return startCluster(objects);
}

/** An Argo CD that its own manifests installed. */
export function argoCd(secrets: object[]): Argo {
  return {
    secrets,
    configMaps: [{ metadata: { name: "argocd-cm", namespace: "argocd" } }],
    deployments: [
      {
        metadata: { name: "argocd-server", namespace: "argocd" },
        spec: { template: { spec: { containers: [{ image: "quay.io/argoproj/argocd:v3.2.11" }] } } },
      },
    ],
  };
}

interface SecretParts {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly metadata?: object;
}

/** A cluster Secret as the API server gives it. */
export function clusterSecret(
  secretName: string,
  data: Readonly<Record<string, string>>,
  parts: SecretParts = {},
): object {
  const { labels, annotations, metadata } = parts;
  return {
    metadata: {
      ...metadata,
      name: secretName,
      labels: { ...labels, "argocd.argoproj.io/secret-type": "cluster" },
      annotations: { ...annotations, "managed-by": "argocd.argoproj.io" },
    },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
  };
}

/** The token that `argocd cluster add` leaves behind, or another account's. */
export function token(account = "kube-system:argocd-manager", secret = "argocd-manager-long-lived-token"): string {
  const name = secret === "" ? {} : { "kubernetes.io/serviceaccount/secret.name": secret };
  return jwt({ sub: `system:serviceaccount:${account}`, ...name });
}

export function configWith(server: TestServer, fields: object): string {
  return JSON.stringify({ tlsClientConfig: { insecure: false, caData: base64(server.ca) }, ...fields });
}

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const all = [
  { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  { nonResourceURLs: ["*"], verbs: ["*"] },
];

/** What `argocd cluster add` makes on a cluster. */
export function manager(rules: readonly object[] = all): Objects {
  const role = { metadata: { name: "argocd-manager-role" }, rules };
  const binding = bindingOf("argocd-manager-role-binding", "argocd-manager-role", "kube-system:argocd-manager");
  return {
    "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager": {},
    [`${rbac}/clusterroles/argocd-manager-role`]: role,
    [`${rbac}/clusterrolebindings/argocd-manager-role-binding`]: binding,
    [`${rbac}/clusterrolebindings`]: { items: [binding] },
  };
}

/** The same with `--namespace`. */
export function namespacedManager(namespaces: readonly string[]): Objects {
  const binding = bindingOf("argocd-manager-role-binding", "argocd-manager-role", "kube-system:argocd-manager", "Role");
  const entries = namespaces.flatMap((namespace) => [
    [`${rbac}/namespaces/${namespace}/roles/argocd-manager-role`, { metadata: {}, rules: all.slice(0, 1) }] as const,
    [`${rbac}/namespaces/${namespace}/rolebindings/argocd-manager-role-binding`, binding] as const,
    [`${rbac}/namespaces/${namespace}/rolebindings`, { items: [binding] }] as const,
  ]);
  return {
    "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager": {},
    [`${rbac}/clusterrolebindings`]: { items: [] },
    ...Object.fromEntries(entries),
  };
}

/** An account that somebody made by hand, and what it may do. */
export function handMade(account: string, rules: readonly object[]): Objects {
  return {
    [`${rbac}/clusterroles/deployer`]: { metadata: { name: "deployer" }, rules },
    [`${rbac}/clusterrolebindings`]: { items: [bindingOf("deployer", "deployer", account)] },
  };
}

function bindingOf(name: string, role: string, account: string, kind = "ClusterRole"): object {
  const [namespace, account_ = ""] = account.split(":");
  return {
    metadata: { name },
    roleRef: { kind, name: role },
    subjects: [{ kind: "ServiceAccount", name: account_, namespace }],
  };
}

/** A folder that is current in each test, with a kubeconfig of these clusters, each a context of its name. */
export interface Folder {
  readonly path: string;
  kubeconfig(servers: Readonly<Record<string, Pick<TestServer, "url" | "ca">>>): void;
  read(file: string): string;
}

export function inFolder(): Folder {
  const home = process.cwd();
  let path = "";
  beforeEach(() => {
    path = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke adopt ü-")));
    mkdirSync(join(path, "environments"));
    process.chdir(path);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
    kubeconfig(servers) {
      const names = Object.keys(servers);
      const clusters = Object.entries(servers).map(([name, { url, ca }]) => {
        return { name, cluster: { server: url, "certificate-authority-data": base64(ca) } };
      });
      const users = [{ name: "me", user: { token: "operator" } }];
      const contexts = names.map((name) => ({ name, context: { cluster: name, user: "me" } }));
      writeFileSync(
        join(path, "kube.yaml"),
        stringify({ apiVersion: "v1", kind: "Config", clusters, users, contexts }),
      );
    },
    read: (file) => readFileSync(join(path, file), "utf8"),
  };
}
