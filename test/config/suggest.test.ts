import { expect, test } from "vitest";
import { nearest } from "../../config/suggest.js";

test.each([
  ["regoin", "region"],
  ["Region", "region"],
  ["versoin", "version"],
  ["kubeconfg", "kubeconfig"],
])("%s is meant to be %s", (name, expected) => {
  expect(nearest(name, ["region", "version", "kubeconfig"])).toBe(expected);
});

test.each(["network", "x", "r".repeat(1000)])("%.20s is like nothing", (name) => {
  expect(nearest(name, ["region", "version", "kubeconfig"])).toBeUndefined();
});
