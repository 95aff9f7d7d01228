import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { comparePlan, writeFiles } from "../../../cli/init/files.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "hubspoke files-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, text = path) => ({ path, text });

test("files are written with their folders, and nothing is left beside them", () => {
  writeFiles(join(folder, "new"), [file("a"), file("b/c/d")]);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(["new", "new/a", "new/b", "new/b/c", "new/b/c/d"]);
  expect(readFileSync(join(folder, "new/b/c/d"), "utf8")).toBe("b/c/d");
});

test("where one cannot be written none is, and no folder stays", () => {
  mkdirSync(join(folder, "a"));
  expect(() => writeFiles(folder, [file("b/c"), file("x".repeat(300))])).toThrow("ENAMETOOLONG");
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("signals are listened to no longer than it takes", () => {
  const before = process.listenerCount("SIGINT");
  writeFiles(folder, [file("a")]);
  expect(process.listenerCount("SIGINT")).toBe(before);
});

test("the plan knows what is missing, what is there, and what is in the way", () => {
  writeFiles(folder, [file("same"), file("other")]);
  expect(comparePlan(folder, [file("new"), file("same"), file("other", "planned")])).toEqual({
    files: [file("new"), file("other", "planned")],
    conflicts: [{ path: "other", text: "planned", present: "other" }],
  });
});

test("a file that stands where a folder should be is in the way of all", () => {
  writeFileSync(join(folder, "script"), "");
  expect(() => comparePlan(folder, [file("script/a")])).toThrow(
    "script is a file, expected a folder for script/a\n  fix: move it away",
  );
});
