import { copyFile, mkdir, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ToolchainProgress, openToolchain } from "../../local/toolchain.js";
import { withLock } from "../../local/lock.js";
import { failureOf, script, temporaryDirectory } from "./support.js";

// A Go that "builds" by writing the names of its arguments; GO_FAILS and GO_SLOW in its environment steer it.
const fakeGo = `
const fs = require("fs"), path = require("path");
const [verb, ...args] = process.argv.slice(2);
if (verb === "env") { console.log(process.env.GO_VERSION ?? "go1.25.5"); process.exit(0); }
fs.appendFileSync(process.env.GO_LOG, args.join(" ") + "\\n");
if (process.env.GO_FAILS) { console.error(process.env.GO_FAILS); process.exit(1); }
const out = args[args.indexOf("-o") + 1];
for (const name of args.slice(args.indexOf("-o") + 2)) {
  fs.writeFileSync(path.join(out, path.basename(name)), "#!/bin/sh\\necho " + name + "\\n");
}
if (process.env.GO_SLOW) setInterval(() => {}, 1000);`;

async function machine() {
  const root = await temporaryDirectory();
  const [bin, goDirectory, cacheDirectory] = ["bin", "module", "cache"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([mkdir(bin), mkdir(goDirectory)]);
  await script(join(bin, "go"), fakeGo);
  await writeFile(join(goDirectory, "go.mod"), "module example\n\ngo 1.25.5\n");
  const programs = [
    { name: "last", package: "example.com/last", builtAs: "last", version: "1.0.0", group: 2 },
    { name: "etcd", package: "example.com/first", builtAs: "first", version: "3.6.4", group: 1 },
  ];
  await writeFile(join(goDirectory, "programs.json"), JSON.stringify({ ldflags: ["-s", "-w"], programs }));
  const log = join(root, "go.log");
  const environment: NodeJS.ProcessEnv = { PATH: bin, HOME: root, GO_LOG: log };
  const builds = async () => (await readFile(log, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  return { root, bin, options: { cacheDirectory, goDirectory, environment }, builds, cacheDirectory };
}

test("what is missing is built once, in groups, and then found", async () => {
  const { options, builds } = await machine();
  const toolchain = await openToolchain(options);
  await toolchain.complete();
  expect(await readFile(await toolchain.program("etcd"), "utf8")).toContain("example.com/first");
  const again = await openToolchain(options);
  expect(await again.program("last")).toBe(join(toolchain.folder, "bin", "last"));
  expect(await builds()).toHaveLength(1);
  expect((await builds())[0]).toMatch(
    /^-trimpath -buildvcs=false -ldflags -s -w -o .* example\.com\/first example\.com\/last$/,
  );
});

test("progress names what is still to come, and ends with nothing", async () => {
  const { options } = await machine();
  const seen: ToolchainProgress[] = [];
  await (await openToolchain({ ...options, onProgress: (progress) => seen.push(progress) })).complete();
  expect(seen[0]).toMatchObject({ done: 0, total: 2, next: ["etcd", "last"] });
});

test.each([
  ["shorter", async (path: string) => writeFile(path, "#!/bin/sh")],
  [
    "changed at the same length",
    async (path: string) => writeFile(path, (await readFile(path, "utf8")).replace("echo", "exit")),
  ],
  ["gone", async (path: string) => rm(path)],
])("a cached program that is %s is built again, and no other", async (_, damage) => {
  const { options, builds } = await machine();
  const toolchain = await openToolchain(options);
  await toolchain.complete();
  const path = await toolchain.program("last");
  const whole = await readFile(path, "utf8");
  await damage(path);
  const again = await openToolchain(options);
  expect(await readFile(await again.program("last"), "utf8")).toBe(whole);
  expect((await builds())[1]).toMatch(/-o \S.* example\.com\/last$/);
});

test("a cache that was copied, with other times, is as good", async () => {
  const { options, builds } = await machine();
  const toolchain = await openToolchain(options);
  await toolchain.complete();
  await utimes(await toolchain.program("last"), 1, 1);
  await (await openToolchain(options)).complete();
  expect(await builds()).toHaveLength(1);
});

test("a change in the module is another toolchain", async () => {
  const { options } = await machine();
  const before = await openToolchain(options);
  await before.complete();
  await writeFile(join(options.goDirectory, "main.go"), "package main\n");
  const after = await openToolchain(options);
  await after.complete();
  expect(after.folder).not.toBe(before.folder);
});

test("a failed build shows what Go said, and leaves nothing half-made", async () => {
  const { options, cacheDirectory } = await machine();
  const environment = { ...options.environment, GO_FAILS: "main.go:1: syntax error" };
  const toolchain = await openToolchain({ ...options, environment });
  expect(await failureOf(toolchain.program("etcd"))).toBe("go build failed:\nmain.go:1: syntax error");
  expect(await failureOf(toolchain.complete())).toBe("go build failed:\nmain.go:1: syntax error");
  expect(await readdir(join(cacheDirectory, "toolchain"))).toEqual([]);
});

test("a full disk is named with the folder and what it needs", async () => {
  const { options } = await machine();
  const environment = { ...options.environment, GO_FAILS: "link: write $WORK/a.out: no space left on device" };
  const toolchain = await openToolchain({ ...options, environment });
  expect(await failureOf(toolchain.complete())).toBe(
    `no space left while building the toolchain in ${toolchain.folder}: it needs 1 GB there and 5 GB in Go's caches ` +
      "(go env GOCACHE GOMODCACHE); free some, or set XDG_CACHE_HOME, GOCACHE and GOMODCACHE to a larger disk",
  );
});

const advice =
  "install Go from https://go.dev/dl/ (it is needed once, the programs are cached), or use clusters that are there already: provider existing";

test("no Go is told with what to do", async () => {
  const { options } = await machine();
  const toolchain = await openToolchain({ ...options, environment: { ...options.environment, PATH: "/nowhere" } });
  expect(await failureOf(toolchain.complete())).toBe(`Go 1.25.5 or newer is needed and not on PATH; ${advice}`);
});

test("a Go that is too old is told with what to do", async () => {
  const { options } = await machine();
  const toolchain = await openToolchain({
    ...options,
    environment: { ...options.environment, GO_VERSION: "go1.20.1" },
  });
  expect(await failureOf(toolchain.complete())).toBe(`Go 1.20.1 is too old, 1.25.5 or newer is needed; ${advice}`);
});

test("with everything cached, no Go is needed", async () => {
  const { options } = await machine();
  await (await openToolchain(options)).complete();
  const toolchain = await openToolchain({ ...options, environment: { PATH: "/nowhere" } });
  expect(await toolchain.program("etcd")).toBe(join(toolchain.folder, "bin", "etcd"));
});

test("an interrupted build ends Go, and what was linked is kept", async () => {
  const { options, builds, cacheDirectory } = await machine();
  const controller = new AbortController();
  const toolchain = await openToolchain({
    ...options,
    environment: { ...options.environment, GO_SLOW: "1" },
    signal: controller.signal,
  });
  await toolchain.program("last");
  controller.abort(new Error("interrupted"));
  await failureOf(toolchain.complete()).catch(() => "all was there already");
  expect(await readdir(join(cacheDirectory, "toolchain"))).toEqual([toolchain.folder.split("/").at(-1)]);
  await (await openToolchain(options)).complete();
  expect(await builds()).toHaveLength(1);
});

test("a program that another run builds is taken from there", async () => {
  const { options, builds, root } = await machine();
  const finished = await openToolchain({ ...options, cacheDirectory: join(root, "other") });
  await finished.complete();
  const first = await openToolchain(options);
  await first.complete();
  await rm(join(first.folder, "manifest.json"));
  const lock = { path: `${first.folder}.lock.json`, what: "the toolchain", command: "toolchain build" };
  await withLock(lock, async () => {
    const waiting = await openToolchain(options);
    // The same programs have the same hashes; their times differ, as in a copied cache.
    await copyFile(join(finished.folder, "manifest.json"), join(first.folder, "manifest.json"));
    expect(await waiting.program("etcd")).toBe(join(first.folder, "bin", "etcd"));
    await waiting.complete();
  });
  expect(await builds()).toHaveLength(2);
});

test("KUBEBUILDER_ASSETS is used where its version fits, and only there", async () => {
  const { options, root } = await machine();
  const assets = join(root, "assets");
  await mkdir(assets);
  const environment = { ...options.environment, KUBEBUILDER_ASSETS: assets };
  await script(join(assets, "etcd"), 'console.log("etcd Version: 3.4.0")');
  const built = await openToolchain({ ...options, environment });
  expect(await built.program("etcd")).toBe(join(built.folder, "bin", "etcd"));
  await script(join(assets, "etcd"), 'console.log("etcd Version: 3.6.1")');
  expect(await (await openToolchain({ ...options, environment })).program("etcd")).toBe(join(assets, "etcd"));
});
