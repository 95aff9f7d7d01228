import { expect, test } from "vitest";
import { fixtureNames, parse, readFixture, refusal } from "./support.js";

test.each(fixtureNames("invalid-"))("%s is refused with its message", (name) => {
  const error = refusal(() => parse(readFixture(`${name}.yaml`), `${name}.yaml`));
  expect(`${error.message}\n`).toBe(readFixture(`${name}.txt`));
});

test.each(fixtureNames("invalid-"))("no secret of %s is in its message", (name) => {
  const error = refusal(() => parse(readFixture(`${name}.yaml`)));
  expect(error.message).not.toMatch(/canary|c2VjcmV0/);
});

test.each(fixtureNames("valid-"))("%s is taken, with Windows line ends and a byte order mark too", (name) => {
  const text = readFixture(`${name}.yaml`);
  const topology = parse(text);
  expect(topology.name).toBe("dev");
  expect(parse(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toEqual(topology);
});

test("there are fixtures of both kinds", () => {
  expect(fixtureNames("invalid-").length).toBeGreaterThan(40);
  expect(fixtureNames("valid-").length).toBeGreaterThan(2);
});
