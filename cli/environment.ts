import { resolveEnvironmentFile, selectEnvironments } from "../config/environment-files.js";
import { loadEnvironment } from "../config/load.js";
import type { HubSpokeTopology, Topology } from "../config/topology.js";
import { UsageError } from "./output.js";

/** The environment that a command names, `local` or a path, of either model. */
export function openTopology(nameOrPath: string): Topology {
  return loadEnvironment(resolveEnvironmentFile(nameOrPath, process.cwd()));
}

/** The same of a hub and spokes. */
export function openEnvironment(nameOrPath: string): HubSpokeTopology {
  return hubAndSpokes(openTopology(nameOrPath));
}

/** Sees to it that an environment is one of a hub and spokes: most commands know no other. */
export function hubAndSpokes(topology: Topology | undefined): HubSpokeTopology {
  if (topology?.model === "hub-spoke") {
    return topology;
  }
  throw new UsageError(
    `environment "${topology?.name}" is standalone, and this command knows hub and spokes only\n` +
      "  fix: deploy its stacks with cdktf: npx cdktf deploy",
  );
}

/** Environment files of a command that takes one environment or, where none is named, those of the project. */
export function environmentFiles(nameOrPath: string | undefined): readonly string[] {
  return selectEnvironments(process.cwd(), nameOrPath === undefined ? [] : [nameOrPath], process.env);
}
