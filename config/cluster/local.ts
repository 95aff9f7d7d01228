import * as z from "zod";
import { fields } from "../fields/fields.js";
import { kubeconfigPath } from "../local-paths.js";
import { contextName } from "../names.js";
import type { ClusterProvider } from "./provider.js";

/** A control plane as processes on this machine: it has an API server and no nodes. */
export interface LocalClusterSpec {
  readonly provider: "local";
  /** First of the ports it listens on, on 127.0.0.1: the API server's. */
  readonly port: number;
  /** Kubernetes version, without a leading "v". */
  readonly version: string;
  /** Absolute path of the admin kubeconfig, written when the cluster starts. */
  readonly kubeconfig: string;
  readonly context: string;
  readonly endpoint: string;
}

/** The Kubernetes version that the toolchain builds. */
export const localKubernetesVersion = "1.34.4";

/** API server port of the cluster at position 0. */
export const firstLocalPort = 16443;

/** API server, etcd for clients, etcd for peers. */
const spokePorts = 3;
/** The same, and Argo CD's components. */
const hubPorts = 10;

const schema = fields({
  provider: z.literal("local").describe("A control plane as processes on this machine; it runs no pods."),
  port: z
    .int()
    .min(1024)
    .max(65535)
    .optional()
    .describe(
      "API server port; the next two are etcd's, and on the hub the next nine are taken. " +
        `Default: ${firstLocalPort} + 10 x position, the hub being at position 0.`,
    ),
  version: z.enum([localKubernetesVersion]).default(localKubernetesVersion).describe("Kubernetes version."),
});

export const localCluster: ClusterProvider<typeof schema, LocalClusterSpec> = {
  capabilities: { nodes: false },
  schema,
  resolve(file, place) {
    const port = file.port ?? firstLocalPort + hubPorts * place.position;
    return {
      provider: "local",
      port,
      version: file.version,
      kubeconfig: kubeconfigPath(place.projectDirectory, place.environment, place.name),
      context: contextName(place.environment, place.name),
      endpoint: `https://127.0.0.1:${port}`,
    };
  },
  servers: (spec) => [spec.endpoint],
  ports: (spec, place) => ({ first: spec.port, last: spec.port + (place.argocd ? hubPorts : spokePorts) - 1 }),
};
