import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { orphans, remains } from "./faults.js";
import { ended } from "./fleet.js";
import { processesOf } from "./machine.js";
import { createProject, localEnvironment, type Finished, type Project } from "./project.js";

// What others hold: ports, and the environment itself.
const port = 12643;
let project: Project;

beforeAll(() => {
  project = createProject(localEnvironment(port, ["payments"]));
  const second = localEnvironment(port + 50, ["search"]).replace("name: local", "name: second");
  const gitops = "gitops: { path: environments/local }\n";
  writeFileSync(join(project.directory, "environments", "second.yaml"), second + gitops);
});

afterAll(async () => {
  for (const name of ["local", "second"]) {
    await project.hubspoke(["down", name]);
  }
  project.remove();
});

async function take(taken: number): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(taken, "127.0.0.1", resolve));
}

test("taken ports are all told, with holder and field, before anything starts", async () => {
  await take(port + 3);
  await take(port + 10);
  const { code, output } = await project.hubspoke(["up", "local"]);
  const us = `${readFileSync("/proc/self/comm", "utf8").trim()} (pid ${process.pid})`;
  expect(output).toContain(
    `\nport ${port + 10} of cluster "payments" is taken by ${us}; free it or set spokes[0].cluster.port in environments/local.yaml\n` +
      `port ${port + 3} of cluster "hub" is taken by ${us}; free it or set hub.cluster.port in environments/local.yaml\n`,
  );
  expect(code).toBe(2);
  expect(processesOf(project.directory)).toEqual([]);
  expect(remains(project)).toEqual([]);
});

test("freed, up works; meanwhile nobody else may change the environment", async () => {
  let others: Promise<Finished[]> | undefined;
  let holder = 0;
  const commands = [
    ["up", "local"],
    ["down", "local"],
    ["local", "stop", "local"],
    ["local", "start", "local"],
  ];
  const first = await project.hubspoke(["up", "local"], {
    onOutput: (_text, pid) => {
      holder = pid;
      others ??= Promise.all(commands.map((args) => project.hubspoke(args)));
    },
  });
  for (const { code, output } of (await others) ?? []) {
    expect(output).toMatch(
      new RegExp(
        `^environment "local" is held by "hubspoke up local" \\(pid ${holder}\\) since ` +
          "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z; wait for it to end, or end it\n$",
      ),
    );
    expect(code).toBe(2);
  }
  ended(first);
  expect(remains(project)).toEqual([]);
});

test("another environment of the project comes up beside it, at the same time as it is changed", async () => {
  for (const run of ["first", "again"]) {
    const both = await Promise.all([project.hubspoke(["up", "second"]), project.hubspoke(["up", "local"])]);
    both.forEach((finished) => ended(finished));
    expect(both[1]?.output, run).toContain('environment "local" is up: 0 added, 0 changed, 0 destroyed');
  }
  const verified = await Promise.all(["local", "second"].map((name) => project.hubspoke(["verify", name])));
  verified.forEach((finished) => ended(finished));
  expect(await orphans(project)).toEqual([]);
});

test("down of one leaves the other alone", async () => {
  ended(await project.hubspoke(["down", "second"]));
  ended(await project.hubspoke(["verify", "local"]));
  ended(await project.hubspoke(["down", "local"]));
  expect(processesOf(project.directory)).toEqual([]);
});
