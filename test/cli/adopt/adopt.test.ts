import { existsSync, readdirSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { adopt, type AdoptOptions } from "../../../cli/adopt.js";
import type * as outputModule from "../../../cli/output.js";
import { checkEnvironments } from "../../../config/load.js";
import { argoCd, clusterSecret, configWith, inFolder, manager, startCluster, startHub, token } from "./support.js";

const said = vi.hoisted(() => ({ data: "", status: "" }));
vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: (text: string) => void (said.data += `${text}\n`),
  writeStatus: (text: string) => void (said.status += `${text}\n`),
}));

const folder = inFolder();
beforeEach(() => {
  said.data = "";
  said.status = "";
});

function run(options: AdoptOptions = {}): Promise<number> {
  return adopt({ context: "hub", kubeconfig: "kube.yaml", name: "prod", ...options });
}

/** An Argo CD with one cluster, as `argocd cluster add` registers it. */
async function oneSpoke() {
  const spoke = await startCluster(manager());
  const secret = clusterSecret("cluster-127.0.0.1-1", {
    name: "payments",
    server: spoke.url,
    config: configWith(spoke, { bearerToken: token() }),
  });
  const argo = argoCd([secret]);
  const hub = await startHub(argo);
  folder.kubeconfig({ hub, payments: spoke });
  return { argo, spoke, hub };
}

test("what argocd cluster add has registered is taken over", async () => {
  await oneSpoke();
  expect(await run()).toBe(0);
  expect(folder.read("environments/prod.yaml"))
    .toBe(`# yaml-language-server: $schema=../node_modules/hubspoke/schema/environment.schema.json
#
# An Argo CD that was there, installed by manifests, and the clusters that it knows. Next:
#   npx hubspoke validate prod   check this file
#   npx hubspoke up prod         take them over; again after every change
#   npx hubspoke verify prod     prove that it works
# All fields: npx hubspoke explain
apiVersion: hubspoke/v1
name: prod

# Merged under the hub and every spoke.
defaults:
  cluster: { provider: existing, kubeconfig: kube.yaml }

# adopt: the cluster Secret that is there, and that stays.
hub:
  name: hub
  cluster: { context: hub }
  argocd: { existing: true, namespace: argocd }

spokes:
  - name: payments
    cluster: { context: payments }
    registration:
      mode: bearer-token
      access: admin
    adopt: { secret: cluster-127.0.0.1-1, manager: true }
`);
  expect(said.status).toBe("");
  expect(said.data).toBe(`Argo CD 3.2.11 in namespace argocd of context hub, installed by manifests

wrote environments/prod.yaml
  hub: without a cluster Secret, as Argo CD knows it
  payments: Secret cluster-127.0.0.1-1, context payments, bearer-token

the first deploy
  takes over these Secrets as they are: none is deleted or made anew, and Applications stay
  gives payments a new token, which expires

the old tokens never expire; once hubspoke verify is content, end them:
    kubectl --kubeconfig '${folder.path}/kube.yaml' --context payments -n kube-system delete secret argocd-manager-long-lived-token

next:
  npx hubspoke validate prod
  npx hubspoke up prod
`);
  expect(checkEnvironments(["environments/prod.yaml"]).topologies).toHaveLength(1);
});

test("a file that is there is not overwritten, but with --force", async () => {
  await oneSpoke();
  await run();
  await expect(run()).rejects.toThrow(
    new Error(
      "nothing was written: environments/prod.yaml is there already\n  fix: --force overwrites it, --out names another file",
    ),
  );
  expect(await run({ force: true })).toBe(0);
});

test("with --dry-run the file is shown and not written", async () => {
  await oneSpoke();
  expect(await run({ dryRun: true })).toBe(0);
  expect(existsSync("environments/prod.yaml")).toBe(false);
  expect(said.status.split("\n").slice(0, 2)).toEqual(["--- environments/prod.yaml", "+++ environments/prod.yaml"]);
  expect(said.data).toContain("would write environments/prod.yaml\n");
});

