import * as z from "zod";
import { checkedString, fields, nonEmpty } from "../fields/fields.js";
import { argocdChartDirectory } from "../local-paths.js";
import { resolvePath, type PathBase } from "../paths.js";
import { chartRepositoryUrl } from "../fields/urls.js";

/** The argo-cd chart: from a Helm repository, or a folder or archive on this machine (absolute path). */
export type ChartSpec = RepositoryChart | PathChart;

export interface RepositoryChart {
  readonly repository: string;
  readonly version: string;
}

export interface PathChart {
  readonly path: string;
}

/** The release of the argo-cd chart that is installed unless the file says otherwise: Argo CD 3.4. */
export const defaultChart: RepositoryChart = {
  repository: "https://argoproj.github.io/argo-helm",
  version: "9.5.22",
};

const exactVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const chartVersion = checkedString(
  (value) => {
    if (exactVersion.test(value)) return undefined;
    const expected = `an exact version such as ${defaultChart.version}`;
    const bare = value.slice(1);
    return value.startsWith("v") && exactVersion.test(bare) ? { expected, fix: `write ${bare}` } : { expected };
  },
  { pattern: exactVersion.source },
);

export const chartSchema = z
  .union(
    [
      fields({
        repository: chartRepositoryUrl
          .default(defaultChart.repository)
          .describe("Helm repository of the chart, by https or oci.")
          .meta({ examples: ["oci://ghcr.io/argoproj/argo-helm"] }),
        version: chartVersion
          .describe("Version of the chart, which is not Argo CD's own.")
          .meta({ examples: [defaultChart.version] }),
      }),
      fields({
        path: nonEmpty
          .describe("Folder or archive of the chart; a relative one starts at the project.")
          .meta({ examples: ["charts/argo-cd"] }),
      }),
    ],
    {
      error: (issue) =>
        issue.code === "invalid_union" ? "expected a map with version and repository, or with path" : undefined,
    },
  )
  .describe("The argo-cd Helm chart. Default: the tested release, or on a local hub the one made for it.");

/** What a chart is resolved against. */
export interface ChartPlace extends PathBase {
  readonly environment: string;
  readonly nodes: boolean;
}

/** Chooses the chart: a hub without nodes gets the one that is assembled for it. */
export function resolveChart(chart: z.output<typeof chartSchema> | undefined, place: ChartPlace): ChartSpec {
  if (chart === undefined) {
    return place.nodes ? defaultChart : { path: argocdChartDirectory(place.projectDirectory, place.environment) };
  }
  return "path" in chart ? { path: resolvePath(chart.path, place) } : chart;
}
