import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { init } from "../../../cli/init.js";
import type * as outputModule from "../../../cli/output.js";
import { checkEnvironments, findEnvironments, loadEnvironment } from "../../../config/index.js";
import { loadHubSpoke } from "../../config/support.js";
import { existing, inFolder, refusal } from "./project.js";

const output = vi.hoisted(() => ({ data: "", status: "" }));
vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: (text: string) => void (output.data += `${text}\n`),
  writeStatus: (text: string) => void (output.status += `${text}\n`),
}));

const folder = inFolder();
beforeEach(() => void Object.assign(output, { data: "", status: "" }));

const fleet = [
  "gitops/README.md",
  "gitops/environments/local/platform-baseline.yaml",
  "gitops/platform-baseline/Chart.yaml",
  "gitops/platform-baseline/templates/cluster-info.yaml",
  "gitops/platform-baseline/templates/limits.yaml",
  "gitops/platform-baseline/templates/namespaces.yaml",
  "gitops/platform-baseline/templates/network-policies.yaml",
  "gitops/platform-baseline/templates/rbac.yaml",
  "gitops/platform-baseline/values.yaml",
];
const project = [".gitignore", "README.md", "cdktf.json", "main.ts", "package.json", "tsconfig.json"];

function warningsOf(): readonly unknown[] {
  return checkEnvironments(findEnvironments(folder.path)).warnings;
}

describe("in an empty folder", () => {
  test("--yes writes a project with a local environment that validates, and says what comes next", async () => {
    expect(await init("acme fleet", { yes: true })).toBe(0);
    expect(folder.files()).toEqual([...project, "environments/local.yaml", ...fleet].sort());
    const { hub, spokes } = loadHubSpoke(join(folder.path, "environments/local.yaml"));
    expect([hub, ...spokes].map(({ name, cluster }) => [name, cluster.provider])).toEqual([
      ["hub", "local"],
      ["payments", "local"],
      ["search", "local"],
    ]);
    expect(warningsOf()).toEqual([]);
    expect(output.data).toMatch(/^wrote\n {2}environments\/local\.yaml\n/);
    expect(output.data).toMatch(
      /\n\nnext:\n {2}cd 'acme fleet'\n {2}npm install\n {2}npx hubspoke validate local\n {2}npx hubspoke up local\n$/,
    );
  });

  test("the environment file says what can be done with it", async () => {
    await init("acme fleet", { yes: true, spoke: ["a"], port: "20000" });
    expect(folder.read("environments/local.yaml")).toBe(
      `# yaml-language-server: $schema=../node_modules/hubspoke/schema/environment.schema.json
#
# A hub and a spoke on this machine. Next:
#   npx hubspoke validate local   check this file
#   npx hubspoke up local         bring it up; again after every change
#   npx hubspoke verify local     prove that it works
# All fields: npx hubspoke explain
apiVersion: hubspoke/v1
name: local

hub:
  name: hub
  cluster: { provider: local, port: 20000 }

# More for a spoke, for example:
#   labels: { tier: gold }                   what ApplicationSets select it by
#   registration: { access: read-only }      what Argo CD may do on it; without this, everything
spokes:
  - name: a
    cluster: { provider: local, port: 20010 }
`,
    );
  });

  test("the project is of the user's own: the running version, and npm's names", async () => {
    await init("acme fleet", { yes: true });
    expect(JSON.parse(folder.read("package.json"))).toEqual({
      name: "acme-fleet",
      private: true,
      type: "module",
      scripts: { validate: "hubspoke validate", diff: "cdktf diff", deploy: "cdktf deploy" },
      dependencies: { hubspoke: "0.1.0" },
      devDependencies: { "cdktf-cli": "0.21.0", tsx: "4.23.15" },
    });
    expect(JSON.parse(folder.read("cdktf.json"))).toMatchObject({ app: "node --import tsx main.ts" });
  });

  test("clusters that are there already", async () => {
    await init("acme fleet", { ...existing, name: "prod" });
    expect(folder.read("environments/prod.yaml")).toContain(`
# What Argo CD delivers: this folder of this repository.
gitops:
  repoURL: https://github.com/acme/gitops.git
  revision: main
  path: environments/prod

# Merged under the hub and every spoke.
defaults:
  cluster: { provider: existing, kubeconfig: ${JSON.stringify(folder.kubeconfig)} }

hub:
  name: hub
  cluster: { context: arn:aws:eks:eu-west-1:123:cluster/prod }
`);
    const { hub, spokes } = loadHubSpoke(join(folder.path, "environments/prod.yaml"));
    expect([hub, ...spokes].map(({ name, cluster }) => [name, "context" in cluster && cluster.context])).toEqual([
      ["hub", "arn:aws:eks:eu-west-1:123:cluster/prod"],
      ["payments", "admin@payments"],
      ["yes", "yes"],
    ]);
    expect(warningsOf()).toEqual([]);
    expect(output.status).toBe("");
    expect(output.data).toContain("  # commit the content of gitops/ to https://github.com/acme/gitops.git\n");
    expect(folder.files()).toContain("gitops/environments/prod/platform-baseline.yaml");
    expect(folder.files()).not.toContain("gitops/environments/local/platform-baseline.yaml");
  });

  test("a context that is not there, or a kubeconfig that cannot be read, is a warning", async () => {
    await init("acme fleet", { ...existing, yes: true, spoke: ["a=nope"] });
    expect(output.status).toBe(`warning: your kubeconfig has no context "nope"\n`);
    writeFileSync(folder.kubeconfig, "token: [secret");
    await init("other", { ...existing, yes: true });
    expect(output.status).toContain(`warning: ${folder.kubeconfig}: not YAML\n`);
    expect(output.status).not.toContain("secret");
  });

  test("a kubeconfig in the project is written from there", async () => {
    await init("acme fleet", { ...existing, yes: true, kubeconfig: "acme fleet/kube/config" });
    expect(folder.read("environments/dev.yaml")).toContain("kubeconfig: kube/config }");
  });

  test.each(["yes", "null", "123", "1e3"])("an environment may be called %s", async (name) => {
    await init("acme fleet", { yes: true, name });
    expect(loadEnvironment(join(folder.path, `environments/${name}.yaml`)).name).toBe(name);
    expect(folder.read(`gitops/environments/${name}/platform-baseline.yaml`)).toContain(
      `hubspoke/environment: "${name}"\n`,
    );
  });
});

