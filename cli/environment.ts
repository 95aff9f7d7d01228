import { resolveEnvironmentFile, selectEnvironments } from "../config/environment-files.js";
import { checkEnvironments, loadEnvironment } from "../config/load.js";
import type { HubSpokeTopology, Topology } from "../config/topology.js";
import { UsageError } from "./output.js";
import { locatorFor } from "./report/files.js";
import { writeWarnings } from "./report/text.js";

/** The environment that a command names: `local`, or a path. */
export function openEnvironment(nameOrPath: string): HubSpokeTopology {
  return hubAndSpokes(loadEnvironment(resolveEnvironmentFile(nameOrPath, process.cwd())));
}

/** The same for a command that deploys it: what is risky in the file is printed. */
export function openForDeploy(nameOrPath: string): HubSpokeTopology {
  const file = resolveEnvironmentFile(nameOrPath, process.cwd());
  const { topologies, warnings } = checkEnvironments([file]);
  writeWarnings(warnings, locatorFor([file]));
  return hubAndSpokes(topologies[0]);
}

function hubAndSpokes(topology: Topology | undefined): HubSpokeTopology {
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
