import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cacheDirectory } from "../../local/cache.js";
import { anyTerraform, filesBelow, orphans, recordedProcesses } from "./faults.js";
import { ended } from "./fleet.js";
import { listenersOf, processesOf } from "./machine.js";
import { CLI, createProject, localEnvironment, type Finished, type Project } from "./project.js";

// A machine that is hostile in as many ways as fit into one: each `up` has to get through all of them.
let project: Project;
let cache: string;

beforeAll(async () => {
  cache = await cacheDirectory(process.env);
  project = createProject(localEnvironment(13243, ["payments"]));
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

const isRoot = process.getuid?.() === 0;

/** Runs `hubspoke` from a shell that has done something first, by way of programs like `unshare`. */
function through(wrapper: readonly string[], script: string, hubspoke: readonly string[], env: NodeJS.ProcessEnv) {
  const [command = "sh", ...args] = [...wrapper, "sh", "-c", `${script} && exec "$@"`, "sh"];
  return project.run(command, [...args, process.execPath, CLI, ...hubspoke], { env });
}

function can(...command: string[]): boolean {
  try {
    execFileSync(command[0] ?? "", command.slice(1), { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Files that somebody else may read or write, though they hold keys, passwords, state or what was said to them. */
function exposedFiles(): string[] {
  const folder = join(project.directory, ".hubspoke");
  const secret = /\.(key|tfstate|kubeconfig|conf|log)$|kubeconfig$|redis-password$|\/etcd\/member\//;
  const found = filesBelow(folder).filter((file) => secret.test(file));
  expect(found.length).toBeGreaterThan(30);
  return found.filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0);
}

function expectLoopbackOnly(): void {
  const listeners = [...recordedProcesses(project).values()].flatMap(listenersOf);
  expect(listeners.length).toBeGreaterThan(10);
  expect(listeners.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
}

/** A proxy that answers nobody: whatever goes through it fails. */
const deadProxy = Object.fromEntries(
  ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"].map((name) => [
    name,
    "http://127.0.0.1:9",
  ]),
);
const toolchain = () => ({ XDG_CACHE_HOME: join(cache, ".."), GOPROXY: "off", GOFLAGS: "-mod=mod" });

const isolated = ["unshare", ...(isRoot ? [] : ["--map-root-user"]), "--net"];
const noIpv6 = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 && ip link set lo up";

describe.skipIf(!can(...isolated, "sh", "-c", noIpv6))("without network, IPv6 and HOME, behind a proxy", () => {
  let up: Finished;

  beforeAll(async () => {
    const env = { ...deadProxy, ...toolchain(), HOME: undefined, NO_PROXY: undefined, no_proxy: undefined };
    up = await through(isolated, `${noIpv6} && umask 022`, ["up", "local"], env);
  });

  test("up comes up from the cached toolchain", () => {
    expect(ended(up).output).not.toContain("programs; building");
    expect(up.output).toContain("no registry can be reached: stand-in providers, for local clusters only\n");
    expect(up.output).toContain('environment "local" is up: 13 added, 0 changed, 0 destroyed');
  });

  test("every process listens on 127.0.0.1 alone", expectLoopbackOnly);

  test("with umask 022, its files are private", () => {
    expect(exposedFiles()).toEqual([]);
  });

  test("down leaves nothing", async () => {
    ended(await project.hubspoke(["down", "local"]));
    expect(processesOf(project.directory)).toEqual([]);
  });
});

describe("with a HOME that cannot be written, umask 077 and a Terraform that prints noise", () => {
  let up: Finished;

  beforeAll(async () => {
    const terraform = join(project.directory, "terraform");
    const run = `"${await anyTerraform()}" "$@"; code=$?; echo 'bye'; exit $code`;
    writeFileSync(terraform, `#!/bin/sh\necho 'loading plugins...'\n${run}\n`);
    chmodSync(terraform, 0o755);
    const env = { ...toolchain(), HOME: "/proc/self", TERRAFORM_BINARY_NAME: terraform };
    up = await through([], "umask 077", ["up", "local"], env);
  });

  test("up comes up", async () => {
    expect(ended(up).output).toContain('environment "local" is up: 13 added, 0 changed, 0 destroyed');
    expect(await orphans(project)).toEqual([]);
  });

  test("its files are private", () => {
    expect(exposedFiles()).toEqual([]);
  });

  test("every process listens on 127.0.0.1 alone", expectLoopbackOnly);
});

const readOnly = ["unshare", ...(isRoot ? [] : ["--map-root-user"]), "--mount"];
const remount = 'mount --bind "$PWD" "$PWD" && mount -o remount,bind,ro "$PWD" && cd "$PWD"';

describe.skipIf(!can(...readOnly, "mount", "-t", "tmpfs", "tmpfs", "/mnt"))("in a read-only checkout", () => {
  test.each([
    ["up", "local"],
    ["down", "local"],
    ["local", "start", "local"],
  ])("%s %s says what cannot be written", async (...args) => {
    const { code, output } = await through(readOnly, remount, args, {});
    expect(output).toBe(
      `environment "local" cannot be changed: ${join(project.directory, ".hubspoke", "local")} cannot be written (EROFS)\n` +
        "  fix: run this where the folder is not read-only, as the user that it belongs to\n",
    );
    expect(code).toBe(2);
  });

  test.each([
    ["validate", "local"],
    ["verify", "local"],
  ])("%s works as ever", async (...args) => {
    ended(await through(readOnly, remount, args, {}));
  });
});
