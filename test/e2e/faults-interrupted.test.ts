import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { interrupt, orphans, recordedProcesses, remains } from "./faults.js";
import { ended } from "./fleet.js";
import { processesOf } from "./machine.js";
import { createProject, localEnvironment, type Project } from "./project.js";

/** Where `up` is interrupted, by what it says there. In this order: each run repairs the one before and gets further. */
const stages = [
  ["control planes start", /clusters: starting/],
  ["Terraform is asked for its providers", /answers at .*(\n.*)*answers at .*\n/],
  ["Terraform installs Argo CD's Helm release", /helm_release\.argo_cd .*: Creating\.\.\./],
  ["Terraform registers a spoke", /payments-registration: kubernetes_cluster_role_v1.*: Creating\.\.\./],
  ["Argo CD starts", /argocd: starting/],
  ["it waits until a commit is delivered", /verify: .*; waiting for /],
] as const;

let project: Project;
const up = ["up", "local"];
/** A folder for temporary files of its own, so that what is left of them can be seen. */
const environment = () => ({ TMPDIR: join(project.directory, "tmp") });

beforeAll(() => {
  project = createProject(localEnvironment(12443, ["payments"]));
  mkdirSync(environment().TMPDIR);
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

/** A commit that changes nothing, but which Argo CD has yet to take note of. */
async function commit(): Promise<void> {
  const git = `git --git-dir "${join(project.directory, ".hubspoke/local/local/gitops.git")}"`;
  const identity = "-c user.name=test -c user.email=test@localhost";
  const script = `${git} update-ref refs/heads/main "$(${git} ${identity} commit-tree -p main -m again 'main^{tree}')"`;
  ended(await project.run("sh", ["-c", script]));
}

/** What has to be so for a run to reach a stage once more: a commit that nobody looks at before the very end. */
async function prepare(stage: string): Promise<void> {
  if (stage.includes("commit")) {
    const controller = recordedProcesses(project).get("argocd/argocd-application-controller");
    if (controller !== undefined) {
      process.kill(controller, "SIGKILL");
    }
    await commit();
  }
}

function temporaryFiles(): string[] {
  return readdirSync(environment().TMPDIR).filter((name) => name.startsWith("hubspoke"));
}

async function expectWellEnd(): Promise<void> {
  const { output } = ended(await project.hubspoke(up, { env: environment() }));
  expect(output).toContain('environment "local" is up');
  expect(await orphans(project)).toEqual([]);
  expect([...remains(project), ...temporaryFiles()]).toEqual([]);
}

async function expectNothingLeft(): Promise<void> {
  ended(await project.hubspoke(["down", "local"], { env: environment() }));
  expect(processesOf(project.directory)).toEqual([]);
  expect(existsSync(join(project.directory, ".hubspoke"))).toBe(false);
  expect(existsSync(join(project.directory, "cdktf.out"))).toBe(false);
  expect(temporaryFiles()).toEqual([]);
}

describe.each(["SIGINT", "SIGTERM"] as const)("%s ends what is under way and says how to go on", (signal) => {
  // Every other SIGINT comes as Ctrl-C does: to the children as well.
  test.each(stages.map((stage, index) => [...stage, signal === "SIGINT" && index % 2 === 1] as const))(
    "while %s",
    async (stage, when, wholeGroup) => {
      await prepare(stage);
      const { code, output } = await interrupt(project, up, { when, signal, wholeGroup, env: environment() });
      expect(output).toContain(
        `${signal}: ending what is under way, so that nothing is half-done; once more to force\n` +
          "  go on with: hubspoke up local\n",
      );
      expect(output).toMatch(/\ninterrupted\n$/);
      expect(code, output).toBe(130);
      expect(await orphans(project)).toEqual([]);
      expect([...remains(project), ...temporaryFiles()]).toEqual([]);
    },
  );

  test("the next run ends verified", expectWellEnd);
  test("down leaves nothing", expectNothingLeft);
});

describe("SIGKILL leaves nothing that must be cleaned by hand", () => {
  test.each(stages)("while %s", async (stage, when) => {
    await prepare(stage);
    const { code } = await interrupt(project, up, { when, signal: "SIGKILL", env: environment() });
    expect(code).toBe(null);
  });

  test("the next run ends verified", expectWellEnd);
  test("down leaves nothing", expectNothingLeft);

  test("down right after it, in the middle of an apply, leaves nothing either", async () => {
    await interrupt(project, up, { when: stages[1][1], signal: "SIGKILL", env: environment() });
    await expectNothingLeft();
  });
});
