import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Application } from "../../fleet/objects.js";
import { controlPlaneSpecs } from "../../local/control-plane-spec.js";
import { pkiDirectory } from "../../local/control-plane-processes.js";
import { KubeApi } from "../../local/kube-api.js";
import { editSpoke } from "./environment-file.js";
import { changedStacks, ended, eventually, onCluster, tokenOf, topologyOf, upJson, verifyJson } from "./fleet.js";
import { commit } from "./lifecycle/delivery.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// One spoke from reading alone to what Git delivers and no more, with a real Argo CD that syncs through its credential.
const stack = "local-spoke-alpha-registration";
const application = "platform-baseline-alpha";
const every = ["create", "delete", "patch", "update"];
let project: Project;

beforeAll(() => {
  project = createProject(localEnvironment(27800, ["alpha"]));
  editSpoke(project, "alpha", { registration: { access: "read-only" } });
  // Argo CD gives up at once, and not after minutes.
  editFile("gitops/environments/local/platform-baseline.yaml", (text) =>
    text.replace("limit: 5", "limit: 1").replace("duration: 5s", "duration: 1s"),
  );
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

function editFile(path: string, change: (text: string) => string): void {
  writeFileSync(join(project.directory, path), change(project.read(path)));
}

function read(): Promise<Application | undefined> {
  return onCluster(project, "hub", (api) =>
    api.get<Application>(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${application}`),
  );
}

/** Brings it up until that is found which `up` would wait to go away. */
async function upUntil<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  let started = 0;
  const up = project.hubspoke(["up", "local"], { group: true, onOutput: (_, pid) => (started = pid) });
  const early = up.then(({ code, output }) => Promise.reject(new Error(`up ended with ${code}:\n${output}`)));
  const found = await Promise.race([eventually(what, probe), early]);
  early.catch(() => undefined);
  process.kill(-started, "SIGINT");
  expect((await up).code).toBe(130);
  return found;
}

async function checkOf(subject: string, id: string): Promise<object | undefined> {
  return (await verifyJson(project)).checks.find((check) => check.subject === subject && check.id === id);
}

function rulesInFile(): unknown {
  const path = join(project.directory, "environments", "local.access.yaml");
  const { spokes } = parse(readFileSync(path, "utf8")) as { spokes: { alpha: { rules: unknown } } };
  return spokes.alpha.rules;
}

test("a spoke that Argo CD may only read is compared all the same, and verify says what is missing", async () => {
  const message = await upUntil("Argo CD is forbidden to sync", async () => {
    const state = (await read().catch(() => undefined))?.status?.operationState;
    return state?.phase === "Failed" ? state.message : undefined;
  });
  expect(message).toContain(
    'User "system:serviceaccount:kube-system:argocd-manager" cannot create resource "namespaces"',
  );
  expect((await read())?.status?.sync?.status).toBe("OutOfSync");
  expect(await checkOf(application, "application")).toMatchObject({
    status: "failed",
    fix: "hubspoke access local alpha shows what it needs",
  });
});

test("what Git delivers to it is computed and written", async () => {
  ended(await project.hubspoke(["access", "local", "alpha", "--write"]));
  expect(rulesInFile()).toEqual([
    { apiGroups: [""], resources: ["configmaps", "limitranges", "namespaces", "resourcequotas"], verbs: every },
    { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: every },
    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: every },
  ]);
  ended(await project.hubspoke(["access", "local", "alpha", "--check"]));
});

test("with these rules everything is delivered, and the credential may do no more", async () => {
  // Git binds this role, which gives more than Argo CD has.
  const bind = { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], resourceNames: ["edit"] };
  editSpoke(project, "alpha", {
    registration: { access: { from: "gitops", rules: [{ ...bind, verbs: ["bind"] }] } },
  });
  const result = await upJson(project);
  expect(changedStacks(result)).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 0 } });
  const found = result.report.checks.filter(({ subject }) => subject === "alpha" || subject === application);
  expect(found.map(({ id, status }) => `${id} ${status}`)).toEqual(
    expect.arrayContaining([
      "credential-permissions passed",
      "credential-restrictions passed",
      "access-computed passed",
      "application passed",
    ]),
  );
});

test("the credential makes what Git delivers, and nothing else", async () => {
  const [spec] = controlPlaneSpecs(topologyOf(project)).filter(({ name }) => name === "alpha");
  if (!spec) throw new Error("there is no spoke alpha");
  const ca = readFileSync(join(pkiDirectory(spec), "ca.crt"), "utf8");
  const api = new KubeApi({ server: spec.endpoint, ca, token: await tokenOf(project, "alpha") });
  const object = { metadata: { name: "canary" } };
  const refused = (path: string) => api.create(`${path}?dryRun=All`, object).then(() => "taken", String);
  try {
    expect(await refused("/api/v1/namespaces/default/configmaps")).toBe("taken");
    const forbidden = [
      "/api/v1/namespaces/kube-system/secrets",
      "/api/v1/namespaces/kube-system/serviceaccounts",
      "/apis/apps/v1/namespaces/default/deployments",
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
    ];
    for (const path of forbidden) expect(await refused(path)).toContain("403");
  } finally {
    api.close();
  }
});

test("when Git delivers another kind, it is told before and after, and computed anew", async () => {
  const from = "apiVersion: v1\nkind: ConfigMap\n";
  await commit(project, {
    path: join("platform-baseline", "templates", "cluster-info.yaml"),
    from,
    to: `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: probe\n---\n${from}`,
    message: "An account for probes",
  });
  const missing = await upUntil("verify tells what the rules lack", async () => {
    const check = await checkOf("alpha", "access-computed");
    return check !== undefined && "fix" in check ? check : undefined;
  });
  expect(missing).toMatchObject({
    status: "failed",
    message: "Git delivers what its rules do not cover: " + every.map((verb) => `${verb} serviceaccounts`).join(", "),
    fix: "hubspoke access local alpha --write",
  });
  const check = ended(await project.hubspoke(["access", "local", "--check"]), 1);
  expect(check.stderr).toContain('spoke "alpha" needs to create serviceaccounts\n');
  ended(await project.hubspoke(["access", "local", "--write"]));
  const result = await upJson(project);
  expect(changedStacks(result)).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 0 } });
  expect(result.report.ok).toBe(true);
});
