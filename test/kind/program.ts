import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { parse, stringify } from "yaml";

/**
 * The `kind` of tests: says what kind 0.29 to 0.33 say, in the same order, with their exit codes, and makes no containers.
 *
 * Taken from their source: pkg/cmd/kind, pkg/cluster/internal, cmd/kind/app. A cluster is a file in the folder FAKE_KIND;
 * what answers as its API server is told by a kubeconfig there, and what fails by the file `fault`.
 */
const folder = process.env["FAKE_KIND"] ?? "";

interface Cluster {
  readonly nodes: readonly { readonly role: string }[];
  readonly image: string | undefined;
  /** Whether Kubernetes runs in its nodes. */
  readonly works: boolean;
}

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[];
  users: { name: string; user: object }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  "current-context": string;
}

class Failure extends Error {
  constructor(
    message: string,
    /** What a program that kind ran has said. */
    readonly command?: string,
  ) {
    super(message);
  }
}

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const fault = (): string => (existsSync(join(folder, "fault")) ? readFileSync(join(folder, "fault"), "utf8") : "");

const file = (name: string): string => join(folder, "clusters", name);
const read = (name: string): Cluster | undefined =>
  existsSync(file(name)) ? (JSON.parse(readFileSync(file(name), "utf8")) as Cluster) : undefined;
function write(name: string, cluster: Cluster): void {
  mkdirSync(join(folder, "clusters"), { recursive: true });
  writeFileSync(file(name), JSON.stringify(cluster));
}

const flags = {
  name: { type: "string", default: "kind" },
  kubeconfig: { type: "string" },
  config: { type: "string" },
  image: { type: "string" },
  wait: { type: "string" },
  internal: { type: "boolean" },
} as const;

const { values, positionals } = parseArgs({ options: flags, allowPositionals: true });
const name = values.name;

function nodeNames({ nodes }: Cluster): readonly string[] {
  const counts = new Map<string, number>();
  const names = nodes.map(({ role }) => {
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    return `${name}-${role}${count === 1 ? "" : count}`;
  });
  return (counts.get("control-plane") ?? 0) > 1 ? [...names, `${name}-external-load-balancer`] : names;
}

function listClusters(): void {
  const format = `'{{.Label "io.x-k8s.kind.cluster"}}'`;
  const command = `command "docker ps -a --filter label=io.x-k8s.kind.cluster --format ${format}" failed with error:`;
  if (fault() === "no docker") {
    throw new Failure(`failed to list clusters: ${command} exec: "docker": executable file not found in $PATH`, "");
  }
  if (fault() === "docker stopped") {
    throw new Failure(
      `failed to list clusters: ${command} exit status 1`,
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
    );
  }
  const names = existsSync(join(folder, "clusters")) ? readdirSync(join(folder, "clusters")).sort() : [];
  if (names.length === 0) log("No kind clusters found.");
  names.forEach((each) => console.log(each));
}

async function createCluster(): Promise<void> {
  if (read(name) !== undefined) {
    throw new Failure(`failed to create cluster: node(s) already exist for a cluster with the name "${name}"`);
  }
  const config = values.config === "-" ? await text(process.stdin) : readFileSync(values.config ?? "", "utf8");
  const { nodes = [{ role: "control-plane" }] } = parse(config) as { nodes?: { role: string }[] };
  const cluster = { nodes, image: values.image, works: false };
  log(`Creating cluster "${name}" ...`);
  pullImage(values.image ?? "kindest/node:v1.34.0");
  step(`Preparing nodes ${"📦 ".repeat(nodes.length)}`, () => {
    write(name, cluster);
    if (fault() !== "too many open files") return;
    rmSync(file(name));
    throw new Failure(
      'failed to create cluster: could not find a log line that matches "Reached target .*Multi-User System.*|detected cgroup v1"',
    );
  });
  step("Writing configuration 📜");
  if (fault() === "hangs") await new Promise((done) => setTimeout(done, 3_600_000));
  ["Starting control-plane 🕹️", "Installing CNI 🔌", "Installing StorageClass 💾"].forEach((title) => step(title));
  if (nodes.some(({ role }) => role === "worker")) step("Joining worker nodes 🚜");
  step(`Waiting ≤ ${values.wait}0s for control-plane = Ready ⏳`);
  log(" • Ready after 14s 💚");
  write(name, { ...cluster, works: true });
  editKubeconfig((kubeconfig) => merge(kubeconfig, kubeconfigOf(false)));
  log(`Set kubectl context to "kind-${name}"`);
  log(
    `You can now use your cluster with:\n\nkubectl cluster-info --context kind-${name} --kubeconfig ${values.kubeconfig}`,
  );
  log("\nHave a nice day! 👋");
}

