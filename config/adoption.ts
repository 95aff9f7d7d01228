import * as z from "zod";
import { fields, nonEmpty, objectName } from "./fields/fields.js";
import { clusterSecretName, inClusterName } from "./names.js";

/** A cluster Secret that was there before, and what else is taken over with it. */
export interface Adoption {
  /** Whether the ServiceAccount on the spoke and its rights are taken over too, as `argocd cluster add` made them. */
  readonly manager: boolean;
}

const secret = objectName
  .describe("Name of the cluster Secret that is there, in Argo CD's namespace. It keeps it.")
  .meta({ examples: ["cluster-payments.example.com-1234567890"] });

const name = (fallback: string) =>
  nonEmpty.optional().describe(`Cluster name that Argo CD shows, where it is another one. Default: ${fallback}.`);

/** The `adopt` field of a hub. */
export const hubAdoptionSchema = fields({
  secret,
  name: name(inClusterName).meta({ examples: ["hub"] }),
}).describe(
  "The cluster Secret that an Argo CD of somebody else's has of the hub: the first deploy takes it over. Default: none.",
);

/** The `adopt` field of a spoke. */
export const spokeAdoptionSchema = fields({
  secret,
  name: name("the spoke's name").meta({ examples: ["admin@payments"] }),
  manager: z
    .boolean()
    .default(false)
    .describe(
      "True: the spoke has ServiceAccount argocd-manager, its role and binding, as `argocd cluster add` made them, and " +
        "they are taken over too.",
    ),
}).describe(
  "A cluster Secret that Argo CD has already: the first deploy takes it over, and nothing is made anew. It stays in the " +
    "file, for the names in it are for life. Default: none, the spoke is registered anew.",
);

/** The `adopt` field of a hub or a spoke. */
interface AdoptionEntry {
  readonly secret: string;
  readonly name?: string | undefined;
  readonly manager?: boolean;
}

/** A cluster as Argo CD knows it. */
interface KnownCluster {
  readonly argocdName: string;
  readonly secretName: string;
  readonly adoption?: Adoption;
}

/** What Argo CD calls a cluster, and its Secret. */
export function resolveAdoption(
  adopt: AdoptionEntry | undefined,
  own: { readonly environment: string; readonly name: string; readonly argocdName: string },
): KnownCluster {
  const { environment, name: cluster, argocdName } = own;
  if (adopt === undefined) return { argocdName, secretName: clusterSecretName(environment, cluster) };
  return {
    argocdName: adopt.name ?? argocdName,
    secretName: adopt.secret,
    adoption: { manager: adopt.manager ?? false },
  };
}
