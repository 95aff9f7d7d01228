import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheDirectory } from "../../local/cache.js";
import { temporaryDirectory } from "./support.js";

test("XDG_CACHE_HOME comes before HOME", async () => {
  const root = await temporaryDirectory();
  expect(await cacheDirectory({ XDG_CACHE_HOME: join(root, "xdg"), HOME: root })).toBe(join(root, "xdg", "hubspoke"));
  expect(await cacheDirectory({ HOME: root })).toBe(join(root, ".cache", "hubspoke"));
});

test("a relative XDG_CACHE_HOME is passed over, as its specification says", async () => {
  const root = await temporaryDirectory();
  expect(await cacheDirectory({ XDG_CACHE_HOME: "cache", HOME: root })).toBe(join(root, ".cache", "hubspoke"));
});

test.each([
  ["unset", undefined],
  ["a file", "file"],
])("with HOME %s the cache is a private folder among the temporary ones", async (_, kind) => {
  const root = await temporaryDirectory();
  await writeFile(join(root, "file"), "");
  const path = await cacheDirectory(kind === undefined ? {} : { HOME: join(root, "file") });
  expect(path).toBe(join(tmpdir(), `hubspoke-${process.getuid?.()}`));
  expect((await stat(path)).mode & 0o077).toBe(0);
});

test("a folder among the temporary ones that others may write to is refused", async () => {
  const root = await temporaryDirectory();
  const path = join(root, `hubspoke-${process.getuid?.()}`);
  await mkdir(path);
  await chmod(path, 0o777);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = root;
  try {
    await expect(cacheDirectory({})).rejects.toThrow(
      `${path} belongs to somebody else; set XDG_CACHE_HOME to a folder that can be written`,
    );
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
});
