import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { openLocalToolchain } from "../../../cli/toolchain.js";
import { deleteControlPlane, startControlPlane } from "../../../local/control-plane.js";
import { controlPlanePrograms, pkiDirectory } from "../../../local/control-plane-processes.js";
import { adminApi } from "../../../local/control-plane-ready.js";
import type { ControlPlaneSpec } from "../../../local/control-plane-spec.js";
import type { KubeApi } from "../../../local/kube-api.js";
import { certificate, type Certificate } from "../../fleet/support.js";
import { editSpokes, type SpokeFields } from "../environment-file.js";
import { startFaultProxy, type FaultProxy } from "./proxy.js";
import type { Project } from "../project.js";

/** A spoke as an operator has it: a context of a kubeconfig, through a proxy with faults. */
export interface FaultySpoke {
  /** Name of the context. @default - the spoke's */
  readonly context?: string;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** What the proxy shows; the kubeconfig trusts it. @default - a certificate for the host */
  readonly certificate?: Certificate;
  /** The operator's token. @default - an administrator's */
  readonly token?: string;
  readonly registration: object;
}

/** Several spokes that are one API server in truth: they share no object, or only one of them has any there. */
export interface FaultFleet {
  /** The API server, as its administrator. */
  readonly api: KubeApi;
  /** Adds a spoke to the environment file. */
  add(name: string, spoke: FaultySpoke): Promise<FaultProxy>;
  /** Trusts another certificate from now on. */
  trust(name: string, certificate: Certificate): void;
  remove(name: string): void;
  /** A token of a ServiceAccount that is made, with these rights in the whole cluster. */
  account(name: string, rules: readonly object[]): Promise<string>;
  /** Ends the API server as a crash does, and starts it again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  readonly context: string;
  readonly server: string;
  readonly cert: string;
  readonly token: string;
  readonly fields: SpokeFields;
  readonly proxy: FaultProxy;
}

/** Starts an API server that is no part of the environment, on the first three ports; proxies listen on those after. */
export async function startFaultFleet(project: Project, firstPort: number): Promise<FaultFleet> {
  const spec = specOf(join(project.directory, "elsewhere"), firstPort);
  const toolchain = await openLocalToolchain({ programs: controlPlanePrograms });
  await startControlPlane(spec, toolchain);
  const api = await adminApi(spec);
  const entries = new Map<string, Entry>();
  let port = firstPort + 3;
  const kubeconfig = join(project.directory, "operator.kubeconfig");
  const write = () => {
    writeFileSync(kubeconfig, stringify(kubeconfigOf([...entries.values()])));
    editSpokes(project, () => [...entries.values()].map(({ fields }) => fields));
  };
  const account: FaultFleet["account"] = (name, rules) => tokenWith(api, name, rules);
  const administrator = await account("operator", [
    { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
    { nonResourceURLs: ["*"], verbs: ["*"] },
  ]);
  return {
    api,
    account,
    async add(name, { context = name, host = "127.0.0.1", registration, token = administrator, ...shown }) {
      const made = shown.certificate ?? (await certificateFor(host));
      const target = { server: spec.endpoint, ca: readFileSync(join(pkiDirectory(spec), "ca.crt"), "utf8") };
      const proxy = await startFaultProxy({ host, port: port++, certificate: made, target });
      const cluster = { provider: "existing", kubeconfig, context };
      entries.set(name, {
        context,
        server: proxy.url,
        cert: made.cert,
        token,
        proxy,
        fields: { name, cluster, registration },
      });
      write();
      return proxy;
    },
    trust(name, { cert }) {
      entries.set(name, { ...(entries.get(name) as Entry), cert });
      write();
    },
    remove(name) {
      entries.get(name)?.proxy.close();
      entries.delete(name);
      write();
    },
    async restart() {
      const { pid } = JSON.parse(readFileSync(join(spec.directory, "kube-apiserver.pid.json"), "utf8")) as {
        pid: number;
      };
      process.kill(pid, "SIGKILL");
      await startControlPlane(spec, toolchain);
    },
    async close() {
      entries.forEach(({ proxy }) => proxy.close());
      api.close();
      await deleteControlPlane(spec);
    },
  };
}

export function certificateFor(host: string): Promise<Certificate> {
  return certificate([{ type: /^[\d.]+$|:/.test(host) ? "ip" : "dns", value: host }]);
}

function specOf(directory: string, port: number): ControlPlaneSpec {
  const names = { environment: "elsewhere", name: "elsewhere", context: "elsewhere", field: "port", file: "none" };
  const endpoint = `https://127.0.0.1:${port}`;
  return { ...names, directory, port, endpoint, kubeconfig: join(directory, "kubeconfig"), retired: false };
}

async function tokenWith(api: KubeApi, name: string, rules: readonly object[]): Promise<string> {
  const accounts = "/api/v1/namespaces/kube-system/serviceaccounts";
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const subjects = [{ kind: "ServiceAccount", name, namespace: "kube-system" }];
  await api.create(accounts, { metadata: { name } });
  await api.create(`${rbac}/clusterroles`, { metadata: { name }, rules });
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name };
  await api.create(`${rbac}/clusterrolebindings`, { metadata: { name }, roleRef, subjects });
  const request = { spec: { expirationSeconds: 7200 } };
  const { status } = await api.create<{ status: { token: string } }>(`${accounts}/${name}/token`, request);
  return status.token;
}

function kubeconfigOf(entries: readonly Entry[]): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: entries.map(({ context, server, cert }) => {
      return { name: context, cluster: { server, "certificate-authority-data": Buffer.from(cert).toString("base64") } };
    }),
    users: entries.map(({ context, token }) => ({ name: context, user: { token } })),
    contexts: entries.map(({ context }) => ({ name: context, context: { cluster: context, user: context } })),
  };
}
