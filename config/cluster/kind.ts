import * as z from "zod";
import { checkedFields } from "../fields/checks.js";
import { fields, nonEmpty } from "../fields/fields.js";
import { httpsUrl, normalUrl } from "../fields/urls.js";
import { internalKubeconfigPath, kubeconfigPath } from "../local-paths.js";
import { resolvePath } from "../paths.js";
import type { ClusterProvider } from "./provider.js";

/** A kind cluster: nodes as containers on this machine. */
export interface KindClusterSpec {
  readonly provider: "kind";
  /** Name that kind knows it by. */
  readonly clusterName: string;
  /** How many nodes it has; the first is its control plane, and runs pods where it is the only one. */
  readonly nodes: number;
  /**
   * Image of the nodes, which decides the Kubernetes version.
   *
   * @default - that of the installed kind
   */
  readonly image?: string;
  /**
   * Absolute path of kind's own configuration file.
   *
   * @default - none: made from `nodes`
   */
  readonly config?: string;
  /** Absolute path of the operator's kubeconfig, written when the cluster is created. */
  readonly kubeconfig: string;
  /** Absolute path of the kubeconfig that says where the hub reaches it: for pods of a kind hub another address. */
  readonly hubKubeconfig: string;
  /** Context of both. */
  readonly context: string;
  /**
   * API server URL as the hub reaches it.
   *
   * @default - that of `hubKubeconfig`
   */
  readonly hubEndpoint?: string;
}

const defaultNodes = 1;

const schema = checkedFields(
  fields({
    provider: z.literal("kind").describe("A kind cluster on this machine; it needs Docker."),
    nodes: z
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe(`How many nodes; the first is the control plane. Default: ${defaultNodes}.`)
      .meta({ examples: [3] }),
    image: nonEmpty
      .optional()
      .describe("Image of the nodes: it decides the Kubernetes version. Default: that of the installed kind.")
      .meta({ examples: ["kindest/node:v1.34.0"] }),
    config: nonEmpty
      .optional()
      .describe(
        "Path of kind's own configuration file, in place of `nodes`; a relative one starts at the project. Default: none.",
      )
      .meta({ examples: ["kind.yaml"] }),
    hubEndpoint: httpsUrl
      .optional()
      .describe(
        "API server URL as the hub reaches it; required of a spoke whose hub is neither of provider kind nor local. " +
          "Default: in the containers' network for a kind hub, on this machine for a local one.",
      )
      .meta({ examples: ["https://dev-payments-control-plane:6443"] }),
  }),
  ({ nodes, config }) =>
    nodes === undefined || config === undefined
      ? []
      : [{ field: "nodes", message: "nodes beside config, expected one of them: config lists the nodes itself" }],
);

export const kindCluster: ClusterProvider<typeof schema, KindClusterSpec> = {
  capabilities: { nodes: true },
  schema,
  resolve(file, place) {
    const { environment, name, projectDirectory, hub } = place;
    const clusterName = `${environment}-${name}`;
    const kubeconfig = kubeconfigPath(projectDirectory, environment, name);
    return {
      provider: "kind",
      clusterName,
      nodes: file.nodes ?? defaultNodes,
      ...(file.image !== undefined && { image: file.image }),
      ...(file.config !== undefined && { config: resolvePath(file.config, place) }),
      kubeconfig,
      hubKubeconfig: hub === "kind" ? internalKubeconfigPath(projectDirectory, environment, name) : kubeconfig,
      context: `kind-${clusterName}`,
      ...(file.hubEndpoint !== undefined && { hubEndpoint: file.hubEndpoint }),
    };
  },
  servers: ({ clusterName, hubEndpoint }) => [
    `kind cluster "${clusterName}"`,
    ...(hubEndpoint === undefined ? [] : [normalUrl(hubEndpoint)]),
  ],
};