function pullImage(image: string): void {
  step(`Ensuring node image (${image}) 🖼`, () => {
    if (fault() !== "no image") return;
    throw new Failure(
      `failed to create cluster: failed to pull image "${image}": command "docker pull ${image}" failed with error: exit status 1`,
      `Error response from daemon: manifest for ${image} not found: manifest unknown: manifest unknown\n`,
    );
  });
}

/** Without a terminal kind writes a line at the beginning and one at the end. */
function step(title: string, work: () => void = () => {}): void {
  log(` • ${title}  ...`);
  try {
    work();
  } catch (error) {
    log(` ✗ ${title}`);
    throw error;
  }
  log(` ✓ ${title}`);
}

function deleteCluster(): void {
  log(`Deleting cluster "${name}" ...`);
  editKubeconfig((kubeconfig) => remove(kubeconfig));
  const cluster = read(name);
  if (cluster === undefined) return;
  rmSync(file(name));
  log(
    `Deleted nodes: [${nodeNames(cluster)
      .map((node) => JSON.stringify(node))
      .join(" ")}]`,
  );
}

function getKubeconfig(): void {
  const cluster = read(name);
  if (cluster === undefined) {
    throw new Failure(
      `could not locate any control plane nodes for cluster named '${name}'. Use the --name option to select a different cluster`,
    );
  }
  const admin = `command "docker exec --privileged ${name}-control-plane cat /etc/kubernetes/admin.conf" failed with error: exit status 1`;
  if (!cluster.works) {
    const said = "cat: /etc/kubernetes/admin.conf: No such file or directory\n";
    throw new Failure(`failed to get cluster internal kubeconfig: ${admin}`, said);
  }
  if (fault() === "stopped") {
    throw new Failure(
      `failed to get cluster internal kubeconfig: ${admin}`,
      "Error response from daemon: container 3f1c is not running\n",
    );
  }
  console.log(stringify(kubeconfigOf(values.internal ?? false)));
}

/** kubeadm's own, with kind's name for all that is in it; the server is the load balancer's, where there is one. */
function kubeconfigOf(internal: boolean): Kubeconfig {
  const key = `kind-${name}`;
  const kubeconfig = parse(readFileSync(join(folder, `${name}.kubeconfig`), "utf8")) as Kubeconfig;
  const node = nodeNames(read(name) as Cluster)
    .at(-1)
    ?.endsWith("load-balancer")
    ? "external-load-balancer"
    : "control-plane";
  return {
    ...kubeconfig,
    clusters: kubeconfig.clusters.map(({ cluster }) => ({
      name: key,
      cluster: internal ? { ...cluster, server: `https://${name}-${node}:6443` } : cluster,
    })),
    users: kubeconfig.users.map(({ user }) => ({ name: key, user })),
    contexts: [{ name: key, context: { cluster: key, user: key } }],
    "current-context": key,
  };
}

/** As client-go does, behind a lock file that nobody waits for. */
function editKubeconfig(edit: (kubeconfig: Kubeconfig) => Kubeconfig): void {
  const path = values.kubeconfig ?? join(process.env["HOME"] ?? "", ".kube", "config");
  mkdirSync(dirname(path), { recursive: true });
  const lock = `${path}.lock`;
  try {
    closeSync(openSync(lock, "wx", 0));
  } catch {
    throw new Failure(`failed to lock config file: open ${lock}: file exists`);
  }
  const empty: Kubeconfig = { clusters: [], users: [], contexts: [], "current-context": "" };
  const kubeconfig = existsSync(path) ? ((parse(readFileSync(path, "utf8")) as Kubeconfig | null) ?? empty) : empty;
  writeFileSync(path, stringify(edit(kubeconfig)), { mode: 0o600 });
  rmSync(lock);
}

function merge(into: Kubeconfig, added: Kubeconfig): Kubeconfig {
  const rest = remove(into);
  return {
    ...added,
    clusters: [...rest.clusters, ...added.clusters],
    users: [...rest.users, ...added.users],
    contexts: [...rest.contexts, ...added.contexts],
  };
}

function remove(kubeconfig: Kubeconfig): Kubeconfig {
  const isOther = (entry: { readonly name: string }): boolean => entry.name !== `kind-${name}`;
  return {
    ...kubeconfig,
    clusters: kubeconfig.clusters.filter(isOther),
    users: kubeconfig.users.filter(isOther),
    contexts: kubeconfig.contexts.filter(isOther),
  };
}

const commands: Readonly<Record<string, () => void | Promise<void>>> = {
  "get clusters": listClusters,
  "create cluster": createCluster,
  "delete cluster": deleteCluster,
  "get kubeconfig": getKubeconfig,
};

try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "calls"), `${process.argv.slice(2).join(" ")}\n`, { flag: "a" });
  await commands[positionals.join(" ")]?.();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  log(`ERROR: ${error.message}`);
  if (error.command !== undefined) log(`\nCommand Output: ${error.command}`);
  process.exitCode = 1;
}
