import { findEnvironments } from "../config/environment-files.js";
import { ifValid } from "../config/errors.js";
import { loadEnvironment } from "../config/load.js";
import { stackIds } from "../config/stack-ids.js";
import type { Topology } from "../config/topology.js";

/** The other environments of a project; one with mistakes is for `validate` to report. */
export function otherEnvironments(projectDirectory: string, file: string): readonly Topology[] {
  return findEnvironments(projectDirectory).flatMap((other) => {
    const topology = other === file ? undefined : ifValid(() => loadEnvironment(other));
    return topology === undefined ? [] : [topology];
  });
}

/** What is said of an environment that defines a stack of another one; undefined where it does not. */
export function sharedStack(topology: Topology, others: readonly Topology[]): string | undefined {
  const own = new Set(stackIds(topology));
  for (const other of others) {
    const shared = stackIds(other).find((id) => own.has(id));
    if (shared !== undefined) return `stack "${shared}" is also defined by ${other.file}`;
  }
  return undefined;
}
