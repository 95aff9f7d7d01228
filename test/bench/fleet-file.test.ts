import { describe, expect, it } from "vitest";
import { existingFleetFile, localFleetFile, spokeNames } from "../../bench/fleet-file.js";
import { parse } from "../config/support.js";

describe("environment files of the benchmarks", () => {
  it("make local clusters with ports of their own", () => {
    const { hub, spokes, gitops } = parse(localFleetFile("bench", 20, 21443));
    const ports = [hub, ...spokes].map(({ cluster }) => (cluster.provider === "local" ? cluster.port : undefined));
    expect(ports).toEqual(Array.from({ length: 21 }, (_, index) => 21443 + 10 * index));
    expect(gitops?.path).toBe("environments/local");
  });

  it("make as many existing clusters as asked for", () => {
    const { spokes } = parse(existingFleetFile("bench", 1000));
    expect(spokes.map(({ name }) => name)).toEqual(spokeNames(1000));
    expect(new Set(spokes.map(({ cluster }) => cluster.provider))).toEqual(new Set(["existing"]));
  });
});
