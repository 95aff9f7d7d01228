import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const REPOSITORY = resolve(import.meta.dirname, "../..");
let project: string;

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function hubspoke(...args: string[]): Promise<Finished> {
  const command = ["--import", import.meta.resolve("tsx"), join(REPOSITORY, "cli", "index.ts"), ...args];
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd: project }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

const VALID = `apiVersion: hubspoke/v1
name: good
hub:
  name: hub
  cluster: { provider: local }
spokes:
  - name: search
    cluster: { provider: local }
`;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "hubspoke cli-"));
  mkdirSync(join(project, "environments"));
  writeFileSync(join(project, "environments", "good.yaml"), VALID);
  writeFileSync(
    join(project, "environments", "bad.yaml"),
    VALID.replace("provider: local", "provider: lokal").replace("good", "bad"),
  );
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("hubspoke validate", () => {
  it("says what is valid, on stdout, and exits with 0", async () => {
    expect(await hubspoke("validate", "good")).toEqual({
      code: 0,
      stdout: 'environments/good.yaml: environment "good" is valid: a hub and 1 spoke\n',
      stderr: "",
    });
  });

  it("says what is not, on stderr and without a stack trace, and exits with 2", async () => {
    expect(await hubspoke("validate")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "environments/bad.yaml:5  hub.cluster.provider\n" +
        '  unknown cluster provider "lokal", expected one of: local, existing, kind, eks\n' +
        '  fix: did you mean "local"?\n' +
        "1 problem in 1 file\n",
    });
  });

  it("gives a program the problems as JSON", async () => {
    const { code, stdout } = await hubspoke("validate", "bad", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      problems: [
        {
          severity: "error",
          file: "environments/bad.yaml",
          line: 5,
          column: 14,
          path: "hub.cluster.provider",
          message: 'unknown cluster provider "lokal", expected one of: local, existing, kind, eks',
          fix: 'did you mean "local"?',
        },
      ],
      warnings: [],
    });
  });

  it("names the environments that exist where the one asked for does not", async () => {
    const { code, stderr } = await hubspoke("validate", "goood");
    expect(code).toBe(2);
    expect(stderr).toBe(
      'environments/goood.yaml\n  no environment "goood", expected one of: bad, good\n  fix: did you mean "good"?\n1 problem in 1 file\n',
    );
  });
});

describe("hubspoke synth", () => {
  it("writes the stacks without cdktf-cli", async () => {
    const { code, stderr } = await hubspoke("synth", "good", "--out", "rendered");
    expect(stderr).toBe(
      `stacks are in ${join(project, "rendered")}/stacks; next: terraform -chdir=rendered/stacks/<stack> init\n`,
    );
    expect(code).toBe(0);
  });
});

describe("hubspoke", () => {
  it("answers an unknown command with a hint, and 2", async () => {
    expect(await hubspoke("validat")).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: unknown command 'validat'\n(Did you mean validate?)\n(hubspoke --help lists the commands)\n",
    });
  });

  it("has examples in the help of each command", async () => {
    const helps = await Promise.all(
      ["up", "down", "verify", "validate", "explain", "synth", "kubeconfig", "leftovers", "login", "env"].map((name) =>
        hubspoke(name, "--help"),
      ),
    );
    for (const { code, stdout } of helps) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/\nExamples:\n {2}\S/);
    }
  });

  it("refuses to write to two places at once", async () => {
    const { code, stderr } = await hubspoke("kubeconfig", "good", "--merge", "--out", "x");
    expect(code).toBe(2);
    expect(stderr).toBe("--merge and --out cannot be used together\n  fix: use --out for a file of its own\n");
  });

  it("says which clusters there are where --cluster names none of them", async () => {
    const { code, stderr } = await hubspoke("local", "create", "good", "--cluster", "nope");
    expect(code).toBe(2);
    expect(stderr).toBe(
      'no local cluster "nope" in environments/good.yaml, expected one of: hub, search\n  fix: --cluster <name>\n',
    );
  });
});
