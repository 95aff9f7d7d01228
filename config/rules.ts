import { capabilitiesOf, portsOf, serversOf, type PortRange } from "./cluster/index.js";
import type { Finding } from "./finding.js";
import { inClusterName } from "./names.js";
import type { Path } from "./path.js";
import { startsAtHome } from "./paths.js";
import { registrationModes } from "./registration/index.js";
import type { EnvironmentFile } from "./schema.js";
import type { Cluster, Topology } from "./topology.js";

/** What rules look at: the file for what was written, the topology for what it comes to. */
export interface Checked {
  readonly file: EnvironmentFile;
  readonly topology: Topology;
  /** The home folder, where it is known. */
  readonly home?: string;
}

type Rule = (checked: Checked) => readonly Finding[];

/** Checks what no single field can tell. */
export function checkRules(checked: Checked): readonly Finding[] {
  return rules.flatMap((rule) => rule(checked));
}

/** Argo CD takes two clusters of one name for an error, and an ApplicationSet silently drops one. */
function clusterNamesAreUnique({ topology }: Checked): readonly Finding[] {
  const first = new Map([[topology.hub.name, "the hub"]]);
  return topology.spokes.flatMap(({ name }, index) => {
    const other = first.get(name);
    if (other === undefined) first.set(name, `spokes[${index}]`);
    const message = `duplicate name "${name}", ${other} has it too`;
    return other === undefined ? [] : [{ path: ["spokes", index, "name"], message }];
  });
}

function spokesAreNotInCluster({ topology }: Checked): readonly Finding[] {
  return topology.spokes.flatMap(({ name }, index) => {
    if (name !== inClusterName) return [];
    const message = `name "${name}" is reserved, Argo CD calls the hub so`;
    return [{ path: ["spokes", index, "name"], message }];
  });
}

/** Of two cluster Secrets with one server Argo CD takes any: credentials get mixed up. */
function apiServersAreDistinct({ topology }: Checked): readonly Finding[] {
  const first = new Map<string, string>();
  return clustersOf(topology).flatMap(({ path, cluster }) => {
    const shared = serversOf(cluster.cluster).find((server) => first.has(server));
    if (shared !== undefined) {
      const message = `same API server as cluster "${first.get(shared)}": ${shared}`;
      return [{ path: [...path, "cluster"], message, fix: "give each entry a cluster of its own" }];
    }
    serversOf(cluster.cluster).forEach((server) => first.set(server, cluster.name));
    return [];
  });
}

function portsExist({ topology }: Checked): readonly Finding[] {
  return placedPorts(topology).flatMap(({ path, ports }) => {
    if (ports.last <= 65535) return [];
    const message = `needs ports ${ports.first} to ${ports.last}, expected at most 65535`;
    return [{ path: [...path, "cluster", "port"], message, fix: "give it a lower port" }];
  });
}

/** Clusters that share their first port are {@link apiServersAreDistinct}'s to report. */
function portsDoNotOverlap({ topology }: Checked): readonly Finding[] {
  const sorted = [...placedPorts(topology)].sort((a, b) => a.ports.first - b.ports.first);
  let widest = sorted[0];
  return sorted.slice(1).flatMap((next) => {
    const below = widest;
    if (below === undefined || next.ports.last > below.ports.last) widest = next;
    if (below === undefined || next.ports.first > below.ports.last) return [];
    return next.ports.first === below.ports.first ? [] : [overlap(below, next)];
  });
}

/** The later entry is the one to change, so it is the one that is named. */
function overlap(a: PlacedPorts, b: PlacedPorts): Finding {
  const [early, late] = a.position < b.position ? [a, b] : [b, a];
  const theirs = `${early.ports.first} to ${early.ports.last}`;
  return {
    path: [...late.path, "cluster", "port"],
    message: `ports ${late.ports.first} to ${late.ports.last} overlap ${theirs} of cluster "${early.name}"`,
    fix: "a spoke takes 3 ports and the hub 10: choose another port for one of them",
  };
}

function homeIsKnown({ file, home }: Checked): readonly Finding[] {
  return pathsOf(file).flatMap(({ path, value }) => {
    if (!value.startsWith("~") || (startsAtHome(value) && home !== undefined)) return [];
    const message = startsAtHome(value)
      ? `path "${value}" starts at a home folder, and this user has none`
      : `path "${value}" starts with ~, expected ~/ or another path`;
    return [{ path, message, fix: "write an absolute path" }];
  });
}

/** Pods cannot read this machine's files; only a hub whose Argo CD runs on this machine can. */
function hubReachesRepository({ file, topology }: Checked): readonly Finding[] {
  if (!capabilitiesOf(topology.hub.cluster).nodes) return [];
  const { repoURL } = file.gitops;
  if (repoURL === undefined) {
    const message = 'missing field "repoURL", only a local hub has a repository of its own';
    return [{ path: ["gitops"], message, fix: "name the Git repository: repoURL: https://..." }];
  }
  if (!repoURL.startsWith("file:")) return [];
  return [{ path: ["gitops", "repoURL"], message: "pods of the hub cannot read a file: URL, expected another" }];
}

