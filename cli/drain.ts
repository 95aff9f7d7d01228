import { durationSeconds } from "../config/fields/duration.js";
import { drainSpoke } from "../fleet/drain.js";
import { openEnvironment } from "./environment.js";
import { EXIT, UsageError, writeStatus } from "./output.js";

interface DrainCommandOptions {
  readonly spoke: string;
  readonly timeout?: string;
}

/** Variable that says how long to wait for what is deleted, where Terraform runs the command. */
const TIMEOUT = "HUBSPOKE_DRAIN_TIMEOUT";

/**
 * `hubspoke spoke drain`: what Terraform runs before it removes the registration of a spoke.
 *
 * One that is not retired is not drained: the whole environment is destroyed then, its Argo CD included.
 */
export async function drain(environment: string, options: DrainCommandOptions): Promise<number> {
  const topology = openEnvironment(environment);
  const spoke = topology.spokes.find(({ name }) => name === options.spoke);
  if (spoke?.leaving === undefined) return EXIT.fine;
  const deadline = Date.now() + timeoutOf(options) * 1000;
  await drainSpoke(topology, spoke, { deadline, onProgress: writeStatus });
  return EXIT.fine;
}

function timeoutOf({ timeout }: DrainCommandOptions): number {
  const text = timeout ?? (process.env[TIMEOUT] || "5m");
  const seconds = durationSeconds(text);
  if (seconds !== undefined) return seconds;
  const where = timeout === undefined ? TIMEOUT : "--timeout";
  throw new UsageError(`invalid ${where} "${text}", expected a duration\n  fix: for example 5m`);
}
