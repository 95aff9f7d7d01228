import * as z from "zod";
import { checkedFields } from "../fields/checks.js";
import { fields, nonEmpty, objectName } from "../fields/fields.js";
import { annotationMap } from "../fields/labels.js";

/** How people reach Argo CD from outside the cluster. */
export interface IngressSpec {
  /** @default - the cluster's default class */
  readonly className?: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** @default - none: plain HTTP up to the ingress controller */
  readonly tls?: IngressTls;
  /** Whether the command line has an Ingress of its own, at `grpc.<domain>`. */
  readonly grpc: boolean;
}

/** The certificate: cert-manager's, or one that is in a Secret already. */
export type IngressTls =
  { readonly issuer: string; readonly issuerKind: "ClusterIssuer" | "Issuer" } | { readonly secretName: string };

const tlsSchema = checkedFields(
  fields({
    issuer: objectName
      .optional()
      .describe("Issuer of cert-manager that the certificate comes from. Default: none.")
      .meta({ examples: ["letsencrypt"] }),
    issuerKind: z
      .enum(["ClusterIssuer", "Issuer"])
      .optional()
      .describe("Kind of the issuer; an Issuer is one of Argo CD's namespace. Default: ClusterIssuer."),
    secretName: objectName
      .optional()
      .describe("TLS Secret in Argo CD's namespace that has the certificate. Default: none.")
      .meta({ examples: ["argocd-tls"] }),
  }),
  ({ issuer, issuerKind, secretName }) => {
    if (issuer === undefined && secretName === undefined) {
      return [{ message: "names no certificate, expected issuer or secretName" }];
    }
    if (issuer !== undefined && secretName !== undefined) {
      return [{ field: "secretName", message: "secretName beside issuer, expected one of them" }];
    }
    return issuer === undefined && issuerKind !== undefined
      ? [{ field: "issuerKind", message: "issuerKind without issuer, expected both" }]
      : [];
  },
);

export const ingressSchema = fields({
  enabled: z.boolean().default(true).describe("Whether there is an Ingress."),
  className: nonEmpty
    .optional()
    .describe("Ingress class. Default: the cluster's default class.")
    .meta({ examples: ["nginx"] }),
  annotations: annotationMap.prefault({}).describe("Annotations of the Ingress, for its controller. Default: none."),
  tls: tlsSchema.optional().describe("Certificate of the domain. Default: none, plain HTTP."),
  grpc: z
    .boolean()
    .default(false)
    .describe("Whether the argocd command has an Ingress of its own, at grpc.<domain>: for controllers that need one."),
}).describe("How people reach Argo CD; it needs a domain. Default: from inside the cluster only.");

/** Nothing where the Ingress is switched off. */
export function resolveIngress(ingress: z.output<typeof ingressSchema> | undefined): IngressSpec | undefined {
  if (ingress?.enabled !== true) return undefined;
  const { className, annotations, tls, grpc } = ingress;
  return {
    ...(className !== undefined && { className }),
    annotations,
    ...(tls !== undefined && { tls: resolveTls(tls) }),
    grpc,
  };
}

/** The schema has seen to it that one of them is there. */
function resolveTls({ issuer, issuerKind, secretName }: z.output<typeof tlsSchema>): IngressTls {
  return issuer === undefined
    ? { secretName: secretName ?? "" }
    : { issuer, issuerKind: issuerKind ?? "ClusterIssuer" };
}
