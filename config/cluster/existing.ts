import * as z from "zod";
import { fields, nonEmpty } from "../fields.js";
import { resolvePath } from "../paths.js";
import { httpsUrl, normalUrl, proxyUrl } from "../urls.js";
import type { ClusterProvider } from "./provider.js";

/** A cluster that is already there. */
export interface ExistingClusterSpec {
  readonly provider: "existing";
  /** Absolute path of the kubeconfig that gives an operator access. */
  readonly kubeconfig: string;
  readonly context: string;
  /**
   * API server URL as the hub reaches it.
   *
   * @default - the server of the kubeconfig's context
   */
  readonly hubEndpoint?: string;
  /**
   * Proxy through which an operator and the hub reach the API server.
   *
   * @default - none
   */
  readonly proxyUrl?: string;
}

const schema = fields(
  {
    provider: z.literal("existing").describe("A cluster that is already there, reached through a kubeconfig."),
    kubeconfig: nonEmpty.describe("Path of the operator's kubeconfig; `~/` and paths relative to the project work."),
    context: nonEmpty.describe("Context of the kubeconfig."),
    hubEndpoint: httpsUrl.optional().describe("API server URL as the hub reaches it, where that differs."),
    proxyUrl: proxyUrl.optional().describe("Proxy through which the API server is reached: http, https or socks5."),
  },
  ["endpoint", "caData", "exec"],
);

export const existingCluster: ClusterProvider<typeof schema, ExistingClusterSpec> = {
  capabilities: { nodes: true },
  schema,
  resolve: (file, place) => ({
    provider: "existing",
    kubeconfig: resolvePath(file.kubeconfig, place),
    context: file.context,
    ...(file.hubEndpoint !== undefined && { hubEndpoint: file.hubEndpoint }),
    ...(file.proxyUrl !== undefined && { proxyUrl: file.proxyUrl }),
  }),
  servers: (spec) => [
    `context "${spec.context}" of ${spec.kubeconfig}`,
    ...(spec.hubEndpoint === undefined ? [] : [normalUrl(spec.hubEndpoint)]),
  ],
};