describe("in a project", () => {
  beforeEach(async () => {
    await init("acme fleet", { yes: true });
    Object.assign(output, { data: "", status: "" });
  });

  test("it writes one more local environment, on ports of its own", async () => {
    await init("acme fleet", { yes: true, name: "demo" });
    expect(output.data).toBe(
      "wrote\n  environments/demo.yaml\n  gitops/environments/demo/platform-baseline.yaml\n\n" +
        "next:\n  cd 'acme fleet'\n  npx hubspoke validate demo\n  npx hubspoke up demo\n",
    );
    const { hub } = loadHubSpoke(join(folder.path, "environments/demo.yaml"));
    expect(hub.cluster).toMatchObject({ port: 16543 });
  });

  test("of clusters that are there already it writes the environment alone", async () => {
    await init("acme fleet", { ...existing, yes: true });
    expect(output.data).toBe(
      "wrote\n  environments/dev.yaml\n\nnext:\n  cd 'acme fleet'\n" +
        "  # commit what is to be delivered to environments/dev of https://github.com/acme/gitops.git\n" +
        "  npx hubspoke validate dev\n  npx hubspoke up dev\n",
    );
  });

  test("a gitops/ of another kind gets a folder for the environment", async () => {
    rmSync(join(folder.path, "gitops/platform-baseline"), { recursive: true });
    await init("acme fleet", { yes: true, name: "demo" });
    expect(folder.read("gitops/environments/demo/README.md")).toBe(
      "What Argo CD delivers in the environment demo: put ApplicationSets and Applications into this folder.\n",
    );
  });

  test("it finds the schema where npm has put the package", async () => {
    const schema = join(folder.path, "..", "node_modules/hubspoke/schema/environment.schema.json");
    mkdirSync(dirname(schema), { recursive: true });
    writeFileSync(schema, "{}");
    await init("acme fleet", { yes: true, name: "demo" });
    expect(folder.read("environments/demo.yaml").split("\n")[0]).toBe(
      "# yaml-language-server: $schema=../../node_modules/hubspoke/schema/environment.schema.json",
    );
  });

  test("what is there as it would be written is left alone", async () => {
    await init("acme fleet", { yes: true, name: "demo", port: "20000" });
    await init("acme fleet", { yes: true, name: "demo", port: "20000" });
    expect(output.data).toContain("everything is there already\n");
  });

  test("what is there otherwise is not overwritten without --force", async () => {
    const before = folder.read("environments/local.yaml");
    expect(await refusal(init("acme fleet", { yes: true, spoke: ["a"], port: "20000" }))).toBe(
      "nothing was written: these files are there already\n  environments/local.yaml\n  fix: --force overwrites them",
    );
    expect(folder.read("environments/local.yaml")).toBe(before);
    await init("acme fleet", { yes: true, spoke: ["a"], port: "20000", force: true });
    expect(folder.read("environments/local.yaml")).toContain("  - name: a\n");
  });

  test("two files for one environment are refused, by the name of the file and by that in it", async () => {
    writeFileSync(join(folder.path, "environments/code.ts"), "");
    expect(await refusal(init("acme fleet", { yes: true, name: "code" }))).toBe(
      "--name code: environments/code.ts is there already\n  fix: choose another name",
    );
    const other = folder.read("environments/local.yaml").replace("name: local", "name: demo");
    writeFileSync(join(folder.path, "environments/other.yaml"), other);
    expect(await refusal(init("acme fleet", { yes: true, name: "demo" }))).toBe(
      '--name demo: stack "demo-hub-cluster" is also defined by environments/other.yaml\n  fix: choose another name',
    );
  });
});