test("an Argo CD of Helm and one of an operator are told apart, and one has to be chosen", async () => {
  const part = (namespace: string, metadata: object) => ({ metadata: { name: "argocd-cm", namespace, ...metadata } });
  const helm = {
    labels: { "helm.sh/chart": "argo-cd-9.1.0" },
    annotations: { "meta.helm.sh/release-name": "argo", "meta.helm.sh/release-namespace": "argocd" },
  };
  const operator = { ownerReferences: [{ apiVersion: "argoproj.io/v1beta1", kind: "ArgoCD", name: "team" }] };
  const argo = argoCd([]);
  argo.configMaps.splice(0, 1, part("argocd", helm), part("team-a", operator));
  folder.kubeconfig({ hub: await startHub(argo) });
  await expect(run()).rejects.toThrow(
    new Error(
      [
        "2 Argo CDs in this cluster",
        '  argocd: 3.2.11, installed by the Helm release "argo" of argo-cd-9.1.0',
        '  team-a: version unknown, installed by an operator for the ArgoCD "team"',
        "  fix: --namespace <namespace> chooses one",
      ].join("\n"),
    ),
  );
});

test("where there is none that is said", async () => {
  folder.kubeconfig({
    hub: await startCluster({}),
    other: await startHub({ secrets: [], configMaps: [], deployments: [] }),
  });
  await expect(run({ context: "other" })).rejects.toThrow(
    new Error(
      "no Argo CD in this cluster: neither a ConfigMap argocd-cm nor a workload of it\n  fix: name the hub's context, or its --namespace",
    ),
  );
});

test.each<[options: AdoptOptions, message: string]>([
  [
    { context: undefined },
    "missing --context <name>, the hub's context in your kubeconfig\n  fix: kubectl config get-contexts lists them",
  ],
  [{ context: "hbu" }, '--context: your kubeconfig has no context "hbu", expected one of: hub, payments'],
  [{ spoke: ["a=none"] }, '--spoke a: your kubeconfig has no context "none", expected one of: hub, payments'],
  [{ spoke: ["payments"] }, '--spoke "payments", expected name=context'],
  [{ out: "prod" }, '--out "prod", expected a file that ends in .yaml'],
  [
    { name: "Prod" },
    '--name: invalid name "Prod", expected a DNS label: lowercase letters, digits and "-", at most 20 characters\n  fix: for example prod',
  ],
])("%j is refused", async (options, message) => {
  await oneSpoke();
  await expect(run(options)).rejects.toThrow(new Error(message));
  expect(readdirSync("environments")).toEqual([]);
});

test("without a name the file or the context gives it", async () => {
  await oneSpoke();
  await run({ name: undefined });
  await run({ name: undefined, out: "environments/dev.yaml" });
  expect(readdirSync("environments").sort()).toEqual(["dev.yaml", "hub.yaml"]);
});

test("what an environment has taken over is not written anew without it", async () => {
  const { argo, spoke } = await oneSpoke();
  const data = { name: "b", server: "https://10.1.2.3", config: configWith(spoke, { bearerToken: token() }) };
  argo.secrets.push(clusterSecret("b", data, { labels: { "hubspoke/environment": "prod" } }));
  await expect(run({ force: true })).rejects.toThrow(
    new Error(
      'nothing was written: environment "prod" has taken Secrets over already\n  b\n  fix: --dry-run shows the entries of the others, to be copied into its file',
    ),
  );
  expect(await run({ dryRun: true })).toBe(1);
  expect(said.status).toContain("+  - name: payments\n");
});

test("no line is without an end: whatever a cluster is called stays on its line", async () => {
  const { argo } = await oneSpoke();
  const hub = { name: "a\nspokes: []", server: "https://10.1.2.3", config: "{}" };
  argo.secrets.push(clusterSecret("b", hub));
  expect(await run()).toBe(1);
  expect(said.data).toContain('  Secret b ("a\\nspokes: []"): it holds no credential that Argo CD could use\n');
});
