import * as z from "zod";
import { dnsLabel, fields, freeMap, nonEmpty, objectName } from "./fields.js";
import { annotationMap, labelMap } from "./labels.js";
import { argocdChartDirectory } from "./local-paths.js";
import { resolvePath, type PathBase } from "./paths.js";
import { chartRepositoryUrl } from "./urls.js";

/** Argo CD on the hub. */
export interface ArgoCdSpec {
  readonly chart: ChartSpec;
  readonly namespace: string;
  /** Values of the argo-cd chart, merged last. */
  readonly values: Readonly<Record<string, unknown>>;
  /** AppProjects that the gitops-root release creates. */
  readonly projects: readonly ArgoCdObject[];
  /** ApplicationSets that the gitops-root release creates. */
  readonly applicationSets: readonly ArgoCdObject[];
}

/** The argo-cd chart: from a Helm repository, or a folder or archive on this machine (absolute path). */
export type ChartSpec = RepositoryChart | PathChart;

export interface RepositoryChart {
  readonly repository: string;
  readonly version: string;
}

export interface PathChart {
  readonly path: string;
}

/** An AppProject or ApplicationSet: its spec is passed to Argo CD as it is. */
export interface ArgoCdObject {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The release of the argo-cd chart that is installed unless the file says otherwise: Argo CD 3.3. */
export const defaultChart: RepositoryChart = {
  repository: "https://argoproj.github.io/argo-helm",
  version: "9.5.22",
};

const chartSchema = z
  .union(
    [
      fields({
        repository: chartRepositoryUrl.default(defaultChart.repository).describe("Helm repository of the chart."),
        version: nonEmpty.describe("Version of the chart, which is not Argo CD's own."),
      }),
      fields({ path: nonEmpty.describe("Folder or archive of the chart; a relative one starts at the project.") }),
    ],
    {
      error: (issue) =>
        issue.code === "invalid_union" ? "expected a map with version and repository, or with path" : undefined,
    },
  )
  .describe("The argo-cd Helm chart. Default: the tested release, or on a local hub the one made for it.");

const objectSchema = fields({
  name: objectName,
  labels: labelMap.prefault({}),
  annotations: annotationMap.prefault({}),
  spec: freeMap.describe("Passed to Argo CD as it is."),
});

/** The `argocd` field of a hub. */
export const argocdSchema = fields(
  {
    chart: chartSchema.optional(),
    namespace: dnsLabel().default("argocd").describe("Namespace of Argo CD on the hub."),
    values: freeMap
      .prefault({})
      .describe("Values of the argo-cd chart, merged last. Never a secret: they end up in state."),
    projects: z.array(objectSchema).prefault([]).describe("AppProjects."),
    applicationSets: z.array(objectSchema).prefault([]).describe("ApplicationSets."),
  },
  ["highAvailability", "size", "domain", "ingress", "sso", "rbac", "admin", "repositories", "selfManage"],
)
  .prefault({})
  .describe("Argo CD on the hub.");

/** Chooses the chart: a hub without nodes gets the one that is assembled for it. */
export function resolveArgoCd(
  argocd: z.output<typeof argocdSchema>,
  base: PathBase & { readonly environment: string; readonly nodes: boolean },
): ArgoCdSpec {
  return { ...argocd, chart: resolveChart(argocd.chart, base) };
}

function resolveChart(
  chart: z.output<typeof argocdSchema>["chart"],
  base: PathBase & { readonly environment: string; readonly nodes: boolean },
): ChartSpec {
  if (chart === undefined) {
    return base.nodes ? defaultChart : { path: argocdChartDirectory(base.projectDirectory, base.environment) };
  }
  return "path" in chart ? { path: resolvePath(chart.path, base) } : chart;
}
