import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { editSpokes } from "./environment-file.js";
import { interrupt } from "./faults.js";
import { clusterSecret, ended, eventually, onCluster, read } from "./fleet.js";
import { createProject, localEnvironment, type Finished, type Project } from "./project.js";

// Spokes leave, on real API servers, with a real Argo CD that an ApplicationSet has deliver to them. Their clusters stay
// where a test looks at them afterwards: it deploys the registration alone, with plain Terraform.
const firstPort = 27100;
const clusterInfo = "/api/v1/namespaces/platform-system/configmaps/cluster-info";
const hold = "example.com/hold";
let project: Project;

beforeAll(async () => {
  project = createProject(localEnvironment(firstPort, ["alpha", "beta", "gone"]));
  ended(await project.hubspoke(["up", "local"]));
});

afterAll(async () => {
  // With a cluster that is not of this machine, `down` would go through Terraform.
  editSpokes(project, (spokes) => spokes.filter(({ name }) => name !== "moved"));
  await project.hubspoke(["down", "local"]);
  project.remove();
});

async function retire(spoke: string, ...options: readonly string[]): Promise<void> {
  ended(await project.hubspoke(["spoke", "retire", "local", spoke, ...options]));
}

/** Deploys a spoke's registration and no other stack, with Terraform alone. */
async function deploy(spoke: string, env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  ended(await project.hubspoke(["synth", "local", "--out", "rendered"]));
  const terraform = `"$TERRAFORM_BINARY_NAME" -chdir=rendered/stacks/local-spoke-${spoke}-registration`;
  const script = `${exports}\n${terraform} init -no-color && ${terraform} apply -auto-approve -no-color`;
  return project.run("sh", ["-c", script], { env });
}

/** What a person sees of a deploy that fails, without the breaks that Terraform puts into long lines. */
function unbroken(finished: Finished): string {
  return ended(finished, 1).output.replaceAll(/\s*\n[\s│]*/g, " ");
}

/** What Argo CD delivered to a spoke, by kind and uid; several kinds, some of them in namespaces of their own. */
async function delivered(spoke: string): Promise<readonly string[]> {
  const paths = [clusterInfo, "/api/v1/namespaces/apps", "/api/v1/namespaces/apps/resourcequotas/baseline"];
  const objects = await Promise.all(paths.map((path) => read(project, spoke, path)));
  return objects.flatMap((object) => (object === undefined ? [] : [`${object.metadata.name} ${object.metadata.uid}`]));
}

interface Applications {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

async function applications(): Promise<readonly string[]> {
  const list = await onCluster(project, "hub", (api) =>
    api.get<Applications>("/apis/argoproj.io/v1alpha1/applications"),
  );
  return (list?.items ?? []).map(({ metadata }) => metadata.name);
}

function hasNoSecret(spoke: string): Promise<void> {
  return expect(clusterSecret(project, spoke)).rejects.toThrow("the hub has no");
}

test("while Applications are delivered to it, a retired spoke stays as it is", async () => {
  const [before, { metadata }] = [await delivered("alpha"), await clusterSecret(project, "alpha")];
  expect(before).toHaveLength(3);
  await retire("alpha");
  const output = unbroken(await deploy("alpha"));
  expect(output).toContain('spoke "alpha" is retired, and Argo CD still delivers to it; nothing was changed:');
  expect(output).toContain('- argocd/platform-baseline-alpha, which ApplicationSet "platform-baseline" makes');
  expect(await delivered("alpha")).toEqual(before);
  expect((await clusterSecret(project, "alpha")).metadata).toEqual(metadata);
});

test("with orphan its Applications go, and what they delivered stays", async () => {
  const before = await delivered("alpha");
  await retire("alpha", "--applications", "orphan");
  ended(await deploy("alpha"));
  await hasNoSecret("alpha");
  expect(await applications()).not.toContain("platform-baseline-alpha");
  expect(await delivered("alpha")).toEqual(before);
  const account = await read(project, "alpha", "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager");
  expect(account).toBeUndefined();
});

test("registered again under another name, it is taken up as it was", async () => {
  const before = await delivered("alpha");
  const cluster = { provider: "existing", kubeconfig: kubeconfigOf("alpha"), context: "local-alpha" };
  editSpokes(project, (spokes) => [...spokes, { name: "moved", cluster, labels: { tier: "gold", region: "eu" } }]);
  ended(await deploy("moved"));
  await eventually("Argo CD delivers to it", async () => {
    const map = await read(project, "alpha", clusterInfo);
    return map?.data?.["name"] === "moved" ? map : undefined;
  });
  expect(await delivered("alpha")).toEqual(before);
  // Its cluster goes with alpha's entry in the end.
  await retire("moved", "--applications", "orphan");
  ended(await deploy("moved"));
  await hasNoSecret("moved");
  expect(await delivered("alpha")).toEqual(before);
  ended(await project.hubspoke(["spoke", "remove", "local", "moved"]));
});

function kubeconfigOf(spoke: string): string {
  return join(project.directory, ".hubspoke", "local", "local", "clusters", spoke, "kubeconfig");
}

test("with delete, what holds an object is named", async () => {
  await onCluster(project, "beta", (api) => api.patch(clusterInfo, { metadata: { finalizers: [hold] } }));
  await retire("beta", "--applications", "delete");
  const output = unbroken(await deploy("beta", { HUBSPOKE_DRAIN_TIMEOUT: "10s" }));
  expect(output).toContain('spoke "beta" still has what is to be deleted:');
  expect(output).toContain("- Application argocd/platform-baseline-beta");
  expect(output).toContain(`ConfigMap platform-system/cluster-info is being deleted, held by finalizer ${hold}`);
  expect((await clusterSecret(project, "beta")).metadata.name).toBe("cluster-local-beta");
});

test("a run that is killed goes on where it stopped", async () => {
  const when = /deleting argocd\/platform-baseline-beta and what it delivered/;
  const drain = ["spoke", "drain", "local", "--spoke", "beta"];
  await interrupt(project, drain, { when, signal: "SIGKILL" });
  await onCluster(project, "beta", (api) => api.patch(clusterInfo, { metadata: { finalizers: null } }));
  ended(await deploy("beta"));
  await hasNoSecret("beta");
  expect(await applications()).not.toContain("platform-baseline-beta");
  expect(await read(project, "beta", clusterInfo)).toBeUndefined();
  await eventually("all that was delivered is gone", async () =>
    (await delivered("beta")).length === 0 ? true : undefined,
  );
});

test("a spoke that is gone for good leaves without being asked", async () => {
  ended(await project.hubspoke(["local", "destroy", "local", "--cluster", "gone"]));
  await retire("gone", "--unreachable");
  const { output } = ended(await project.hubspoke(["up", "local"]));
  expect(output).not.toContain("gone answers at");
  await hasNoSecret("gone");
  expect(await applications()).toEqual(["root"]);
  const state = readFileSync(join(project.directory, ".hubspoke/state/local-spoke-gone-registration.tfstate"), "utf8");
  expect((JSON.parse(state) as { resources: unknown[] }).resources).toEqual([]);
});
