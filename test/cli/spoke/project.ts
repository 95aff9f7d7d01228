import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { UsageError } from "../../../cli/output.js";

export const local = `apiVersion: hubspoke/v1
name: local
hub:
  name: hub
  cluster: { provider: local }
spokes:
  # Takes money.
  - name: payments
    cluster: { provider: local }
  - name: search
    cluster: { provider: local }
`;

export const prod = `apiVersion: hubspoke/v1
name: prod
gitops: { repoURL: https://github.com/acme/gitops.git }
defaults:
  cluster: { provider: existing, kubeconfig: kube.yaml }
hub:
  name: hub
  cluster: { context: hub }
spokes: []
`;

/** The environments of a project, which is the current folder in each test. */
export interface Environments {
  file(name: string): string;
  read(name: string): string;
  write(name: string, text: string): void;
}

/** A project with these two environments. */
export function inProject(): Environments {
  const home = process.cwd();
  let project = "";
  const file = (name: string) => join(project, "environments", name);
  beforeEach(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke spoke ü-")));
    mkdirSync(file("base"), { recursive: true });
    writeFileSync(file("local.yaml"), local);
    writeFileSync(file("prod.yaml"), prod);
    process.chdir(project);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(project, { recursive: true, force: true });
  });
  return {
    file,
    read: (name) => readFileSync(file(name), "utf8"),
    write: (name, text) => writeFileSync(file(name), text),
  };
}

/** What a person is told by a command that is refused. */
export async function refusal(action: Promise<number>): Promise<string> {
  const error: unknown = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UsageError) return error.message;
  throw error ?? new Error("it was not refused");
}