function hubRunsChart({ file, topology }: Checked): readonly Finding[] {
  const { chart } = file.hub.argocd;
  if (chart === undefined || "path" in chart || capabilitiesOf(topology.hub.cluster).nodes) return [];
  const message = `a chart from a repository runs pods, and provider "${topology.hub.cluster.provider}" has no nodes`;
  return [{ path: ["hub", "argocd", "chart"], message, fix: "remove chart" }];
}

function modeSuitsProvider({ topology }: Checked): readonly Finding[] {
  return topology.spokes.flatMap(({ cluster, registration }, index) => {
    const { supports } = registrationModes[registration.mode];
    if (supports.includes(cluster.provider)) return [];
    const message = `mode "${registration.mode}" is not for provider "${cluster.provider}"`;
    return [{ path: ["spokes", index, "registration", "mode"], message }];
  });
}

/** What Argo CD manages must be what it may touch, or it reports the whole cluster as failed. */
function accessCoversNamespaces({ topology }: Checked): readonly Finding[] {
  return topology.spokes.flatMap(({ registration: { access, namespaces = [] } }, index) => {
    if (typeof access === "string" || !("namespaces" in access)) return [];
    const allowed = new Set(access.namespaces);
    return namespaces.flatMap((namespace, item) => {
      if (allowed.has(namespace)) return [];
      const message = `namespace "${namespace}" is not one that access allows: ${access.namespaces.join(", ")}`;
      return [{ path: ["spokes", index, "registration", "namespaces", item], message }];
    });
  });
}

function clusterResourcesNeedScope({ topology }: Checked): readonly Finding[] {
  return topology.spokes.flatMap(({ registration }, index) => {
    if (registration.clusterResources !== true) return [];
    const path = ["spokes", index, "registration", "clusterResources"];
    if (registration.namespaces === undefined) {
      return [
        { path, message: "clusterResources has no effect without namespaces", fix: "remove it, or name namespaces" },
      ];
    }
    const narrow = typeof registration.access === "object" && "namespaces" in registration.access;
    return narrow ? [{ path, message: "clusterResources is beyond access, which names namespaces" }] : [];
  });
}

function argocdObjectsAreUnique({ file }: Checked): readonly Finding[] {
  return (["projects", "applicationSets"] as const).flatMap((kind) => {
    const seen = new Set<string>();
    return file.hub.argocd[kind].flatMap(({ name }, index) => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [{ path: ["hub", "argocd", kind, index, "name"], message: `duplicate name "${name}" among ${kind}` }];
    });
  });
}

/** Kubernetes limits the annotations of an object, keys and values together, to 256 KiB. */
function annotationsFit({ topology }: Checked): readonly Finding[] {
  return clustersOf(topology).flatMap(({ path, cluster }) => {
    const size = Object.entries(cluster.annotations).reduce(
      (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
      0,
    );
    if (size <= 256 * 1024) return [];
    return [{ path: [...path, "annotations"], message: `annotations of ${size} bytes, expected at most 262144` }];
  });
}

const rules: readonly Rule[] = [
  clusterNamesAreUnique,
  spokesAreNotInCluster,
  apiServersAreDistinct,
  portsExist,
  portsDoNotOverlap,
  homeIsKnown,
  hubReachesRepository,
  hubRunsChart,
  modeSuitsProvider,
  accessCoversNamespaces,
  clusterResourcesNeedScope,
  argocdObjectsAreUnique,
  annotationsFit,
];

interface Placed {
  readonly path: Path;
  readonly cluster: Cluster;
}

function clustersOf(topology: Topology): readonly Placed[] {
  const spokes = topology.spokes.map((cluster, index) => ({ path: ["spokes", index], cluster }));
  return [{ path: ["hub"], cluster: topology.hub }, ...spokes];
}

interface PlacedPorts {
  readonly path: Path;
  readonly name: string;
  readonly position: number;
  readonly ports: PortRange;
}

function placedPorts(topology: Topology): readonly PlacedPorts[] {
  return clustersOf(topology).flatMap(({ path, cluster }, position) => {
    const ports = portsOf(cluster.cluster, { hub: position === 0 });
    return ports === undefined ? [] : [{ path, name: cluster.name, position, ports }];
  });
}

/** Every path of this machine that a file names. */
function pathsOf(file: EnvironmentFile): readonly { readonly path: Path; readonly value: string }[] {
  const { chart } = file.hub.argocd;
  const clusters: readonly (readonly [Path, EnvironmentFile["hub"]["cluster"]])[] = [
    [["hub"], file.hub.cluster],
    ...file.spokes.map((spoke, index) => [["spokes", index], spoke.cluster] as const),
  ];
  const named: readonly (readonly [Path, string | undefined])[] = [
    [["backend", "local", "path"], file.backend.local?.path],
    [["hub", "argocd", "chart", "path"], chart !== undefined && "path" in chart ? chart.path : undefined],
    ...clusters.map(([path, cluster]) => {
      const kubeconfig = "kubeconfig" in cluster ? cluster.kubeconfig : undefined;
      return [[...path, "cluster", "kubeconfig"], kubeconfig] as const;
    }),
  ];
  return named.flatMap(([path, value]) => (value === undefined ? [] : [{ path, value }]));
}
