import { expect, test } from "vitest";
import { policyLines } from "../../../config/argocd/policy.js";

test("comments and empty lines say nothing, and keep their places", () => {
  expect(policyLines("# who\n\n  p, a, b ,c\r\ng, x, role:y\n")).toEqual([
    { index: 2, fields: ["p", "a", "b", "c"] },
    { index: 3, fields: ["g", "x", "role:y"] },
  ]);
});

test("a quoted field is what is between the quotes", () => {
  expect(policyLines(['g, "acme:team a", role:admin'])).toEqual([
    { index: 0, fields: ["g", "acme:team a", "role:admin"] },
  ]);
});
