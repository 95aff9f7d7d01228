import { Command } from "commander";
import { expect, test, vi } from "vitest";
import { addCredentialCommands } from "../../cli/credential-commands.js";

const calls = vi.hoisted(() => [] as unknown[]);
const record = vi.hoisted(() => (name: string) => (...args: readonly unknown[]) => {
  calls.push([name, ...args]);
  return Promise.resolve(0);
});
vi.mock("../../cli/status.js", () => ({ status: record("status") }));
vi.mock("../../cli/rotate.js", () => ({ rotate: record("rotate") }));
vi.mock("../../cli/certificate.js", () => ({ certificate: record("certificate") }));

async function run(...args: readonly string[]): Promise<unknown> {
  calls.length = 0;
  const program = new Command().exitOverride();
  addCredentialCommands(program);
  await program.parseAsync(args, { from: "user" });
  return calls[0];
}

test("status takes an environment", async () => {
  expect(await run("status", "prod", "--json", "--record")).toEqual(["status", "prod", { json: true, record: true }]);
});

test("rotate takes spokes, or a duration", async () => {
  expect(await run("rotate", "prod", "a", "b", "--dry-run")).toEqual(["rotate", "prod", ["a", "b"], { dryRun: true }]);
  expect(await run("rotate", "prod", "--expiring", "30d", "--yes")).toEqual([
    "rotate",
    "prod",
    [],
    { expiring: "30d", yes: true },
  ]);
});

test("certificate takes a program with its own options, after --", async () => {
  const program = ["npx", "cdktf", "deploy", "prod-*", "--auto-approve"];
  expect(await run("certificate", "prod", "--", ...program)).toEqual(["certificate", "prod", program]);
});
