import * as z from "zod";
import { durationSeconds } from "../duration.js";
import { checkedString, dnsLabel, fields, listOf, nonEmpty, objectName, type Complaint } from "../fields.js";
import { proxyUrl } from "../urls.js";
import { accessSchema, type Access } from "./access.js";
import type { RegistrationMode } from "./mode.js";

/** A ServiceAccount token that expires, requested by Terraform and kept in no state. */
export interface BearerTokenSpec {
  readonly mode: "bearer-token";
  /** What Argo CD may do on the spoke. */
  readonly access: Access;
  /** How long a token is valid, as a Go duration. */
  readonly lifetime: string;
  /** Raise it to have a new token made. */
  readonly revision: number;
  /**
   * Namespaces that Argo CD manages; their presence puts Argo CD in namespaced mode for this spoke.
   *
   * @default - all namespaces, or those of `access`
   */
  readonly namespaces?: readonly string[];
  /**
   * Whether Argo CD manages cluster-scoped objects in namespaced mode too.
   *
   * @default false
   */
  readonly clusterResources?: boolean;
  /**
   * Argo CD project that the cluster belongs to.
   *
   * @default - usable by every project
   */
  readonly project?: string;
  /**
   * Application controller shard that handles the cluster.
   *
   * @default - chosen by Argo CD
   */
  readonly shard?: number;
  /**
   * Proxy between the hub and the spoke.
   *
   * @default - the cluster's own `proxyUrl`
   */
  readonly proxyUrl?: string;
  /**
   * Name that the API server's certificate is checked against.
   *
   * @default - the host of its URL
   */
  readonly serverName?: string;
  /**
   * Turns off response compression between the hub and the spoke.
   *
   * @default false
   */
  readonly disableCompression?: boolean;
  /**
   * Makes Argo CD leave every Application of the spoke alone.
   *
   * @default false
   */
  readonly quarantine?: boolean;
}

/** Kubernetes refuses to issue a token for less. */
const shortestLifetime = 600;
/** The TokenRequest API's own limit. */
const longestLifetime = 2 ** 32;

const schema = fields({
  mode: z.literal("bearer-token").describe("A ServiceAccount token that expires, never in Terraform state."),
  access: accessSchema.default("admin"),
  lifetime: checkedString(complainOfLifetime)
    .default("8760h")
    .describe("How long a token is valid, as a Go duration; at least 10m."),
  revision: z.int().min(1).default(1).describe("Raise it to have a new token made."),
  namespaces: listOf(dnsLabel())
    .optional()
    .describe("Namespaces that Argo CD manages. Default: all, or those of access."),
  clusterResources: z.boolean().optional().describe("With namespaces: whether cluster-scoped objects are managed too."),
  project: objectName.optional().describe("Argo CD project that the cluster belongs to."),
  shard: z.int().min(0).optional().describe("Application controller shard that handles the cluster."),
  proxyUrl: proxyUrl.optional().describe("Proxy between the hub and the spoke. Default: the cluster's."),
  serverName: nonEmpty.optional().describe("Name that the API server's certificate is checked against."),
  disableCompression: z.boolean().optional().describe("Turns off response compression between the hub and the spoke."),
  quarantine: z.boolean().optional().describe("Makes Argo CD leave every Application of the spoke alone."),
});

export const bearerToken: RegistrationMode<typeof schema, BearerTokenSpec> = {
  schema,
  supports: ["local", "existing"],
  resolve(file, cluster) {
    const namespaces =
      file.namespaces ??
      (typeof file.access === "object" && "namespaces" in file.access ? file.access.namespaces : undefined);
    const proxy = file.proxyUrl ?? ("proxyUrl" in cluster ? cluster.proxyUrl : undefined);
    return {
      ...file,
      ...(namespaces !== undefined && { namespaces }),
      ...(proxy !== undefined && { proxyUrl: proxy }),
    };
  },
};

function complainOfLifetime(value: string): Complaint | undefined {
  const seconds = durationSeconds(value);
  if (seconds === undefined) return { expected: "a Go duration such as 8760h or 30m", ...daysFix(value) };
  if (seconds < shortestLifetime) return { expected: "at least 10m, the shortest that Kubernetes issues" };
  if (seconds > longestLifetime) return { expected: "at most 1193046h, the longest that Kubernetes issues" };
  return undefined;
}

function daysFix(value: string): { readonly fix?: string } {
  const days = /^(\d{1,5})d$/.exec(value)?.[1];
  return days === undefined ? {} : { fix: `Go durations have no days: write ${Number(days) * 24}h` };
}
