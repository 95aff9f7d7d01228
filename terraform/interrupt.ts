import { descendants, signalQuietly, terraformsBelow } from "./process-tree.js";

/** How long an interrupted Terraform may take to finish what is under way and write its state. */
const INTERRUPT_GRACE_MS = 60_000;

/**
 * Ends a program that runs Terraform, without losing state.
 *
 * cdktf answers a signal by exiting at once and killing Terraform under it, which loses what a slow backend has not
 * written yet. So Terraform alone is interrupted: it finishes the operation under way, writes state, gives its lock
 * back and fails, and cdktf follows.
 */
export function interruptTerraform(pid: number): void {
  const interrupted = new Set<number>();
  const deadline = Date.now() + INTERRUPT_GRACE_MS;
  const timer = setInterval(() => {
    const running = terraformsBelow(pid);
    running
      .filter((terraform) => !interrupted.has(terraform))
      .forEach((terraform) => signalQuietly(terraform, "SIGINT"));
    running.forEach((terraform) => interrupted.add(terraform));
    if (running.length === 0) {
      clearInterval(timer);
      signalQuietly(pid, "SIGTERM");
    } else if (Date.now() > deadline) {
      clearInterval(timer);
      killTree(pid);
    }
  }, 200);
}

function killTree(root: number): void {
  const pids = descendants(root).map((row) => row.pid);
  [...pids, root].forEach((pid) => signalQuietly(pid, "SIGKILL"));
}
