import { findByEnvironment, sendSignal, startTime } from "./system-process.js";
import { until } from "./wait.js";

/**
 * Environment variable for the children of one run (`cdktf`, `terraform`, `go build`): its value names the lock of the run.
 *
 * When a run is killed with SIGKILL its children live on and hold Terraform's state lock. The next holder of the same lock
 * finds them by this and ends them. Long-lived processes never get it.
 */
export const runVariable = "HUBSPOKE_RUN";

/** Ends the children that an earlier, killed holder of this lock left behind; call it while holding the lock. Returns how many. */
export async function endLeftovers(lock: string): Promise<number> {
  const entry = `${runVariable}=${lock}`;
  const found = (await findByEnvironment(entry)).filter((pid) => pid !== process.pid);
  if (found.length === 0) return 0;
  // Terraform writes its state when it is asked to end: so ask, and give it time.
  for (const pid of found) sendSignal(pid, "SIGINT");
  const gone = async () => ((await alive(found)).length === 0 ? true : undefined);
  if ((await until(gone, { timeout: 15_000 })) === undefined) {
    for (const pid of await alive(found)) sendSignal(pid, "SIGKILL");
    await until(gone, { timeout: 5_000 });
  }
  return found.length;
}

async function alive(pids: readonly number[]): Promise<number[]> {
  const states = await Promise.all(pids.map(async (pid) => ((await startTime(pid)) === undefined ? [] : [pid])));
  return states.flat();
}
