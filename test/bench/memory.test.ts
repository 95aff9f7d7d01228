import { describe, expect, it } from "vitest";
import { memoryRows, parseProcField } from "../../bench/memory.js";

describe("memory of what runs", () => {
  it("reads a field of /proc in bytes", () => {
    const status = "Name:\tetcd\nVmPeak:\t    2048 kB\nVmRSS:\t    1024 kB\n";
    expect(parseProcField(status, "VmRSS")).toBe(1_048_576);
    expect(parseProcField(status, "Rss")).toBeUndefined();
  });

  it("sums up the programs, and the shared part only where all of it is known", () => {
    const etcd = { program: "etcd", processes: 3, resident: 30, proportional: 20 };
    const redis = { program: "redis", processes: 1, resident: 5, proportional: undefined };
    expect(memoryRows([etcd], String)).toEqual([
      ["etcd", "3", "30", "20"],
      ["**all**", "3", "30", "20"],
    ]);
    expect(memoryRows([etcd, redis], String).slice(1)).toEqual([
      ["redis", "1", "5", "not readable"],
      ["**all**", "4", "35", "not readable"],
    ]);
  });
});
