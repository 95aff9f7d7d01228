import { ConfigError } from "../config/errors.js";
import { loadEnvironments } from "../config/load.js";
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
    for (const { file, name, spokes } of topologies) {
      writeData(`${file}: environment "${name}" is valid: a hub and ${countSpokes(spokes.length)}`);
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

function countSpokes(count: number): string {
  return count === 1 ? "1 spoke" : `${count} spokes`;
}
