import { supplyCertificates } from "../fleet/certificates/supply.js";
import { runProgram } from "../terraform/run-program.js";
import { openEnvironment } from "./environment.js";
import { abortOnSignals } from "./interrupt.js";
import { linesOf } from "./obstacles.js";
import { UsageError, writeStatus } from "./output.js";

/**
 * `hubspoke certificate`: runs what deploys, with the certificates that spokes issue and their keys in its environment.
 *
 * They are in no file and are not printed. A spoke that issues none stops no program: it may be one that the program
 * makes, or one that it does not touch.
 */
export async function certificate(environment: string, command: readonly string[]): Promise<number> {
  const topology = openEnvironment(environment);
  if (command.length === 0) {
    throw new UsageError(
      `what to run is missing\n  fix: hubspoke certificate ${environment} -- npx cdktf deploy '${topology.name}-*'`,
    );
  }
  const { signal, restore } = abortOnSignals(`nothing was run: ${command.join(" ")}`);
  const { variables, notes, obstacles } = await supplyCertificates(topology, { signal }).finally(restore);
  notes.forEach(writeStatus);
  if (obstacles.length > 0) {
    writeStatus(["a deploy of these registrations would fail:", ...obstacles.flatMap(linesOf)].join("\n"));
  }
  return runProgram(command, {
    environment: { ...process.env, ...variables },
    interactive: process.stdin.isTTY,
  });
}
