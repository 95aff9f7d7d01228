import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLocalToolchain } from "../../cli/toolchain.js";
import { findByEnvironment } from "../../local/system-process.js";
import { filesBelow, interrupt } from "./faults.js";
import { ended } from "./fleet.js";
import { processesOf } from "./machine.js";
import { CLI, createProject, localEnvironment, type Project } from "./project.js";

// The cache of built programs, in copies that tests damage. Go's own cache is warm, so a rebuilt program is linked only.
let project: Project;
/** XDG_CACHE_HOME of the copy. */
let cache: string;
/** The toolchain in the copy. */
let folder: string;

beforeAll(async () => {
  const toolchain = await openLocalToolchain();
  await toolchain.complete();
  project = createProject(localEnvironment(13043, ["payments"]));
  cache = join(project.directory, "cache ü");
  folder = join(cache, "hubspoke", "toolchain", toolchain.folder.split("/").at(-1) ?? "");
  copyTree(toolchain.folder, folder);
});

afterAll(() => {
  project.remove();
});

/** Hard links where the file system can: a test replaces files and never writes into one. */
function copyTree(from: string, to: string): void {
  for (const file of filesBelow(from)) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    try {
      linkSync(join(from, file), join(to, file));
    } catch {
      cpSync(join(from, file), join(to, file), { preserveTimestamps: true });
    }
  }
}

const program = (name: string) => join(folder, "bin", name);
const environment = () => ({ XDG_CACHE_HOME: cache, KUBEBUILDER_ASSETS: undefined });

function replace(name: string, content: Buffer): void {
  rmSync(program(name));
  writeFileSync(program(name), content, { mode: 0o755 });
}

function hash(name: string): string {
  return createHash("sha256")
    .update(readFileSync(program(name)))
    .digest("hex");
}

/** `up` until all programs are there. */
async function untilReady(): Promise<string> {
  const { output } = await interrupt(project, ["up", "local"], {
    when: /toolchain: ready in .*\n/,
    signal: "SIGTERM",
    env: environment(),
  });
  ended(await project.hubspoke(["down", "local"]));
  return output;
}

/** Every program is there, whole and as recorded, and nothing that a build needs only while it runs. */
function expectWhole(): void {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<
    string,
    { sha256: string }
  >;
  const recorded = Object.fromEntries(Object.entries(manifest).map(([name, { sha256 }]) => [name, sha256]));
  const there = readdirSync(join(folder, "bin"));
  expect(Object.fromEntries(there.map((name) => [name, hash(name)]))).toEqual(recorded);
  there.forEach((name) => expect(statSync(program(name)).mode & 0o111, name).not.toBe(0));
  expect(readdirSync(dirname(folder))).toEqual([folder.split("/").at(-1)]);
}

test("damaged programs are built anew, the same to the byte: one cut off, one with a changed byte", async () => {
  const names = ["redis-server", "argocd-chart"];
  const before = names.map(hash);
  const [redis = Buffer.alloc(0), chart = Buffer.alloc(0)] = names.map((name) => readFileSync(program(name)));
  replace("redis-server", redis.subarray(0, 4096));
  chart.writeUInt8(chart.readUInt8(4096) ^ 1, 4096);
  replace("argocd-chart", chart);
  expect(await untilReady()).toContain("toolchain: 0 of 2 programs; building argocd-chart, redis-server\n");
  expectWhole();
  expect(names.map(hash)).toEqual(before);
});

test.each([
  ["SIGINT", true],
  ["SIGTERM", false],
  ["SIGKILL", false],
] as const)("%s while programs are built", async (signal, wholeGroup) => {
  rmSync(program("redis-server"));
  rmSync(program("argocd-chart"));
  const { code, output } = await interrupt(project, ["up", "local"], {
    when: /toolchain: 0 of 2 programs; building argocd-chart, redis-server\n/,
    signal,
    wholeGroup,
    env: environment(),
  });
  const compilers = () => findByEnvironment(`HUBSPOKE_RUN=${folder}.lock.json`);
  if (signal !== "SIGKILL") {
    expect(code, output).toBe(130);
    expect(output).toMatch(/\n {2}go on with: hubspoke up local\n(.*\n)*interrupted\n$/);
    expect(await compilers()).toEqual([]);
    expect(readdirSync(dirname(folder))).toEqual([folder.split("/").at(-1)]);
  }
  await untilReady();
  expect(await compilers()).toEqual([]);
  expectWhole();
});

/** A shell in a mount namespace of its own: nothing that it mounts is seen, or left, outside. */
const isolated = ["unshare", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]), "--mount"];
const canMount = () => {
  try {
    execFileSync(isolated[0] ?? "", [...isolated.slice(1), "mount", "-t", "tmpfs", "tmpfs", "/mnt"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
};

test.skipIf(!canMount())("disk full while building: says so, and leaves nothing half-made", async () => {
  const small = join(project.directory, "small disk");
  mkdirSync(small);
  const script =
    'mount -t tmpfs -o size=48m tmpfs "$XDG_CACHE_HOME"; "$@"; code=$?; find "$XDG_CACHE_HOME" -type f; exit $code';
  const [command = "", ...args] = [...isolated, "sh", "-c", script, "sh", process.execPath, CLI, "up", "local"];
  const { code, stdout, stderr } = await project.run(command, args, { env: { XDG_CACHE_HOME: small } });
  const built = join(small, "hubspoke", "toolchain", folder.split("/").at(-1) ?? "");
  expect(stderr).toContain(
    `\nno space left while building the toolchain in ${built}: it needs 1 GB there and 5 GB in Go's caches ` +
      "(go env GOCACHE GOMODCACHE); free some, or set XDG_CACHE_HOME, GOCACHE and GOMODCACHE to a larger disk\n",
  );
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(processesOf(project.directory)).toEqual([]);
  expect(existsSync(join(project.directory, ".hubspoke", "local", "local.lock.json"))).toBe(false);
});
