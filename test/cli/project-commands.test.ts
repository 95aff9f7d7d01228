import { Command } from "commander";
import { expect, test, vi } from "vitest";
import { addProjectCommands } from "../../cli/project-commands.js";

const calls = vi.hoisted(() => [] as unknown[]);
const record = vi.hoisted(() => (name: string) => (...args: readonly unknown[]) => {
  calls.push([name, ...args]);
  return Promise.resolve(0);
});
vi.mock("../../cli/init.js", () => ({ init: record("init") }));
vi.mock("../../cli/adopt.js", () => ({ adopt: record("adopt") }));
vi.mock("../../cli/spoke.js", () => ({ add: record("add"), remove: record("remove"), retire: record("retire") }));
vi.mock("../../cli/drain.js", () => ({ drain: record("drain") }));

async function run(...args: readonly string[]): Promise<unknown> {
  calls.length = 0;
  const program = new Command().exitOverride();
  addProjectCommands(program);
  await program.parseAsync(args, { from: "user" });
  return calls[0];
}

test("init takes a folder, and a flag for every answer", async () => {
  expect(await run("init")).toEqual(["init", undefined, {}]);
  const args = ["--spoke", "a=b", "folder", "--spoke", "c", "--repo-url", "u", "--backend-bucket", "x", "--yes"];
  expect(await run("init", ...args)).toEqual([
    "init",
    "folder",
    { spoke: ["a=b", "c"], repoUrl: "u", backendBucket: "x", yes: true },
  ]);
});

test("adopt takes no environment: it makes one", async () => {
  const args = ["--context", "hub", "--spoke", "a=b=c", "--spoke", "d=e", "--dry-run", "--force", "--json"];
  expect(await run("adopt", ...args)).toEqual([
    "adopt",
    { context: "hub", spoke: ["a=b=c", "d=e"], dryRun: true, force: true, json: true },
  ]);
});

test("spoke add, retire and remove take an environment and a name", async () => {
  expect(await run("spoke", "add", "prod", "a", "--label", "x=y", "--label", "z=", "--registration-mode", "m")).toEqual(
    ["add", "prod", "a", { label: ["x=y", "z="], registrationMode: "m" }],
  );
  expect(await run("spoke", "retire", "prod", "a", "--undo")).toEqual(["retire", "prod", "a", { undo: true }]);
  expect(await run("spoke", "retire", "prod", "a", "--applications", "orphan", "--unreachable")).toEqual([
    "retire",
    "prod",
    "a",
    { applications: "orphan", unreachable: true },
  ]);
  expect(await run("spoke", "remove", "prod", "a", "--dry-run", "--force")).toEqual([
    "remove",
    "prod",
    "a",
    { dryRun: true, force: true },
  ]);
});

test("spoke drain takes an environment, a spoke, and how long it may take", async () => {
  expect(await run("spoke", "drain", "prod", "--spoke", "a", "--timeout", "1m")).toEqual([
    "drain",
    "prod",
    { spoke: "a", timeout: "1m" },
  ]);
});

test.each([["init"], ["adopt"], ["spoke", "add"], ["spoke", "retire"], ["spoke", "remove"], ["spoke", "drain"]])(
  "%s %s has examples",
  (...names) => {
    const program = new Command();
    addProjectCommands(program);
    const command = names.reduce<Command | undefined>(
      (parent, name) => parent?.commands.find((each) => each.name() === name),
      program,
    );
    let help = "";
    command?.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
    expect(help).toMatch(/\nExamples:\n {2}hubspoke \S/);
  },
);
