import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../local/wait.js";
import { openTurns, type Turns } from "../../terraform/turns.js";

let folder: string;
let turns: Turns;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "hubspoke turns é "));
  // Says that it has begun, and works until it is told to end.
  const terraform = join(folder, "terraform");
  const wait = `while [ ! -e "${folder}/end-$2" ]; do sleep 0.05; done`;
  writeFileSync(
    terraform,
    `#!/bin/sh\necho "$*" >> "${folder}/begun"\ncase "$1" in apply | destroy) ${wait} ;; esac\nexit "\${3:-0}"\n`,
    {
      mode: 0o755,
    },
  );
  turns = await openTurns(join(folder, "turns"), terraform, 2);
});

afterEach(() => {
  turns.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): Promise<number | null> {
  return new Promise((done, reject) => {
    const { TERRAFORM_BINARY_NAME: command, ...more } = turns.environment;
    spawn(command, args, { stdio: "ignore", cwd: folder, env: { ...process.env, ...more } })
      .on("exit", done)
      .on("error", reject);
  });
}

function begun(): string[] {
  return existsSync(join(folder, "begun")) ? readFileSync(join(folder, "begun"), "utf8").trim().split("\n") : [];
}

async function eventuallyBegun(count: number): Promise<void> {
  expect(await until(async () => (begun().length >= count ? true : undefined), { timeout: 30_000, interval: 20 })).toBe(
    true,
  );
}

function end(name: string): void {
  appendFileSync(join(folder, `end-${name}`), "");
}

test("so many work at a time, and each that ends lets another begin, however it ended", async () => {
  const [a, b] = [run("apply", "a", "1"), run("apply", "b", "0")];
  await eventuallyBegun(2);
  const c = run("destroy", "c", "0");
  expect(await run("version", "v", "0")).toBe(0);
  expect(begun()).not.toContain("destroy c 0");
  end("a");
  expect(await a).toBe(1);
  await eventuallyBegun(4);
  end("b");
  end("c");
  expect(await Promise.all([b, c])).toEqual([0, 0]);
});

test("ended, those that wait fail, and those that work are left alone", async () => {
  const working = [run("apply", "a", "0"), run("apply", "b", "0")];
  await eventuallyBegun(2);
  const waiting = run("apply", "c", "0");
  turns.end();
  expect(await waiting).toBe(1);
  ["a", "b"].forEach(end);
  expect(await Promise.all(working)).toEqual([0, 0]);
  expect(begun()).toHaveLength(2);
});

test("what is initialised already is not again, until the configuration is another one or an apply fails", async () => {
  const inits = () => begun().filter((line) => line.startsWith("init")).length;
  mkdirSync(join(folder, ".terraform", "providers"), { recursive: true });
  writeFileSync(join(folder, ".terraform.lock.hcl"), "");
  writeFileSync(join(folder, "cdk.tf.json"), "{}");
  for (let again = 0; again < 2; again++) expect(await run("init", "-no-color")).toBe(0);
  expect(inits()).toBe(1);
  expect(await run("init", "-upgrade", "0")).toBe(0);
  expect(inits()).toBe(2);
  writeFileSync(join(folder, "cdk.tf.json"), '{ "terraform": {} }');
  for (let again = 0; again < 2; again++) expect(await run("init", "-no-color")).toBe(0);
  expect(inits()).toBe(3);
  end("a");
  expect(await run("apply", "a", "1")).toBe(1);
  expect(await run("init", "-no-color")).toBe(0);
  expect(inits()).toBe(4);
});

test("outputs are asked for where a stack has any", async () => {
  writeFileSync(join(folder, "cdk.tf.json"), '{ "resource": {} }');
  expect(await run("output", "-json")).toBe(0);
  expect(begun()).toEqual([]);
  writeFileSync(join(folder, "cdk.tf.json"), '{ "output": {} }');
  expect(await run("output", "-json")).toBe(0);
  expect(begun()).toEqual(["output -json"]);
});
