import { writeStatus } from "./output.js";

/**
 * A signal that is aborted by SIGINT or SIGTERM, once.
 *
 * A second one ends the process the hard way: what the first one asked for was not coming.
 */
export function abortOnSignals(advice: string): { signal: AbortSignal; restore: () => void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      process.exit(130);
    }
    writeStatus(`${name}: ending what is under way, so that nothing is half-done; once more to force\n  ${advice}`);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const restore = () => {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  };
  return { signal: controller.signal, restore };
}
