import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError, parseEnvironment, type Topology } from "../../config/index.js";

export const fixturesDirectory = fileURLToPath(new URL("../fixtures/", import.meta.url));

export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/** Names of the fixtures that begin so, without `.yaml`. */
export function fixtureNames(prefix: "valid-" | "invalid-"): readonly string[] {
  return readdirSync(fixturesDirectory)
    .filter((name) => name.startsWith(prefix) && name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length));
}

export function readFixture(name: string): string {
  return readFileSync(fixturesDirectory + name, "utf8");
}

/** Parses as if the file lay in /project, for a user whose home is /home/ada. */
export function parse(text: string, file = "environments/dev.yaml"): Topology {
  return parseEnvironment(text, { file, projectDirectory: "/project", home: "/home/ada" });
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
