import { expect, test } from "vitest";
import { freeLocalPort } from "../../../cli/init/ports.js";
import { localEnvironment, parse } from "../../config/support.js";

const at = (port: number) => parse(localEnvironment().replace("provider: local", `provider: local, port: ${port}`));

test("the first environment of a project takes the default", () => {
  expect(freeLocalPort([], 2)).toBeUndefined();
});

test("the next one takes what no other reaches into", () => {
  expect(freeLocalPort([at(16443)], 2)).toBe(16543);
  expect(freeLocalPort([at(16443), at(16543)], 2)).toBe(16643);
  expect(freeLocalPort([at(20000)], 2)).toBeUndefined();
  expect(freeLocalPort([at(16434)], 2)).toBe(16543);
  expect(freeLocalPort([at(16433)], 2)).toBeUndefined();
  expect(freeLocalPort([at(16543)], 9)).toBeUndefined();
  expect(freeLocalPort([at(16542)], 9)).toBe(16643);
});

test("so many clusters that they would reach the ports of any connection are the operator's to place", () => {
  expect(freeLocalPort([at(16443)], 1700)).toBeUndefined();
});
