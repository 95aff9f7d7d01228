import type { Finding } from "../finding.js";
import { inClusterName } from "../names.js";
import { formatPath, type Path } from "../path.js";
import type { Cluster } from "../topology.js";
import { placedClusters, placedSpokes, type Checked, type PlacedCluster } from "./rule.js";

/** One Secret is of one cluster, and two of one name make Argo CD refuse their Applications. */
export function adoptedNamesAreUnique({ topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone") return [];
  const clusters = placedClusters(topology);
  return [
    ...duplicates(clusters, ({ secretName }) => secretName).map(({ cluster, path, other }) => ({
      path: [...path, "adopt", "secret"],
      message: `duplicate Secret "${cluster.secretName}", ${other} has it too`,
    })),
    ...duplicates(clusters.filter(hasOwnName), ({ argocdName }) => argocdName).map(({ cluster, path, other }) => ({
      path: [...path, "adopt", "name"],
      message: `duplicate name "${cluster.argocdName}", Argo CD shows ${other} by it too`,
    })),
  ];
}

/** A spoke that is called as the hub is refused for that alone. */
function hasOwnName({ path, cluster }: PlacedCluster): boolean {
  return path[0] === "hub" || cluster.argocdName !== inClusterName;
}

interface Duplicate extends PlacedCluster {
  /** Who had it before. */
  readonly other: string;
}

/** Clusters with a name that another has; of two that are both not adopted, other rules tell. */
function duplicates(clusters: readonly PlacedCluster[], nameOf: (cluster: Cluster) => string): readonly Duplicate[] {
  const first = new Map<string, PlacedCluster>();
  return clusters.flatMap((placed) => {
    const name = nameOf(placed.cluster);
    const other = first.get(name);
    if (other === undefined) first.set(name, placed);
    if (other === undefined || (!placed.cluster.adoption && !other.cluster.adoption)) return [];
    // What is complained of is in an `adopt`.
    const [adopted, plain] = placed.cluster.adoption ? [placed, other] : [other, placed];
    return [{ ...adopted, other: describe(plain.path) }];
  });
}

function describe(path: Path): string {
  return path[0] === "hub" ? "the hub" : formatPath(path);
}

export function adoptedSpokesAreNotInCluster({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { name, argocdName } }) => {
    if (argocdName !== inClusterName || name === inClusterName) return [];
    const message = `name "${argocdName}" is reserved, Argo CD calls the hub so`;
    return [{ path: [...path, "adopt", "name"], message }];
  });
}

/** Only that mode has on the spoke what is taken over. */
export function adoptedManagersAreKnown({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { adoption, registration } }): Finding[] => {
    const { mode } = registration;
    if (adoption?.manager !== true || mode === "bearer-token") return [];
    const message = `manager: true with mode "${mode}", which has no ServiceAccount on the spoke, expected bearer-token`;
    const fix = "remove manager, or adopt it with mode: bearer-token and change that afterwards";
    return [{ path: [...path, "adopt", "manager"], message, fix }];
  });
}

/** The hub's Secret of an Argo CD that is installed here is made with it. */
export function hubIsAdoptedWithArgoCd({ file, topology }: Checked): readonly Finding[] {
  if (file.model === "standalone" || topology.model === "standalone") return [];
  if (topology.hub.adoption === undefined || file.hub.argocd.existing) return [];
  const message = "adopt of a hub whose Argo CD is installed here, and its cluster Secret with it";
  return [{ path: ["hub", "adopt"], message, fix: "remove it, or write argocd: { existing: true }" }];
}
