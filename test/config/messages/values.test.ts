import { expect, test } from "vitest";
import { describeValue, typeFix } from "../../../config/messages/values.js";

test.each([
  [["name"], "dev", undefined, '"dev"'],
  [["name"], 1.1, "1.10", '"1.10" (a number)'],
  [["name"], true, "true", '"true" (a boolean)'],
  [["name"], null, undefined, "(empty)"],
  [["name"], {}, undefined, "(a map)"],
  [["name"], [], undefined, "(an empty list)"],
  [["name"], ["a"], undefined, "(a list)"],
  [["name"], "a".repeat(61), undefined, `"${"a".repeat(57)}..."`],
  [["values", "adminPassword"], "canary", undefined, "(hidden)"],
  [["values", "token", "a", 0], 12345, "12345", "(hidden)"],
  [["url"], "https://a:canary@b", undefined, "(hidden)"],
  [["name"], `ghp_${"canary".repeat(6)}`, undefined, "(hidden)"],
  [["labels", `ghp_${"canary".repeat(6)}`], "x", undefined, "(hidden)"],
])("echoes the value at %j", (path, value, written, shown) => {
  expect(describeValue(path, value, written)).toBe(shown);
});

test.each([
  ["1.10", 1.1, "string", 'quote it, YAML takes it for a number: "1.10"'],
  ["0x10", 16, "string", 'quote it, YAML takes it for a number: "0x10"'],
  ["1e3", 1000, "string", 'quote it, YAML takes it for a number: "1e3"'],
  ["012", 12, "string", 'quote it, YAML takes it for a number: "012"'],
  ["true", true, "string", 'quote it, YAML takes it for a boolean: "true"'],
  ["yes", "yes", "boolean", "write true: YAML takes yes for text"],
  ["On", "On", "boolean", "write true: YAML takes On for text"],
  ["y", "y", "boolean", "write true: YAML takes y for text"],
  ["NO", "NO", "boolean", "write false: YAML takes NO for text"],
  ["off", "off", "boolean", "write false: YAML takes off for text"],
  ["n", "n", "boolean", "write false: YAML takes n for text"],
  ["true", "true", "boolean", "remove the quotes"],
  ["maybe", "maybe", "boolean", undefined],
  ["8080", "8080", "number", "remove the quotes"],
  ["-1", "-1", "int", "remove the quotes"],
  ["first", "first", "number", undefined],
  ["name:hub", "name:hub", "object", "put a space after the colon"],
  ["hub", "hub", "object", undefined],
  ["-a -b", "-a -b", "array", 'put a space after each "-"'],
  ["shop", "shop", "array", "write a list: [shop]"],
  ["two words", "two words", "array", "write a list"],
  ["", null, "object", "write its fields or remove the line"],
  ["", null, "array", "write [] or remove the line"],
  ["", null, "record", "write {} or remove the line"],
  ["", null, "string", "give it a value or remove the line"],
])("says how %j becomes what is wanted", (written, value, expected, fix) => {
  expect(typeFix(["hub", "field"], value, expected, written)).toBe(fix);
});

test.each([
  [["spokes"], { payments: {} }, "array", "write a list: each as - name: <name>, with its fields below the name"],
  [["hub", "argocd", "projects"], {}, "array", 'write a list, with a "-" each'],
  [["hub"], [{}], "object", 'write its fields without "-" and [ ]'],
  [["spokes", 0], "payments", "object", "write - name: payments, with its fields below the name"],
  [["spokes", 0], "two words", "object", undefined],
  [["hub", "cluster"], "local", "object", "write cluster: { provider: local }"],
  [["spokes", 0, "registration"], "exec", "object", "write registration: { mode: exec }"],
  [["spokes", 0, "constructor"], "exec", "object", undefined],
])("says how the container at %j becomes what is wanted", (path, value, expected, fix) => {
  expect(typeFix(path, value, expected)).toBe(fix);
});

test("gives no fix that would show a secret", () => {
  expect(typeFix(["hub", "token"], "canary", "array")).toBeUndefined();
  expect(typeFix(["hub", "token"], 1, "string", "1")).toBeUndefined();
  expect(typeFix(["hub", "a"], `ghp_${"a".repeat(36)}`, "array")).toBeUndefined();
});
