import { Lazy } from "cdktf";
import { expect, test } from "vitest";
import { disableStackTraces } from "../../stacks/no-stack-traces.js";

test("cdktf records no stack trace for a token", () => {
  const recorded = () => Lazy.anyValue({ produce: () => 1 }).creationStack;
  expect(recorded().length).toBeGreaterThan(0);
  disableStackTraces();
  expect(recorded()).toEqual([]);
});
