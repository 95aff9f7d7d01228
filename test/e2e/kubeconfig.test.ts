import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { ExistingCluster } from "../../constructs/cluster/index.js";
import { template } from "../../constructs/expression.js";
import { temporaryFolder } from "../stacks/support.js";

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: data
clusters:
- {name: with-data, cluster: {server: "https://data:6443", certificate-authority-data: Y2E=}}
- {name: with-file, cluster: {server: "https://file:6443", certificate-authority: ca.pem}}
- {name: public, cluster: {server: "https://public:6443"}}
- {name: unchecked, cluster: {server: "https://unchecked:6443", insecure-skip-tls-verify: true}}
contexts:
- {name: data, context: {cluster: with-data, user: me}}
- {name: file, context: {cluster: with-file, user: me}}
- {name: public, context: {cluster: public, user: me}}
- {name: unchecked, context: {cluster: unchecked, user: me}}
- {name: dangling, context: {cluster: gone, user: me}}
users:
- {name: me, user: {token: a-token-that-stays-in-the-file}}
`;

/** The Terraform of PATH, or OpenTofu. */
function terraform(): string {
  const found = ["terraform", "tofu"].find((name) => spawnSync(name, ["version"]).status === 0);
  if (found === undefined) {
    throw new Error("this test needs terraform or tofu on PATH");
  }
  return found;
}

/** What Terraform makes of the endpoint of a context; the folder's name is as hard as they get. */
function evaluate(context: string): { output: Record<string, { value: string }>; errors: string; state: string } {
  const folder = join(temporaryFolder(), "dir ü ${x}");
  mkdirSync(folder);
  writeFileSync(join(folder, "config"), kubeconfig);
  writeFileSync(join(folder, "ca.pem"), "PEM");
  const app = new App({ outdir: join(folder, "out") });
  const stack = new TerraformStack(app, "test");
  const spec = { provider: "existing" as const, kubeconfig: join(folder, "config"), context };
  const { server, caData, preconditions } = new ExistingCluster("spoke", spec).connect(stack).endpoint();
  stack.addOverride("output", { server: { value: template(server) }, ca: { value: template(caData) } });
  const precondition = preconditions.map(({ condition, errorMessage }) => ({ condition, error_message: errorMessage }));
  stack.addOverride("resource.terraform_data.secret.lifecycle", { precondition });
  stack.addOverride("terraform.backend", { local: { path: "state.json" } });
  app.synth();
  return apply(join(folder, "out", "stacks", "test"));
}

function apply(cwd: string): ReturnType<typeof evaluate> {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  execFileSync(terraform(), ["init", "-input=false"], { cwd, env, stdio: "pipe" });
  const applied = spawnSync(terraform(), ["apply", "-auto-approve", "-no-color"], { cwd, env, encoding: "utf8" });
  const read = (args: string[]) => execFileSync(terraform(), args, { cwd, env, encoding: "utf8", stdio: "pipe" });
  const output = applied.status === 0 ? read(["output", "-json"]) : "{}";
  const state = applied.status === 0 ? read(["state", "pull"]) : "";
  return { output: JSON.parse(output) as ReturnType<typeof evaluate>["output"], errors: applied.stderr, state };
}

test.each([
  ["data", "https://data:6443", "Y2E="],
  ["file", "https://file:6443", "UEVN"],
  ["public", "https://public:6443", ""],
])("server and CA of context %s", (context, server, ca) => {
  const { output, state } = evaluate(context);
  expect(output).toMatchObject({ server: { value: server }, ca: { value: ca } });
  expect(state).not.toContain("a-token-that-stays-in-the-file");
});

test.each([
  ["unchecked", "sets insecure-skip-tls-verify: Argo CD would hand its credential to anyone who answers"],
  ["dangling", "names no cluster with a server, expected a context of that file"],
  ["absent", "names no cluster with a server, expected a context of that file"],
])("context %s is refused before anything is written", (context, message) => {
  const errors = evaluate(context).errors.replace(/[\s│]+/g, " ");
  expect(errors).toContain("Resource precondition failed");
  expect(errors).toContain(message);
});
