/** A minor release of Argo CD, and the charts that install it. */
export interface ArgoCdLine {
  readonly argocd: string;
  /** First release of the argo-cd chart that installs it; the next line's ends it. */
  readonly firstChart: string;
  /** Kubernetes versions that it is tested with, newest first. */
  readonly kubernetes: readonly string[];
  /** Whether it gets fixes: the newest three do. */
  readonly maintained: boolean;
}

/** Day on which {@link argocdLines} was compared with the releases. */
export const argocdLinesAsOf = "2026-10-01";

/** Newest minor release of the chart on that day, which is of the first line. */
export const newestChartLine = "10.9";

/**
 * Argo CD's lines that are known here, newest first.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/installation/#tested-versions
 * @see https://github.com/argoproj/argo-helm/blob/main/charts/argo-cd/Chart.yaml
 */
export const argocdLines: readonly ArgoCdLine[] = [
  { argocd: "3.5", firstChart: "10.2.3", kubernetes: ["1.36", "1.35", "1.34", "1.33"], maintained: true },
  { argocd: "3.4", firstChart: "9.5.12", kubernetes: ["1.35", "1.34", "1.33", "1.32"], maintained: true },
  { argocd: "3.3", firstChart: "9.4.0", kubernetes: ["1.35", "1.34", "1.33", "1.32"], maintained: true },
  { argocd: "3.2", firstChart: "9.1.0", kubernetes: ["1.34", "1.33", "1.32", "1.31"], maintained: false },
  { argocd: "3.1", firstChart: "8.3.0", kubernetes: ["1.34", "1.33", "1.32", "1.31"], maintained: false },
  { argocd: "3.0", firstChart: "8.0.0", kubernetes: ["1.32", "1.31", "1.30", "1.29"], maintained: false },
];

/** Releases of the chart that are not to be installed, both ends included. */
export interface BadCharts {
  readonly first: string;
  readonly last: string;
  readonly reason: string;
  readonly instead: string;
}

export const badCharts: readonly BadCharts[] = [
  {
    first: "8.0.0",
    last: "8.3.3",
    reason: "a project's API token reads the credentials of repositories (CVE-2025-55190)",
    instead: "8.3.4",
  },
  {
    first: "9.2.2",
    last: "9.2.2",
    reason: "it leaves the API server and the repo-server without probes (argo-helm #3649)",
    instead: "9.2.3",
  },
  {
    first: "9.2.4",
    last: "9.3.1",
    reason: "it loses the address of a Redis that is not the chart's own (argo-helm #3643)",
    instead: "9.3.2",
  },
];

/** The line that a chart's version installs; undefined where it is older than all that are known. */
export function argocdLineOf(chart: string): ArgoCdLine | undefined {
  return argocdLines.find(({ firstChart }) => compareVersions(chart, firstChart) >= 0);
}

/** By number, part by part; a prerelease counts as its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const position = left.findIndex((number, index) => number !== (right[index] ?? 0));
  return position === -1 ? 0 : (left[position] ?? 0) - (right[position] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  const parts = version.split(/[-+]/)[0]?.split(".") ?? [];
  return [0, 1, 2].map((position) => Number(parts[position] ?? 0));
}
