import * as z from "zod";
import { checkedFields } from "../fields/checks.js";
import { dnsLabel, fields, nonEmpty } from "../fields/fields.js";
import { labelMap } from "../fields/labels.js";
import { resolvePath } from "../paths.js";
import type { Backend } from "./backend.js";
import { refuseCredentials, refuseSet } from "../fields/refusals.js";

/** Terraform state in Secrets of a Kubernetes cluster, locked by Leases. */
export interface KubernetesBackendSpec {
  readonly type: "kubernetes";
  readonly namespace: string;
  /**
   * Absolute path of the kubeconfig.
   *
   * @default - none: Terraform runs in the cluster
   */
  readonly configPath?: string;
  readonly configContext?: string;
  readonly inClusterConfig?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

const schema = checkedFields(
  fields(
    {
      namespace: dnsLabel()
        .describe("Namespace of the Secrets, which is there already.")
        .meta({ examples: ["terraform"] }),
      configPath: nonEmpty
        .optional()
        .describe("Path of the kubeconfig; a relative one starts at the project. Default: none, with inClusterConfig.")
        .meta({ examples: ["~/.kube/config"] }),
      configContext: nonEmpty.optional().describe("Context of the kubeconfig. Default: its current one."),
      inClusterConfig: z
        .boolean()
        .optional()
        .describe("Whether Terraform runs in a pod of that cluster. Default: false."),
      labels: labelMap.optional().describe("Labels of the Secrets. Default: none but Terraform's own."),
    },
    {
      ...refuseCredentials(
        ["token", "username", "password", "clientCertificate", "clientKey", "exec"],
        "name a kubeconfig that has it: configPath",
      ),
      ...refuseSet(["secretSuffix"], "remove it: a stack's Secret is tfstate-default-<stack id>"),
    },
  ),
  ({ inClusterConfig, configPath }) => {
    if (inClusterConfig === true && configPath !== undefined) {
      return [{ field: "configPath", message: "configPath beside inClusterConfig: true, expected one of them" }];
    }
    // Variables such as KUBE_CONFIG_PATH would reach the providers of the stacks, too.
    return inClusterConfig === true || configPath !== undefined
      ? []
      : [{ message: "names no cluster, expected configPath, or inClusterConfig: true" }];
  },
).describe("State in Secrets of a Kubernetes cluster, locked by Leases.");

export const kubernetesBackend: Backend<typeof schema, KubernetesBackendSpec> = {
  schema,
  resolve: (file, base) => ({
    type: "kubernetes",
    ...file,
    ...(file.configPath !== undefined && { configPath: resolvePath(file.configPath, base) }),
  }),
  stateOf: (_spec, stackId) => stackId,
  limit: { characters: 63, what: "the label of its Secret" },
};
