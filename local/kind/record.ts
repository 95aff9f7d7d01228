import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readJson, writeAtomic } from "../files.js";
import type { KindPlace } from "./spec.js";

/**
 * That a kind cluster is ours, and whether it was ever whole.
 *
 * Names are the machine's: without a record a cluster of the same name is somebody else's. kind makes containers first and
 * Kubernetes in them after, so a cluster that it lists need not work.
 */
export interface KindRecord {
  readonly clusterName: string;
  readonly state: "creating" | "created";
}

/** The record in a cluster's folder; undefined where the cluster is not ours, or no kind cluster. */
export function readRecord(directory: string): Promise<KindRecord | undefined> {
  return readJson<KindRecord>(recordFile(directory));
}

export function writeRecord({ clusterName, directory }: KindPlace, state: KindRecord["state"]): Promise<void> {
  return writeAtomic(recordFile(directory), `${JSON.stringify({ clusterName, state })}\n`);
}

export function removeRecord({ directory }: KindPlace): Promise<void> {
  return rm(recordFile(directory), { force: true });
}

function recordFile(directory: string): string {
  return join(directory, "kind.json");
}
