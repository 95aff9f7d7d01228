import * as z from "zod";
import { hubAdoptionSchema, spokeAdoptionSchema } from "./adoption.js";
import { argocdSchema } from "./argocd/index.js";
import { backendSchema } from "./backend/index.js";
import { clusterSchema, partialClusterSchema } from "./cluster/index.js";
import { dnsLabel, fields, listOf, nonEmpty } from "./fields/fields.js";
import { gitopsSchema, partialGitopsSchema } from "./gitops.js";
import { annotationMap, labelMap } from "./fields/labels.js";
import { inClusterName, maxClusterName, maxEnvironmentName } from "./names.js";
import { partialRegistrationSchema, registrationSchema } from "./registration/index.js";
import { retiredSchema } from "./retirement.js";

/** Version of the format; another one is refused before anything else is read. */
export const apiVersion = "hubspoke/v1";

const labels = labelMap
  .prefault({})
  .describe("Labels of the cluster Secret: what ApplicationSets select clusters by.")
  .meta({ examples: [{ tier: "gold" }] });
const annotations = annotationMap
  .prefault({})
  .describe("Annotations of the cluster Secret: what ApplicationSets read, of any length.")
  .meta({ examples: [{ "example.com/owner": "Platform team" }] });

const hubName = dnsLabel(maxClusterName)
  .describe("Name of the hub.")
  .meta({ examples: ["hub"] });
const spokeName = dnsLabel(maxClusterName)
  .describe(`Name of the spoke in Argo CD: unique in the environment, not "${inClusterName}".`)
  .meta({ examples: ["payments"] });
const clusterName = dnsLabel(maxClusterName)
  .describe("Name of the cluster: unique in the environment.")
  .meta({ examples: ["frankfurt"] });

const hubFields = { labels, annotations, argocd: argocdSchema };

const standaloneFields = {
  ...hubFields,
  gitops: partialGitopsSchema
    .optional()
    .describe("What differs from the environment's `gitops` for this cluster. Default: nothing."),
};

const adopt = hubAdoptionSchema.optional();

const spokeFields = {
  labels,
  annotations,
  adopt: spokeAdoptionSchema.optional(),
  retired: retiredSchema,
};

const defaultsSchema = fields({
  cluster: partialClusterSchema.optional(),
  registration: partialRegistrationSchema.optional(),
  labels: labelMap.optional().describe("Labels of every cluster Secret."),
  annotations: annotationMap.optional().describe("Annotations of every cluster Secret."),
  argocd: argocdSchema.unwrap().partial().optional().describe("Argo CD of the hub, or of every standalone cluster."),
}).describe("Merged under the hub and every spoke: maps deep, lists replaced. Default: none.");

const headFields = {
  apiVersion: z.literal(apiVersion).describe("Version of this format."),
  extends: z
    .union([nonEmpty, listOf(nonEmpty)])
    .optional()
    .describe(
      "Files that this one is merged over, each over the ones before it; a relative name starts beside this file. " +
        "Maps are merged deep, lists replaced, spokes and clusters merged by name. Default: none.",
    )
    .meta({ examples: ["base/acme.yaml"] }),
  name: dnsLabel(maxEnvironmentName)
    .describe("Name of the environment: prefix of every stack id, so it is for life.")
    .meta({ examples: ["prod"] }),
};

const commonFields = {
  backend: backendSchema,
  deletionProtection: z.boolean().default(false).describe("True makes destroying a cluster or Argo CD an error."),
  gitops: gitopsSchema.prefault({}),
  defaults: defaultsSchema.optional(),
};

const hubDescription = "The cluster that runs Argo CD. Required, unless `model` is standalone.";
const spokesDescription = "The clusters that Argo CD delivers to.";
const clustersDescription =
  "Clusters that each run an Argo CD of their own. Required with `model: standalone`, and refused without it.";

const hubSpokeSchema = fields({
  ...headFields,
  model: z.literal("hub-spoke").default("hub-spoke"),
  ...commonFields,
  hub: fields({ name: hubName, cluster: clusterSchema, adopt, ...hubFields }),
  spokes: z
    .array(fields({ name: spokeName, cluster: clusterSchema, registration: registrationSchema, ...spokeFields }))
    .default([]),
});

const standaloneSchema = fields({
  ...headFields,
  model: z.literal("standalone"),
  ...commonFields,
  clusters: listOf(fields({ name: clusterName, cluster: clusterSchema, ...standaloneFields })),
});

const models = { "hub-spoke": hubSpokeSchema, standalone: standaloneSchema } as const;

const modelSchema = z
  .enum(["hub-spoke", "standalone"])
  .default("hub-spoke")
  .describe("With hub-spoke, the hub's Argo CD delivers to all spokes; with standalone, every cluster runs its own.");

/**
 * The schema of a document with its bases and defaults merged in: what the rest of the code reads.
 *
 * One for each model, and no union of them: all that is wrong is then said of the model that was meant. A model that
 * is neither is refused among the other problems of a hub and spokes.
 */
export function environmentSchemaOf(document: Record<string, unknown>): z.ZodType<EnvironmentFile> {
  const { model = "hub-spoke" } = document;
  if (model === "hub-spoke" || model === "standalone") return models[model];
  return fields({ ...hubSpokeSchema.shape, model: modelSchema }) as unknown as z.ZodType<EnvironmentFile>;
}

/** An environment file as it is written: an entry may leave to `defaults` and to its bases what it does not say. */
export const writtenSchema = fields({
  ...headFields,
  model: modelSchema,
  ...commonFields,
  hub: fields({ name: hubName.optional(), cluster: partialClusterSchema.optional(), adopt, ...hubFields })
    .optional()
    .describe(hubDescription),
  spokes: z
    .array(
      fields({
        name: spokeName,
        cluster: partialClusterSchema.optional(),
        registration: partialRegistrationSchema.optional(),
        ...spokeFields,
      }),
    )
    .default([])
    .describe(spokesDescription),
  clusters: z
    .array(fields({ name: clusterName, cluster: partialClusterSchema.optional(), ...standaloneFields }))
    .optional()
    .describe(clustersDescription),
});

type HubSpokeFile = z.output<typeof hubSpokeSchema>;
type StandaloneFile = z.output<typeof standaloneSchema>;

/** The parsed environment file. */
export type EnvironmentFile = HubSpokeFile | StandaloneFile;

export type HubEntry = HubSpokeFile["hub"];

export type SpokeEntry = HubSpokeFile["spokes"][number];

export type StandaloneEntry = StandaloneFile["clusters"][number];

/** An entry with an Argo CD of its own. */
export type ArgoCdEntry = HubEntry | StandaloneEntry;
