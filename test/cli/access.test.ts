import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { access, type AccessOptions } from "../../cli/access.js";
import type * as outputModule from "../../cli/output.js";
import { UsageError } from "../../cli/output.js";
import { root, startFleet, type FakeFleet } from "../fleet/fake-fleet.js";
import { temporaryFolder } from "../fleet/support.js";

const output = { data: "", status: "" };
vi.mock("../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: (text: string) => void (output.data += `${text}\n`),
  writeStatus: (text: string) => void (output.status += `${text}\n`),
}));

let fleet: FakeFleet;
let project: string;

beforeEach(async () => {
  fleet = await startFleet();
  project = await temporaryFolder();
  mkdirSync(join(project, "environments"));
  write("read-only");
  vi.spyOn(process, "cwd").mockReturnValue(project);
  fleet.onSpoke["/api/v1"] = {
    resources: [
      { name: "configmaps", kind: "ConfigMap" },
      { name: "namespaces", kind: "Namespace" },
    ],
  };
  fleet.onSpoke["/apis/rbac.authorization.k8s.io/v1"] = { resources: [{ name: "roles", kind: "Role" }] };
  deliver({ version: "v1", kind: "ConfigMap", name: "x" });
});

const accessFile = () => join(project, "environments", "dev.access.yaml");

function write(of: string, more = ""): void {
  const cluster = ({ cluster }: { cluster: object }) => JSON.stringify(cluster);
  const { hub, spokes } = fleet.topology;
  writeFileSync(
    join(project, "environments", "dev.yaml"),
    "apiVersion: hubspoke/v1\nname: dev\ngitops: { repoURL: https://git.example/gitops.git }\n" +
      `hub: { name: hub, cluster: ${cluster(hub)} }\nspokes:\n` +
      `  - { name: a, cluster: ${cluster(spokes[0]!)}, registration: { access: ${of} } }\n${more}`,
  );
}

function deliver(...resources: readonly object[]): void {
  const baseline = root({ resources }, "baseline");
  (baseline.metadata as { namespace?: string }).namespace = "argocd";
  const spec = { destination: { name: "a" }, syncPolicy: { syncOptions: ["CreateNamespace=true"] } };
  fleet.objects.applications = [root(), { ...baseline, spec }];
}

async function run(options: AccessOptions = {}, ...names: readonly string[]): Promise<number> {
  Object.assign(output, { data: "", status: "" });
  return access("dev", names, options);
}

async function refusal(action: Promise<number>): Promise<string> {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UsageError) return error.message;
  throw error ?? new Error("it was not refused");
}

test("prints what each spoke needs, and what for", async () => {
  expect(await run()).toBe(0);
  expect(output.data).toBe(
    'spoke "a": 1 Application delivers 2 resources\n' +
      "  RESOURCE    VERBS                       APPLICATIONS\n" +
      "  configmaps  create delete patch update  argocd/baseline\n" +
      "  namespaces  create patch update         argocd/baseline\n\n" +
      "Beside this Argo CD reads every kind (get, list, watch), which its cache needs, and may do nothing else:\n" +
      "no exec, no impersonate, no escalate, no bind.\n",
  );
  expect(existsSync(accessFile())).toBe(false);
});

test("says of roles what Kubernetes does not let Argo CD give, and of kinds that nobody serves that there is no rule", async () => {
  deliver(
    { group: "rbac.authorization.k8s.io", version: "v1", kind: "Role", name: "x" },
    { group: "example.com", version: "v1", kind: "Policy", name: "x" },
  );
  await run();
  expect(output.data).toContain(
    "  no rule for kind Policy of example.com (argocd/baseline): the spoke does not serve it yet\n" +
      "  Role: Kubernetes refuses those that give more than Argo CD has itself.",
  );
});

test("as JSON it has the rules, and whether they are those of the file", async () => {
  expect(await run({ json: true })).toBe(0);
  expect(JSON.parse(output.data)).toMatchObject({
    environment: "dev",
    file: "environments/dev.access.yaml",
    ok: false,
    spokes: [
      {
        spoke: "a",
        current: false,
        rules: [
          { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "delete", "patch", "update"] },
          { apiGroups: [""], resources: ["namespaces"], verbs: ["create", "patch", "update"] },
        ],
      },
    ],
  });
});

