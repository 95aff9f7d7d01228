import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ConfigError,
  loadEnvironment,
  parseEnvironment,
  type HubSpokeTopology,
  type Topology,
} from "../../config/index.js";
import { parseLayer } from "../../config/parse.js";
import { openBases, readLayer } from "../../config/read.js";

export const fixturesDirectory = fileURLToPath(new URL("../fixtures/", import.meta.url));

export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/** Names of the files that are taken, without `.yaml`. */
export function validFixtures(): readonly string[] {
  return readdirSync(fixturesDirectory)
    .filter((name) => /^valid-.*\.yaml$/.test(name))
    .map((name) => name.slice(0, -".yaml".length));
}

/** Names of the folders whose `environment.yaml` is refused with what `expected.txt` says. */
export function invalidFixtures(): readonly string[] {
  return readdirSync(fixturesDirectory).filter((name) => name.startsWith("invalid-"));
}

/** Parses an invalid fixture as if its folder were /project, for a user whose home is /home/ada. */
export function loadFixture(name: string): Topology {
  const folder = join(fixturesDirectory, name);
  const layer = readLayer(join(folder, "environment.yaml"), folder);
  const surroundings = { file: layer.file, projectDirectory: "/project", home: "/home/ada", variables: { EMPTY: "" } };
  return parseLayer(layer, { ...surroundings, openBase: openBases(folder) }).topology;
}

export function readFixture(name: string): string {
  return readFileSync(fixturesDirectory + name, "utf8");
}

/** Parses as if the file lay in /project, for a user whose home is /home/ada. */
export function parseAny(text: string, file = "environments/dev.yaml"): Topology {
  return parseEnvironment(text, { file, projectDirectory: "/project", home: "/home/ada" });
}

/** The same for a file of a hub and spokes. */
export function parse(text: string, file?: string): HubSpokeTopology {
  return hubSpoke(parseAny(text, file));
}

/** Loads a file of a hub and spokes. */
export function loadHubSpoke(file: string): HubSpokeTopology {
  return hubSpoke(loadEnvironment(file));
}

function hubSpoke(topology: Topology): HubSpokeTopology {
  if (topology.model === "hub-spoke") return topology;
  throw new Error("expected a hub and spokes");
}

/** The error of a file that is refused. */
export function refusal(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** An environment of local clusters with these lines after its hub. */
export function localEnvironment(rest = ""): string {
  return `apiVersion: hubspoke/v1\nname: dev\nhub:\n  name: hub\n  cluster: { provider: local }\n${rest}`;
}
