import { ConfigError } from "../config/errors.js";
import { loadEnvironments } from "../config/load.js";
import type { Topology } from "../config/topology.js";
import { environmentFiles } from "./environment.js";
import { EXIT, writeData } from "./output.js";

/** `hubspoke validate`: every problem of every file; says nothing of clusters, which it never asks. */
export async function validate(environment: string | undefined, options: { json?: boolean }): Promise<number> {
  const files = environmentFiles(environment);
  try {
    const topologies = loadEnvironments(files);
    if (options.json) {
      writeJson(true, []);
      return EXIT.fine;
    }
    for (const topology of topologies) {
      writeData(`${topology.file}: environment "${topology.name}" is valid: ${describeClusters(topology)}`);
    }
    return EXIT.fine;
  } catch (error) {
    if (!options.json || !(error instanceof ConfigError)) {
      throw error;
    }
    writeJson(false, error.problems);
    return EXIT.badInput;
  }
}

function writeJson(valid: boolean, problems: ConfigError["problems"]): void {
  writeData(JSON.stringify({ valid, problems }, undefined, 2));
}

function describeClusters(topology: Topology): string {
  return topology.model === "standalone"
    ? plural(topology.clusters.length, "standalone cluster")
    : `a hub and ${plural(topology.spokes.length, "spoke")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
