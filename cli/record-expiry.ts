import { recordExpiries } from "../fleet/credential-expiry.js";
import { openFleet } from "../fleet/fleet.js";
import { problemOf } from "../fleet/problem.js";
import { fleetOptions } from "./fleet-options.js";
import type { UpRun } from "./up-steps.js";

/** Writes the end of each credential onto its cluster Secret; a note that cannot be written stops nothing. */
export async function recordExpiry({ topology, progress, signal }: UpRun): Promise<void> {
  const fleet = openFleet(topology, { ...fleetOptions(topology), signal });
  try {
    const spokes = await recordExpiries(fleet);
    if (spokes.length > 0) progress.report("deploy", `recorded when the credential of ${spokes.join(", ")} ends`);
  } catch (error) {
    progress.report("deploy", `when credentials end was not recorded: ${problemOf(error)}`);
  } finally {
    fleet.close();
  }
}
