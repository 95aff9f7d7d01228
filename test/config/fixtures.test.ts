import { expect, test } from "vitest";
import { invalidFixtures, loadFixture, parse, readFixture, refusal, validFixtures } from "./support.js";

test.each(invalidFixtures())("%s is refused with its message", (name) => {
  const error = refusal(() => loadFixture(name));
  expect(`${error.message}\n`).toBe(readFixture(`${name}/expected.txt`));
});

test.each(invalidFixtures())("no secret of %s is in its message", (name) => {
  const error = refusal(() => loadFixture(name));
  expect(error.message).not.toMatch(/canary|c2VjcmV0/);
});

test.each(validFixtures())("%s is taken, with Windows line ends and a byte order mark too", (name) => {
  const text = readFixture(`${name}.yaml`);
  const topology = parse(text);
  expect(topology.name).toBe("dev");
  expect(parse(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toEqual(topology);
});

test("there are fixtures of both kinds", () => {
  expect(invalidFixtures().length).toBeGreaterThan(40);
  expect(validFixtures().length).toBeGreaterThan(2);
});
