import {
  argocdLineOf,
  argocdLines,
  argocdLinesAsOf,
  badCharts,
  compareVersions,
  newestChartLine,
  type ArgoCdLine,
} from "../versions/argocd.js";
import type { ArgoCdSpec } from "../argocd/index.js";
import type { Finding } from "../finding.js";
import { valueAt, type Path } from "../path.js";
import type { Topology } from "../topology.js";
import { isInstalled } from "./argocd.js";
import {
  hasCapability,
  placedArgoCds,
  placedClusters,
  placedSpokes,
  type Checked,
  type PlacedCluster,
} from "./rule.js";

/** Argo CD's newest three lines get fixes; of one that is newer than the table nothing is known. */
export function chartIsMaintained(checked: Checked): readonly Finding[] {
  return placedCharts(checked).flatMap(({ path, version }): Finding[] => {
    const finding = complainOfLine(version);
    return finding === undefined ? [] : [{ path, ...finding }];
  });
}

function complainOfLine(version: string): Omit<Finding, "path"> | undefined {
  const line = argocdLineOf(version);
  const oldest = argocdLines.at(-1)?.firstChart;
  if (line === undefined) {
    return {
      message: `chart ${version} installs Argo CD 2, expected ${oldest} or newer`,
      fix: "upgrade it first, one minor version of Argo CD at a time",
    };
  }
  if (compareVersions(version, `${newestChartLine}.9999`) > 0) {
    const message = `chart ${version} is newer than what was known on ${argocdLinesAsOf}: its versions are not checked`;
    return { message, fix: "use a newer hubspoke, or see that its Argo CD knows your clusters", severity: "warning" };
  }
  if (line.maintained) return undefined;
  const maintained = argocdLines.filter((each) => each.maintained).map(({ argocd }) => argocd);
  const first = argocdLines.filter((each) => each.maintained).at(-1)?.firstChart;
  const message = `chart ${version} installs Argo CD ${line.argocd}, which gets no fixes, expected one of: ${maintained.join(", ")}`;
  return {
    message,
    fix: `upgrade to chart ${first} or newer, one minor version of Argo CD at a time`,
    severity: "warning",
  };
}

export function chartIsSound(checked: Checked): readonly Finding[] {
  return placedCharts(checked).flatMap(({ path, version }) => {
    const bad = badCharts.find(
      ({ first, last }) => compareVersions(version, first) >= 0 && compareVersions(version, last) <= 0,
    );
    if (bad === undefined) return [];
    return [
      { path, message: `chart ${version} is known to be bad: ${bad.reason}`, fix: `use ${bad.instead} or newer` },
    ];
  });
}

/** What Argo CD was not tested with often works, and is nobody's promise. */
export function kubernetesSuitsArgoCd(checked: Checked): readonly Finding[] {
  return placedCharts(checked).flatMap(({ version, path: chart }) => {
    const line = argocdLineOf(version);
    if (line === undefined || compareVersions(version, `${newestChartLine}.9999`) > 0) return [];
    return servedBy(checked.topology, chart).flatMap(({ path, cluster }) => {
      const found = kubernetesVersionOf(cluster.cluster);
      if (found === undefined || line.kubernetes.includes(found.version)) return [];
      return [{ path: [...path, "cluster", found.field], ...untested(found.version, line) }];
    });
  });
}

function untested(version: string, { argocd, kubernetes }: ArgoCdLine): Omit<Finding, "path"> {
  const suitable = argocdLines.find((line) => line.maintained && line.kubernetes.includes(version));
  return {
    message: `Kubernetes ${version} is not one that Argo CD ${argocd} was tested with: ${kubernetes.join(", ")}`,
    fix:
      suitable === undefined
        ? "choose another Kubernetes version"
        : `Argo CD ${suitable.argocd} was: chart ${suitable.firstChart} or newer`,
    severity: "warning",
  };
}

/** The clusters that an Argo CD delivers to. */
function servedBy(topology: Topology, chart: Path): readonly PlacedCluster[] {
  const clusters = placedClusters(topology);
  return topology.model === "standalone" ? clusters.filter(({ path }) => path[1] === chart[1]) : clusters;
}

/** Minor version of a cluster that states it, and the field that does. */
function kubernetesVersionOf(
  cluster: PlacedCluster["cluster"]["cluster"],
): { readonly version: string; readonly field: string } | undefined {
  if (cluster.provider === "eks") return minor(cluster.creation?.version, "version");
  if (cluster.provider === "local") return minor(cluster.version, "version");
  return cluster.provider === "kind" ? minor(/:v(\d+\.\d+)/.exec(cluster.image ?? "")?.[1], "image") : undefined;
}

function minor(
  version: string | undefined,
  field: string,
): { readonly version: string; readonly field: string } | undefined {
  return version === undefined ? undefined : { version: version.split(".").slice(0, 2).join("."), field };
}

interface PlacedChart {
  readonly path: Path;
  readonly version: string;
}

/** Every chart whose version is known: one from a repository, and installed. */
function placedCharts(checked: Checked): readonly PlacedChart[] {
  return placedSpecs(checked).flatMap(({ path, argocd: { chart } }) =>
    "path" in chart ? [] : [{ path: [...path, "argocd", "chart", "version"], version: chart.version }],
  );
}

function placedSpecs({ file, topology }: Checked): readonly { readonly path: Path; readonly argocd: ArgoCdSpec }[] {
  if (topology.model === "standalone") {
    return topology.clusters.map(({ argocd }, index) => ({ path: ["clusters", index], argocd }));
  }
  return hasCapability({ file }) || topology.hub.argocd.existing
    ? []
    : [{ path: ["hub"], argocd: topology.hub.argocd }];
}

/** Argo CD puts a cluster of a shard that is not there on shard 0, and only logs it. */
export function shardsExist({ file, topology }: Checked): readonly Finding[] {
  const hub = placedArgoCds(file)[0]?.entry.argocd;
  const replicas = hub === undefined || !isInstalled(hub) ? undefined : controllerReplicas(hub);
  if (replicas === undefined) return [];
  return placedSpokes(topology).flatMap(({ path, cluster: { registration } }) => {
    const { shard } = registration;
    if (shard === undefined || shard < replicas) return [];
    const counted = replicas === 1 ? "1 replica" : `${replicas} replicas`;
    const message = `no shard ${shard}, expected at most ${replicas - 1}: Argo CD's application controller has ${counted}`;
    const fix = `lower it, or set hub.argocd.values.controller.replicas: ${shard + 1}`;
    return [{ path: [...path, "registration", "shard"], message, fix }];
  });
}

/** Replicas of the application controller; unknown where a chart of one's own or a size decides. */
function controllerReplicas({
  values,
  size,
  chart,
}: ReturnType<typeof placedArgoCds>[number]["entry"]["argocd"]): number | undefined {
  if (valueAt(values, ["controller", "dynamicClusterDistribution"]) === true) return undefined;
  const replicas = valueAt(values, ["controller", "replicas"]);
  if (typeof replicas === "number") return replicas;
  const ownChart = chart !== undefined && "path" in chart;
  return replicas === undefined && size === "auto" && !ownChart ? 1 : undefined;
}
