import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CdktfError } from "../../terraform/cdktf-error.js";
import { type CdktfOptions, ensureCdktfJson, findCdktf, runCdktf } from "../../terraform/cdktf.js";

let project: string;

beforeEach(() => void (project = mkdtempSync(join(tmpdir(), "hubspoke cdktf-"))));
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Installs a program in the place of cdktf: what it prints is what the real one would. */
function installCdktf(code: string): void {
  const folder = join(project, "node_modules", "cdktf-cli");
  mkdirSync(join(folder, "bundle", "bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "cdktf-cli" }');
  writeFileSync(join(folder, "bundle", "bin", "cdktf"), code);
}

function options(more: Partial<CdktfOptions> = {}): CdktfOptions {
  return {
    projectDirectory: project,
    stacks: ["dev-hub-*", "dev-spoke-*"],
    isStack: (id) => id.startsWith("dev-"),
    environment: { ...process.env, MARK: "ours" },
    logFile: join(project, "logs", "cdktf.log"),
    ...more,
  };
}

describe("runCdktf", () => {
  it("deploys the stacks without questions, in the environment that it is given", async () => {
    installCdktf(
      `require("fs").writeFileSync("seen.json", JSON.stringify([process.argv.slice(2), process.env.MARK, process.env.CHECKPOINT_DISABLE]));`,
    );
    await runCdktf("deploy", options());
    expect(JSON.parse(readFileSync(join(project, "seen.json"), "utf8"))).toEqual([
      ["deploy", "dev-hub-*", "dev-spoke-*", "--auto-approve", "--no-color", "--skip-provider-lock"],
      "ours",
      "1",
    ]);
  });

  it("synthesises to the folder that it is given", async () => {
    installCdktf(`require("fs").writeFileSync("seen.json", JSON.stringify(process.argv.slice(2)));`);
    await runCdktf("destroy", options({ output: join(project, "of dev") }));
    const seen = JSON.parse(readFileSync(join(project, "seen.json"), "utf8")) as string[];
    expect(seen.slice(-2)).toEqual(["--output", join(project, "of dev")]);
  });

  it("counts the changes of each stack and hands over its lines", async () => {
    installCdktf(`
      console.log("dev-hub-argocd  helm_release.argo_cd: Creating...");
      console.log("                Apply complete! Resources: 3 added, 0 changed, 0 destroyed.");
      console.log("dev-spoke-a-registration  Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");`);
    const lines: string[] = [];
    const { changes } = await runCdktf(
      "deploy",
      options({ onLine: ({ stack, text }) => lines.push(`${stack} ${text}`) }),
    );
    expect(Object.fromEntries(changes)).toEqual({
      "dev-hub-argocd": { added: 3, changed: 0, destroyed: 0 },
      "dev-spoke-a-registration": { added: 0, changed: 1, destroyed: 0 },
    });
    expect(lines[0]).toBe("dev-hub-argocd helm_release.argo_cd: Creating...");
  });

  it("fails with the error of the stack that failed, and where the rest is", async () => {
    installCdktf(`
      console.log("dev-hub-argocd  No changes.");
      console.log("dev-spoke-a-registration  Plan: 3 to add");
      console.log("                          Error: serviceaccounts is forbidden");
      console.log("                          with kubernetes_service_account_v1.argocd_manager");
      process.exit(1);`);
    await expect(runCdktf("deploy", options())).rejects.toThrow(
      new CdktfError(
        "cdktf deploy failed\n" +
          "  dev-spoke-a-registration: Error: serviceaccounts is forbidden\n" +
          "  dev-spoke-a-registration: with kubernetes_service_account_v1.argocd_manager\n" +
          `  log: ${join(project, "logs", "cdktf.log")}`,
        ["Error: serviceaccounts is forbidden", "with kubernetes_service_account_v1.argocd_manager"].map((text) => {
          return { stack: "dev-spoke-a-registration", text };
        }),
      ),
    );
  });

  it("keeps the whole output in a file that is its owner's alone", async () => {
    installCdktf(`console.log("Synthesizing");`);
    await runCdktf("deploy", options());
    const log = join(project, "logs", "cdktf.log");
    expect(readFileSync(log, "utf8")).toBe("Synthesizing\n");
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  it("lets an interrupted Terraform write its state before anything ends", async () => {
    const terraform = join(project, "terraform");
    writeFileSync(
      terraform,
      `#!/bin/sh\ntrap 'echo saved > state; exit 1' INT\necho started > started\nwhile :; do sleep 0.1; done\n`,
    );
    chmodSync(terraform, 0o755);
    // Like cdktf: Terraform in a session of its own, a failing exit when it fails, and death at the first SIGTERM.
    installCdktf(`
      const child = require("child_process").spawn(${JSON.stringify(terraform)}, { cwd: process.cwd(), detached: true, stdio: "ignore" });
      child.on("exit", (code) => process.exit(code));
      const wait = setInterval(() => { if (require("fs").existsSync("started")) { console.log("dev-hub-argocd  Creating..."); clearInterval(wait); } }, 20);`);
    const abort = new AbortController();
    const run = runCdktf("deploy", options({ signal: abort.signal, onLine: () => abort.abort() }));
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(readFileSync(join(project, "state"), "utf8")).toBe("saved\n");
  });
});

describe("findCdktf", () => {
  it("prefers the one of the project", () => {
    installCdktf("");
    expect(findCdktf(project)).toBe(join(project, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf"));
  });
});

describe("ensureCdktfJson", () => {
  it("writes one where there is none, and leaves one that is there alone", () => {
    expect(ensureCdktfJson(project)).toBe(true);
    const file = join(project, "cdktf.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      language: "typescript",
      app: "node --import tsx main.ts",
      sendCrashReports: "false",
    });
    writeFileSync(file, "{}");
    expect(ensureCdktfJson(project)).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("{}");
    expect(existsSync(join(project, "main.ts"))).toBe(false);
  });
});
