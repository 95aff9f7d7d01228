import * as z from "zod";
import { fields, freeMap, objectName } from "../fields/fields.js";
import { annotationMap, labelMap } from "../fields/labels.js";

/** An AppProject or ApplicationSet: its spec is passed to Argo CD as it is. */
export interface ArgoCdObject {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Project of the root Application, and of the platform that it delivers. */
export const platformProject = "platform";

function objectSchema(kind: string, example: { readonly name: string; readonly spec: Record<string, unknown> }) {
  return fields({
    name: objectName.describe(`Name of the ${kind}.`).meta({ examples: [example.name] }),
    labels: labelMap.prefault({}).describe(`Labels of the ${kind}. Default: none.`),
    annotations: annotationMap.prefault({}).describe(`Annotations of the ${kind}. Default: none.`),
    spec: freeMap.describe(`Spec of the ${kind}, passed to Argo CD as it is.`).meta({ examples: [example.spec] }),
  });
}

export const projectsSchema = z
  .array(
    objectSchema("AppProject", {
      name: "team-a",
      spec: {
        sourceRepos: ["https://github.com/acme/team-a.git"],
        destinations: [{ server: "*", namespace: "team-a-*" }],
      },
    }),
  )
  .prefault([])
  .describe(`AppProjects. Default: "${platformProject}" alone, which the root Application belongs to.`);

export const applicationSetsSchema = z
  .array(
    objectSchema("ApplicationSet", {
      name: "podinfo",
      spec: {
        goTemplate: true,
        generators: [{ clusters: { selector: { matchLabels: { tier: "gold" } } } }],
        template: {
          metadata: { name: "podinfo-{{ .name }}" },
          spec: {
            project: "team-a",
            source: { repoURL: "https://github.com/acme/team-a.git", path: "podinfo", targetRevision: "main" },
            destination: { name: "{{ .name }}", namespace: "team-a-podinfo" },
          },
        },
      },
    }),
  )
  .prefault([])
  .describe("ApplicationSets. Default: those that the GitOps repository has.");