describe("--write", () => {
  test("writes a file that says where it comes from, and what is next", async () => {
    expect(await run({ write: true }, "a")).toBe(0);
    expect(readFileSync(accessFile(), "utf8")).toContain(
      "spokes:\n  a:\n    applications:\n      - name: argocd/baseline\n        revisions: [1a2b3c4d",
    );
    expect(output.status).toContain('+      - apiGroups: [""]');
    expect(output.status).toContain(
      "next:\n  review environments/dev.access.yaml and commit it\n" +
        "  in environments/dev.yaml, access: {from: gitops} for a\n  npx hubspoke up dev\n",
    );
  });

  test("is what --check compares with; another commit with the same kinds changes nothing", async () => {
    await run({ write: true }, "a");
    const before = readFileSync(accessFile(), "utf8");
    write("{ from: gitops }");
    (fleet.objects.applications[1]?.["status"] as { sync: object }).sync = { status: "Synced", revision: "new" };
    expect(await run({ check: true })).toBe(0);
    expect(output.data).toBe("environments/dev.access.yaml has what Git delivers now\n");
    expect(await run({ write: true })).toBe(0);
    expect(output.status).toBe("environments/dev.access.yaml: nothing to change\n");
    expect(readFileSync(accessFile(), "utf8")).toBe(before);
    deliver({ group: "rbac.authorization.k8s.io", version: "v1", kind: "Role", name: "x" });
    expect(await run({ check: true })).toBe(1);
    expect(output.status).toBe(
      ["create", "delete", "patch", "update"]
        .map((verb) => `spoke "a" needs to ${verb} roles.rbac.authorization.k8s.io\n`)
        .join("") +
        ["create", "delete", "patch", "update"]
          .map((verb) => `spoke "a" no longer needs to ${verb} configmaps\n`)
          .join("") +
        "fix: hubspoke access dev a --write\n",
    );
  });

  test("works where the file asks for rules that are not there yet", async () => {
    write("{ from: gitops }");
    expect(await run({ check: true })).toBe(1);
    expect(output.status).toBe(
      'spoke "a" is not in environments/dev.access.yaml\nfix: hubspoke access dev a --write\n',
    );
    expect(await run({ write: true })).toBe(0);
    expect(await run({ check: true })).toBe(0);
  });

  test("leaves the rules of a spoke of which not all is known", async () => {
    fleet.objects.applications = [root()];
    expect(await run({ write: true }, "a")).toBe(1);
    expect(output.data).toContain("  not all is known: no Application delivers to it yet");
    expect(output.status).toBe(
      'environments/dev.access.yaml: rules of spoke "a" are left as they are, since not all is known of it\n' +
        "environments/dev.access.yaml: nothing to change\n",
    );
    expect(existsSync(accessFile())).toBe(false);
  });

  test("drops the rules of a spoke that the environment no longer has", async () => {
    await run({ write: true }, "a");
    const text = readFileSync(accessFile(), "utf8");
    writeFileSync(accessFile(), `${text}  gone:\n    applications: []\n    rules: []\n`);
    await run({ write: true }, "a");
    expect(readFileSync(accessFile(), "utf8")).toBe(text);
  });

  test("writes nothing with --dry-run", async () => {
    await run({ write: true, dryRun: true }, "a");
    expect(output.status).toContain("environments/dev.access.yaml was not written: --dry-run");
    expect(existsSync(accessFile())).toBe(false);
  });
});

test("a spoke that does not answer is told, and the others are computed", async () => {
  write("read-only", "  - { name: away, cluster: { provider: existing, kubeconfig: /no/file, context: away } }\n");
  expect(await run()).toBe(1);
  expect(output.data).toContain('spoke "a": 1 Application delivers 2 resources');
  expect(output.data).toContain('spoke "away": /no/file does not exist');
});

test("refuses what it cannot do, with what can be done", async () => {
  expect(await refusal(run({ write: true, check: true }))).toBe(
    "--write and --check together\n  fix: give one of them",
  );
  expect(await refusal(run({}, "b"))).toBe('no spoke "b" in environments/dev.yaml, expected one of: a');
  expect(await refusal(run({ write: true }))).toBe(
    "no spoke in environments/dev.yaml has access: {from: gitops}\n" +
      "  fix: name the spokes: hubspoke access dev <spoke> --write",
  );
  writeFileSync(accessFile(), "spokes: {}\n");
  expect(await refusal(run())).toBe(
    'environments/dev.access.yaml:1: missing field "apiVersion", expected hubspoke/v1\n' +
      "  fix: take it from Git again, or delete it",
  );
});
