import { parse, stringify } from "yaml";
import { isReady } from "../control-plane-ready.js";
import { LocalError } from "../errors.js";
import { KubeApi } from "../kube-api.js";
import { until } from "../wait.js";

/** A kubeconfig of one cluster, as `kind get kubeconfig` prints it. */
export interface KindKubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly "certificate-authority-data": string } },
  ];
  readonly users: readonly [
    { readonly user: { readonly "client-certificate-data": string; readonly "client-key-data": string } },
  ];
}

const readyTimeout = 60_000;

export function parseKubeconfig(text: string): KindKubeconfig {
  return parse(text) as KindKubeconfig;
}

/** It says where a cluster is: whoever reads it brings a credential of their own. */
export function withoutUsers(kubeconfig: KindKubeconfig): string {
  return stringify({ ...kubeconfig, users: [] }, { lineWidth: 0 });
}

/** Waits until the API server of a kubeconfig says that it is ready, and returns its URL. */
export async function waitUntilReady({ clusters: [{ cluster }], users: [{ user }] }: KindKubeconfig): Promise<string> {
  const { server } = cluster;
  const api = new KubeApi({
    server,
    ca: fromBase64(cluster["certificate-authority-data"]),
    certificate: fromBase64(user["client-certificate-data"]),
    key: fromBase64(user["client-key-data"]),
  });
  try {
    const look = async () => ((await isReady(api).catch(() => false)) ? true : undefined);
    if (await until(look, { timeout: readyTimeout, interval: 250 })) return server;
    throw new LocalError(`${server} is not ready after ${readyTimeout / 1000} s`);
  } finally {
    api.close();
  }
}

function fromBase64(data: string): string {
  return Buffer.from(data, "base64").toString("utf8");
}
