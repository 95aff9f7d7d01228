import * as z from "zod";
import type { ClusterSpec } from "../cluster/index.js";
import { dnsLabel, listOf, nonEmpty, objectName } from "../fields/fields.js";
import { proxyUrl } from "../fields/urls.js";
import { accessSchema, isNamespaceAccess, type Access } from "./access.js";

/** What every registration mode has. */
export interface CommonRegistrationSpec {
  /** What Argo CD may do on the spoke. */
  readonly access: Access;
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

/** The fields that every registration mode has. */
export const commonFields = {
  access: accessSchema.default("admin"),
  namespaces: listOf(dnsLabel())
    .optional()
    .describe("Namespaces that Argo CD manages. Default: all, or those of access.")
    .meta({ examples: [["shop", "search"]] }),
  clusterResources: z
    .boolean()
    .optional()
    .describe("With namespaces: whether cluster-scoped objects are managed too. Default: false."),
  project: objectName
    .optional()
    .describe("Argo CD project that the cluster belongs to. Default: none, every project may use it.")
    .meta({ examples: ["team-a"] }),
  shard: z
    .int()
    .min(0)
    .optional()
    .describe("Application controller shard that handles the cluster. Default: chosen by Argo CD."),
  proxyUrl: proxyUrl
    .optional()
    .describe("Proxy between the hub and the spoke. Default: the cluster's.")
    .meta({ examples: ["http://proxy.example.com:3128"] }),
  serverName: nonEmpty
    .optional()
    .describe("Name that the API server's certificate is checked against. Default: the host of its URL.")
    .meta({ examples: ["api.payments.example.com"] }),
  disableCompression: z
    .boolean()
    .optional()
    .describe("Turns off response compression between the hub and the spoke. Default: false."),
  quarantine: z
    .boolean()
    .optional()
    .describe("Makes Argo CD leave every Application of the spoke alone. Default: false."),
};

/** What the common fields take from elsewhere. */
export function resolveCommon(
  file: CommonRegistrationSpec,
  cluster: ClusterSpec,
): Pick<CommonRegistrationSpec, "namespaces" | "proxyUrl"> {
  const { access } = file;
  const namespaces = file.namespaces ?? (isNamespaceAccess(access) ? access.namespaces : undefined);
  const proxy = file.proxyUrl ?? ("proxyUrl" in cluster ? cluster.proxyUrl : undefined);
  return {
    ...(namespaces !== undefined && { namespaces }),
    ...(proxy !== undefined && { proxyUrl: proxy }),
  };
}
