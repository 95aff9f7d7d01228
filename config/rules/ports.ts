import { portsOf, type PortRange } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import type { Topology } from "../topology.js";
import { placedClusters, type Checked } from "./rule.js";

export function portsExist({ topology }: Checked): readonly Finding[] {
  return placedPorts(topology).flatMap(({ path, ports }) => {
    if (ports.last <= 65535) return [];
    const message = `needs ports ${ports.first} to ${ports.last}, expected at most 65535`;
    return [{ path: [...path, "cluster", "port"], message, fix: "give it a lower port" }];
  });
}

/** Clusters that share their first port have one API server, which another rule reports. */
export function portsDoNotOverlap({ topology }: Checked): readonly Finding[] {
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
    fix: "a spoke takes 3 ports and a cluster with Argo CD 10: choose another port for one of them",
  };
}

interface PlacedPorts {
  readonly path: Path;
  readonly name: string;
  readonly position: number;
  readonly ports: PortRange;
}

function placedPorts(topology: Topology): readonly PlacedPorts[] {
  return placedClusters(topology).flatMap(({ path, cluster }, position) => {
    const ports = portsOf(cluster.cluster, { argocd: path[0] !== "spokes" });
    return ports === undefined ? [] : [{ path, name: cluster.name, position, ports }];
  });
}
