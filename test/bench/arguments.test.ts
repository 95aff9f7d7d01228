import { describe, expect, it } from "vitest";
import { parseBenchArguments } from "../../bench/arguments.js";

const parse = (...args: string[]) => parseBenchArguments(args, ["validate", "synth", "cold"], ["cold"]);

describe("arguments of the benchmarks", () => {
  it("chooses all but the cold one where none is named", () => {
    expect(parse()).toEqual({ names: ["validate", "synth"], spokes: 8 });
  });

  it("takes names, runs and spokes", () => {
    expect(parse("cold", "--runs", "10", "synth", "--spokes=20")).toEqual({
      names: ["cold", "synth"],
      runs: 10,
      spokes: 20,
    });
  });

  it("says which names there are", () => {
    expect(parse("sinth")).toEqual({ problem: 'unknown benchmark "sinth", expected: validate, synth, cold' });
  });

  it.each(["0", "-1", "1.5", "many", ""])("refuses %j runs", (runs) => {
    expect(parse(`--runs=${runs}`)).toEqual({ problem: `--runs "${runs}", expected a whole number from 1 on` });
  });

  it("refuses an unknown option", () => {
    expect(parse("--fast")).toEqual({ problem: expect.stringContaining("Unknown option '--fast'") });
  });
});
