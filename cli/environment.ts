import { findEnvironments, loadEnvironment, resolveEnvironmentFile } from "../config/load.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { UsageError } from "./output.js";

/** The environment that a command names: `local`, or a path. */
export function openEnvironment(nameOrPath: string): HubSpokeTopology {
  const topology = loadEnvironment(resolveEnvironmentFile(nameOrPath, process.cwd()));
  if (topology.model === "hub-spoke") {
    return topology;
  }
  throw new UsageError(
    `environment "${topology.name}" is standalone, and this command knows hub and spokes only\n` +
      "  fix: deploy its stacks with cdktf: npx cdktf deploy",
  );
}

/** Environment files of a command that takes one environment or, where none is named, all of the project. */
export function environmentFiles(nameOrPath: string | undefined): readonly string[] {
  if (nameOrPath !== undefined) {
    return [resolveEnvironmentFile(nameOrPath, process.cwd())];
  }
  const files = findEnvironments(process.cwd());
  if (files.length === 0) {
    throw new UsageError(
      `no environment files in ${process.cwd()}/environments\n` +
        "  fix: run this in a project's folder, or name a file: hubspoke validate path/to/file.yaml",
    );
  }
  return files;
}
