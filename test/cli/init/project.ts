import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { UsageError } from "../../../cli/output.js";

/** A folder of a user who has a kubeconfig with three contexts: empty, and current, in each test. */
export interface Folder {
  readonly path: string;
  readonly kubeconfig: string;
  /** All files in it, sorted. */
  files(): readonly string[];
  read(file: string): string;
}

/** Flags of an environment of clusters that are there already. */
export const existing = {
  provider: "existing",
  hub: "arn:aws:eks:eu-west-1:123:cluster/prod",
  spoke: ["payments=admin@payments", "yes"],
  repoUrl: "https://github.com/acme/gitops.git",
};

/** Flags of an environment of EKS clusters. */
export const eks = {
  provider: "eks",
  region: "eu-west-1",
  account: "111122223333",
  repoUrl: "https://github.com/acme/gitops.git",
};

const contexts = ["arn:aws:eks:eu-west-1:123:cluster/prod", "admin@payments", "yes"];

export function inFolder(): Folder {
  const home = process.cwd();
  const kubeconfigBefore = process.env["KUBECONFIG"];
  let above = "";
  const folder: Folder = {
    get path() {
      return join(above, "acme fleet");
    },
    get kubeconfig() {
      return join(above, "kube.yaml");
    },
    files: () =>
      readdirSync(above, { encoding: "utf8", recursive: true })
        .filter((file) => file.startsWith("acme fleet/") && statSync(join(above, file)).isFile())
        .map((file) => file.slice("acme fleet/".length))
        .sort(),
    read: (file) => readFileSync(join(folder.path, file), "utf8"),
  };
  beforeEach(() => {
    above = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke init ü-")));
    const list = contexts.map((name) => `- { name: "${name}", context: { cluster: c, user: u } }\n`).join("");
    writeFileSync(folder.kubeconfig, `apiVersion: v1\nkind: Config\ncontexts:\n${list}`);
    process.env["KUBECONFIG"] = folder.kubeconfig;
    process.chdir(above);
  });
  afterEach(() => {
    process.chdir(home);
    if (kubeconfigBefore === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = kubeconfigBefore;
    rmSync(above, { recursive: true, force: true });
  });
  return folder;
}

/** What a person is told by a command that is refused. */
export async function refusal(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UsageError) return error.message;
  throw error ?? new Error("it was not refused");
}
