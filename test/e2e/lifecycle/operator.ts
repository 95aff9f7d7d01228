import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";
import { operatorClient } from "../../../fleet/operator.js";
import { ended, eventually } from "../fleet.js";
import { type Project, USER_KUBECONFIG } from "../project.js";

const contexts = { "local-hub": 0, "local-payments": 10, "local-search": 20 };

export async function kubeconfigOfItsOwn(project: Project, firstPort: number): Promise<void> {
  const { stdout, stderr } = ended(await project.hubspoke(["kubeconfig", "local"]));
  const path = stdout.replace(/\n$/, "");
  expect(path).toBe(join(project.directory, ".hubspoke", "local", "local", "kubeconfig"));
  expect(stderr).toBe("contexts: local-hub, local-payments, local-search\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await eachContextWorks(path, firstPort);
}

async function eachContextWorks(kubeconfig: string, firstPort: number): Promise<void> {
  for (const [context, offset] of Object.entries(contexts)) {
    const client = await operatorClient({ provider: "existing", kubeconfig, context });
    try {
      expect(client.server).toBe(`https://127.0.0.1:${firstPort + offset}`);
      await client.get("/api/v1/namespaces/kube-system");
    } finally {
      client.close();
    }
  }
}

const others = `# my clusters
apiVersion: v1
kind: Config
current-context: work
clusters:
  - name: work # the one at work
    cluster: { server: "https://work.example:6443" }
users:
  - name: me
    user: { token: of-mine }
contexts:
  - name: work
    context: { cluster: work, user: me }
`;

export async function mergedKubeconfig(project: Project, firstPort: number): Promise<void> {
  const path = join(project.directory, USER_KUBECONFIG);
  writeFileSync(path, others, { mode: 0o600 });
  const { stdout } = ended(await project.hubspoke(["kubeconfig", "local", "--merge"]));
  expect(stdout).toBe(`${path}\n`);
  const merged = project.read(USER_KUBECONFIG);
  expect(merged).toContain("# my clusters\n");
  expect(merged).toContain("# the one at work\n");
  expect(parse(merged)).toMatchObject({ "current-context": "work", users: [{ name: "me" }, {}, {}, {}] });
  await eachContextWorks(path, firstPort);
}

/** What `down` left of the file that `--merge` wrote to. */
export function mergedKubeconfigIsAsBefore(project: Project): void {
  const left = project.read(USER_KUBECONFIG);
  expect(parse(left)).toEqual(parse(others));
  expect(left).toContain("# the one at work\n");
}

interface ListedCluster {
  readonly name: string;
  readonly connectionState: { readonly status: string };
}

export async function argocdLogin(project: Project): Promise<void> {
  const env = { ARGOCD_CONFIG_DIR: join(project.directory, "my argocd") };
  const { stdout, stderr } = ended(await project.hubspoke(["login", "local", "--perform"], { env }));
  expect(stdout).toBe("");
  expect(stderr).toContain("'admin:login' logged in successfully");
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  const list = async () => {
    const shell = `${exports}\nargocd cluster list -o json`;
    const clusters = JSON.parse(ended(await project.run("sh", ["-c", shell], { env })).stdout) as ListedCluster[];
    const states = clusters.map(({ name, connectionState }) => `${name} ${connectionState.status}`).sort();
    return states.every((state) => state.endsWith(" Successful")) ? states : undefined;
  };
  const states = await eventually("Argo CD is connected to every cluster", list);
  expect(states).toEqual(["in-cluster Successful", "payments Successful", "search Successful"]);
}
