import { cpus, loadavg, totalmem } from "node:os";

/** One line about where the numbers come from. The load tells whether something else ran. */
export function describeMachine(): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(2);
  return `Node ${process.versions.node}, ${processors.length} x ${processors[0]?.model ?? "unknown processor"}, ${gigabytes} GiB, load at the start ${load}.`;
}
