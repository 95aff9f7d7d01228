import fc from "fast-check";
import { expect, test } from "vitest";
import { spokeNames } from "../../../cli/adopt/names.js";

test("a name that is a DNS label stays, any other becomes one", () => {
  expect(
    spokeNames([
      "payments",
      "Payments (EU)",
      "arn:aws:eks:eu-west-1:111122223333:cluster/search",
      "admin@shop",
      "Zürich",
    ]),
  ).toEqual(["payments", "payments-eu", "search", "shop", "z-rich"]);
});

test("no two are the same, none is the hub's, and labels go first", () => {
  expect(spokeNames(["eu/prod", "us/prod", "prod", "PROD", "hub", "in-cluster", "!!!", "???"])).toEqual([
    "eu-prod",
    "us-prod",
    "prod",
    "prod-2",
    "hub-2",
    "in-cluster-2",
    "spoke",
    "spoke-2",
  ]);
});

test("what is too long ends at 63 characters, its number included", () => {
  const long = "a".repeat(100);
  expect(spokeNames([long, `${long}!`])).toEqual(["a".repeat(63), `${"a".repeat(61)}-2`]);
});

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const anyName = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ minLength: 50, maxLength: 300 }),
  fc.constantFrom("hub", "in-cluster", "prod", "PROD", "a/prod", "prod-2", "spoke", "", "-", "@", "p".repeat(63)),
);

test("any names of clusters become unique DNS labels", () => {
  fc.assert(
    fc.property(fc.array(anyName, { maxLength: 30 }), (names) => {
      const found = spokeNames(names);
      expect(found).toHaveLength(names.length);
      expect(new Set([...found, "hub", "in-cluster"]).size).toBe(names.length + 2);
      expect(found.filter((name) => !label.test(name))).toEqual([]);
    }),
  );
});
