import * as z from "zod";
import { listOf, nonEmpty } from "../fields/fields.js";

/** A command that prints a credential, as kubeconfigs and Argo CD run it. */
export interface ExecCredential {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Version of the `ExecCredential` that the command prints. */
  readonly apiVersion: ExecApiVersion;
}

const apiVersions = ["client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1"] as const;

export type ExecApiVersion = (typeof apiVersions)[number];

/** The fields of such a command, by the names of a kubeconfig. */
export const execFields = {
  command: nonEmpty.describe("Command that prints an ExecCredential.").meta({ examples: ["argocd-k8s-auth"] }),
  args: listOf(z.string())
    .optional()
    .describe("Arguments of the command. Default: none.")
    .meta({ examples: [["gcp"]] }),
  env: z
    .record(z.string(), z.string())
    .optional()
    .describe("Variables of the command's environment; never a secret. Default: none."),
  apiVersion: z.enum(apiVersions).default(apiVersions[0]).describe("Version of the ExecCredential that it prints."),
};

interface ExecFile {
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly apiVersion: ExecApiVersion;
}

export function resolveExec({ command, args = [], env = {}, apiVersion }: ExecFile): ExecCredential {
  return { command, args, env, apiVersion };
}
