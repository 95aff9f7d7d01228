import * as z from "zod";
import { fields, matching, nonEmpty, objectName } from "../fields/fields.js";

/** A value that is kept in a Kubernetes Secret of Argo CD's namespace, or is brought there. */
export type SecretReference = KubernetesSecretKey | ExternalSecretReference;

export interface KubernetesSecretKey {
  /** Name of the Secret; it needs the label `app.kubernetes.io/part-of: argocd`. */
  readonly name: string;
  readonly key: string;
}

/** An ExternalSecret of the External Secrets Operator. */
export interface ExternalSecretReference {
  readonly externalSecret: {
    readonly store: string;
    readonly storeKind: "ClusterSecretStore" | "SecretStore";
    readonly key: string;
  };
}

/** What an ExternalSecret is made from. */
export const externalSecret = fields({
  store: objectName.describe("Store of the External Secrets Operator.").meta({ examples: ["vault"] }),
  storeKind: z.enum(["ClusterSecretStore", "SecretStore"]).default("ClusterSecretStore").describe("Kind of the store."),
  key: nonEmpty.describe("Key in the store.").meta({ examples: ["argocd/github"] }),
});

/** The only way in which a file takes a secret. */
export const secretReference = z.union(
  [
    fields({
      name: objectName
        .describe("Name of a Secret in Argo CD's namespace, with the label app.kubernetes.io/part-of: argocd.")
        .meta({ examples: ["argocd-oidc"] }),
      key: matching(/^[-\w.]+$/, 'a key of a Secret: letters, digits, "-", "_" and "."')
        .describe("Key in the Secret.")
        .meta({ examples: ["clientSecret"] }),
    }),
    fields({ externalSecret: externalSecret.describe("An ExternalSecret that brings it.") }),
  ],
  {
    error: (issue) =>
      issue.code === "invalid_union"
        ? "expected a map with name and key of a Kubernetes Secret, or with externalSecret: the value itself never belongs in the file"
        : undefined,
  },
);
