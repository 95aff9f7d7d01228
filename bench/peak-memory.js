// Loaded with `--import` into a measured process: writes its peak memory, in bytes, where BENCH_PEAK_FILE says.
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.BENCH_PEAK_FILE, String(peak())));

// The kernel's own count for this program. getrusage() counts from the fork on, so its number is never below what the
// parent took.
function peak() {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
