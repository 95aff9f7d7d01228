import type { ComputedAccess } from "../computed-access.js";
import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import type { ArgoCdEntry, EnvironmentFile, SpokeEntry } from "../schema.js";
import type { Cluster, Spoke, Topology } from "../topology.js";

/** What rules look at: the file for what was written, the topology for what it comes to. */
export interface Checked {
  readonly file: EnvironmentFile;
  readonly topology: Topology;
  /** The home folder, where it is known. */
  readonly home?: string;
  /**
   * The present day as ISO 8601: `2026-11-25`.
   *
   * @default - the day of the newest fact that the rules know
   */
  readonly today?: string;
  /**
   * Rules that were computed for spokes; null where none were.
   *
   * @default - it does not matter yet whether they were
   */
  readonly computedAccess?: ComputedAccess | null;
}

/** Checks what no single field can tell. */
export type Rule = (checked: Checked) => readonly Finding[];

export interface PlacedCluster {
  readonly path: Path;
  readonly cluster: Cluster;
}

/** Every cluster of an environment, and where it stands in the file. */
export function placedClusters(topology: Topology): readonly PlacedCluster[] {
  if (topology.model === "standalone") {
    return topology.clusters.map((cluster, index) => ({ path: ["clusters", index], cluster }));
  }
  return [{ path: ["hub"], cluster: topology.hub }, ...placedSpokes(topology)];
}

export interface PlacedSpoke extends PlacedCluster {
  readonly cluster: Spoke;
}

/** Every spoke; none where each cluster stands alone. */
export function placedSpokes(topology: Topology): readonly PlacedSpoke[] {
  if (topology.model === "standalone") return [];
  return topology.spokes.map((cluster, index) => ({ path: ["spokes", index], cluster }));
}

/** Whether the hub's Argo CD is an EKS capability, or is meant to be one. */
export function hasCapability({ file }: Pick<Checked, "file">): boolean {
  return file.model === "hub-spoke" && file.hub.argocd.capability !== undefined;
}

export interface PlacedArgoCd {
  /** Path of the entry that has the Argo CD. */
  readonly path: Path;
  readonly entry: ArgoCdEntry;
}

/** Every entry with an Argo CD of its own, as it was written: the hub, or each standalone cluster. */
export function placedArgoCds(file: EnvironmentFile): readonly PlacedArgoCd[] {
  if (file.model === "standalone") return file.clusters.map((entry, index) => ({ path: ["clusters", index], entry }));
  return [{ path: ["hub"], entry: file.hub }];
}

export interface PlacedEntry {
  readonly path: Path;
  readonly entry: ArgoCdEntry | SpokeEntry;
}

/** Every entry of a cluster, as it was written. */
export function placedEntries(file: EnvironmentFile): readonly PlacedEntry[] {
  if (file.model === "standalone") return placedArgoCds(file);
  return [...placedArgoCds(file), ...file.spokes.map((entry, index) => ({ path: ["spokes", index], entry }))];
}
