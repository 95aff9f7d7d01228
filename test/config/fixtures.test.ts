import { join } from "node:path";
import { expect, test } from "vitest";
import {
  fixturesDirectory,
  invalidFixtures,
  loadFixture,
  parseAny,
  readFixture,
  refusal,
  validFixtures,
} from "./support.js";

// Written by `vitest --update`: read what changed as the user of the file would.
test.each(invalidFixtures())("%s is refused with its message", async (name) => {
  const error = refusal(() => loadFixture(name));
  await expect(`${error.message}\n`).toMatchFileSnapshot(join(fixturesDirectory, name, "expected.txt"));
});

test.each(invalidFixtures())("no secret of %s is in its message", (name) => {
  const error = refusal(() => loadFixture(name));
  expect(error.message).not.toMatch(/canary|c2VjcmV0/);
});

test.each(validFixtures())("%s is taken, with Windows line ends and a byte order mark too", (name) => {
  const text = readFixture(`${name}.yaml`);
  const topology = parseAny(text);
  expect(topology.name).toBe("dev");
  expect(parseAny(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toEqual(topology);
});

test("there are fixtures of both kinds", () => {
  expect(invalidFixtures().length).toBeGreaterThan(150);
  expect(validFixtures().length).toBeGreaterThan(2);
});
