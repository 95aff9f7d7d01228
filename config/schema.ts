import * as z from "zod";
import { argocdSchema } from "./argocd.js";
import { backendSchema } from "./backend.js";
import { clusterSchema, partialClusterSchema } from "./cluster/index.js";
import { dnsLabel, fields } from "./fields.js";
import { gitopsSchema } from "./gitops.js";
import { annotationMap, labelMap } from "./labels.js";
import { inClusterName, maxClusterName, maxEnvironmentName } from "./names.js";
import { partialRegistrationSchema, registrationSchema } from "./registration/index.js";

/** Version of the format; another one is refused before anything else is read. */
export const apiVersion = "hubspoke/v1";

const labels = labelMap.prefault({}).describe("Labels of the cluster Secret: what ApplicationSets select clusters by.");
const annotations = annotationMap.prefault({}).describe("Annotations of the cluster Secret.");

const hubFields = {
  name: dnsLabel(maxClusterName).describe("Name of the hub."),
  labels,
  annotations,
  argocd: argocdSchema,
};

const spokeFields = {
  name: dnsLabel(maxClusterName).describe(
    `Name of the spoke in Argo CD: unique in the environment, not "${inClusterName}".`,
  ),
  labels,
  annotations,
  retired: z
    .boolean()
    .default(false)
    .describe("True: the next deploy removes all it had, in order; then delete the entry."),
};

const defaultsSchema = fields({
  cluster: partialClusterSchema.optional(),
  registration: partialRegistrationSchema.optional(),
  labels: labelMap.optional().describe("Labels of every cluster Secret."),
  annotations: annotationMap.optional().describe("Annotations of every cluster Secret."),
}).describe("Merged under the hub and every spoke: maps deep, lists replaced.");

const environmentFields = {
  apiVersion: z.literal(apiVersion).describe("Version of this format."),
  name: dnsLabel(maxEnvironmentName).describe("Name of the environment: prefix of every stack id, so it is for life."),
  model: z
    .enum(["hub-spoke"], {
      error: ({ input }) =>
        input === "standalone" ? 'model "standalone" is not implemented yet, expected hub-spoke' : undefined,
    })
    .default("hub-spoke")
    .describe("One hub runs Argo CD for all spokes."),
  backend: backendSchema,
  deletionProtection: z.boolean().default(false).describe("True makes destroying a cluster or Argo CD an error."),
  gitops: gitopsSchema.prefault({}),
  defaults: defaultsSchema.optional(),
};

/** Fields of the model that is planned. */
const later = ["clusters"];

/** An environment file with its defaults merged in: what the rest of the code reads. */
export const environmentSchema = fields(
  {
    ...environmentFields,
    hub: fields({ ...hubFields, cluster: clusterSchema }).describe("The cluster that runs Argo CD."),
    spokes: z
      .array(fields({ ...spokeFields, cluster: clusterSchema, registration: registrationSchema }))
      .default([])
      .describe("The clusters that Argo CD delivers to."),
  },
  later,
);

/** An environment file as it is written: an entry may leave to `defaults` what it does not say. */
export const writtenSchema = fields(
  {
    ...environmentFields,
    hub: fields({ ...hubFields, cluster: partialClusterSchema.optional() }).describe("The cluster that runs Argo CD."),
    spokes: z
      .array(
        fields({
          ...spokeFields,
          cluster: partialClusterSchema.optional(),
          registration: partialRegistrationSchema.optional(),
        }),
      )
      .default([])
      .describe("The clusters that Argo CD delivers to."),
  },
  later,
);

/** The parsed environment file. */
export type EnvironmentFile = z.output<typeof environmentSchema>;

export type HubEntry = EnvironmentFile["hub"];

export type SpokeEntry = EnvironmentFile["spokes"][number];
