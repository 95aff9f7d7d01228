import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = resolve(import.meta.dirname, "../..");
let project: string;

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function validate(...args: string[]): Promise<Finished> {
  return hubspoke("validate", ...args);
}

function hubspoke(...args: string[]): Promise<Finished> {
  const command = ["--import", import.meta.resolve("tsx"), join(repository, "cli", "index.ts"), ...args];
  const env = { ...process.env, GITHUB_WORKSPACE: "" };
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd: project, env }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

function environment(name: string, label: string): string {
  return `apiVersion: hubspoke/v1
name: ${name}
hub:
  name: hub
  cluster: { provider: local }
  labels: { gpu: ${label} }
`;
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "hubspoke validate-"));
  mkdirSync(join(project, "environments"));
  writeFileSync(join(project, "environments", "good.yaml"), environment("good", "nvidia"));
  writeFileSync(join(project, "environments", "risky.yaml"), environment("risky", "on"));
  writeFileSync(join(project, "environments", "bad.yaml"), `${environment("bad", "on")}spoke: []\n`);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const warning =
  "environments/risky.yaml:6  hub.labels.gpu\n" +
  "  warning: plain on is text here, and a boolean to kubectl, Helm and Argo CD\n" +
  '  fix: quote it: "on"\n' +
  "1 warning in 1 file\n";

test("a file with warnings is valid, and its warnings are on stderr", async () => {
  expect(await validate("risky")).toEqual({
    code: 0,
    stdout: 'environments/risky.yaml: environment "risky" is valid: a hub and 0 spokes\n',
    stderr: warning,
  });
});

test("--strict refuses it", async () => {
  expect(await validate("risky", "--strict")).toEqual({
    code: 2,
    stdout: "",
    stderr: `${warning}refused for its warnings: --strict\n`,
  });
  expect((await validate("good", "--strict")).code).toBe(0);
  expect(JSON.parse((await validate("risky", "--strict", "--json")).stdout)).toMatchObject({ valid: false });
});

test("problems come before warnings, of all files, without frames where nobody looks", async () => {
  const { code, stdout, stderr } = await validate();
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toBe(
    "environments/bad.yaml:7\n" +
      '  unknown field "spoke", expected one of: apiVersion, extends, name, model, backend, deletionProtection, gitops, defaults, hub, spokes\n' +
      '  fix: did you mean "spokes"?\n' +
      "environments/bad.yaml:6  hub.labels.gpu\n" +
      "  warning: plain on is text here, and a boolean to kubectl, Helm and Argo CD\n" +
      '  fix: quote it: "on"\n' +
      warning.replace("1 warning in 1 file", "1 problem and 2 warnings in 2 files"),
  );
});

test("other formats are on stdout alone, with the same exit codes", async () => {
  const github = await validate("risky", "--format", "github");
  expect(github).toEqual({
    code: 0,
    stdout:
      "::warning file=environments/risky.yaml,line=6,col=13,title=hub.labels.gpu::" +
      'plain on is text here, and a boolean to kubectl, Helm and Argo CD%0Afix: quote it: "on"\n',
    stderr: "",
  });
  const sarif = await validate("bad", "--format", "sarif");
  expect([sarif.code, sarif.stderr]).toEqual([2, ""]);
  expect(JSON.parse(sarif.stdout)).toMatchObject({ version: "2.1.0", runs: [{ results: [{}, {}] }] });
  expect(await validate("good", "--format", "github")).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("a mistake in the name of an environment is told in the format too", async () => {
  const { code, stdout } = await validate("goood", "--format", "github");
  expect(code).toBe(2);
  expect(stdout).toBe(
    '::error file=environments/goood.yaml,title=hubspoke::no environment "goood", expected one of: bad, good, risky' +
      '%0Afix: did you mean "good"?\n',
  );
});

test("an unknown format is refused", async () => {
  expect(await validate("--format", "xml")).toEqual({
    code: 2,
    stdout: "",
    stderr: 'unknown format "xml", expected one of: text, json, sarif, github\n',
  });
});

test("synth tells the warnings once", async () => {
  const { code, stderr } = await hubspoke("synth", "risky");
  expect(code).toBe(0);
  expect(stderr.startsWith(warning)).toBe(true);
  expect(stderr.split("warning:")).toHaveLength(2);
});
