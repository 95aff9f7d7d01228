import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { projectDirectoryOf } from "../config/environment-files.js";
import { inClusterServer, labelKeys, maxEnvironmentName } from "../config/names.js";
import { findClusterSecrets } from "../fleet/adopt/cluster-secrets.js";
import { findInstallations, type Installation } from "../fleet/adopt/installation.js";
import { firstAnswer, readContexts, type Contexts } from "../fleet/adopt/reach.js";
import { KubernetesError, type KubernetesClient } from "../fleet/kubernetes.js";
import type { ContextServer } from "../fleet/kubeconfig-file.js";
import { checkedText, type Checked } from "./adopt/check.js";
import { kubeconfigNamer, takeAll, takeHub } from "./adopt/entries.js";
import { describeInstaller } from "./adopt/installer.js";
import { lookAt, type LeftOut, type Seen, type Surroundings } from "./adopt/look.js";
import { reportJson, reportText, type Adopted } from "./adopt/report.js";
import { adoptedText } from "./adopt/text.js";
import { atHome, kubeconfigFiles, nameFor, writtenPath } from "./init/contexts.js";
import { comparePlan, writeFiles } from "./init/files.js";
import { schemaPath } from "./init/package.js";
import { otherEnvironments, sharedStack } from "./neighbours.js";
import { EXIT, UsageError, writeData, writeStatus } from "./output.js";
import { unifiedDiff } from "./terminal/diff.js";

/** Flags of `hubspoke adopt`. */
export interface AdoptOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly spoke?: readonly string[];
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `hubspoke adopt`: an environment file for an Argo CD that is there, and for the clusters that it knows. */
export async function adopt(options: AdoptOptions): Promise<number> {
  const files = options.kubeconfig === undefined ? kubeconfigFiles(process.env) : [atHome(options.kubeconfig)];
  const contexts = await readContexts(files);
  contexts.problems.forEach((problem) => writeStatus(`warning: ${problem}`));
  const hub = contextNamed(contexts, options.context, "--context");
  const chosen = chosenContexts(contexts, options.spoke ?? []);
  const target = targetOf(options, hub);
  const found = await readHub(hub, options, { contexts, hub, chosen });
  if (!options.dryRun) refuseTaken(found, target);
  const checked = makeText(found, target, hub);
  const written = write(target, checked, options);
  const left = [...found.left, ...checked.left];
  const adopted: Adopted = { ...checked, ...found, ...target, hub, written, left };
  writeData(options.json ? reportJson(adopted) : reportText(adopted));
  return left.length === 0 ? EXIT.fine : EXIT.checkFailed;
}

function contextNamed({ contexts }: Contexts, name: string | undefined, flag: string): ContextServer {
  if (name === undefined) {
    throw new UsageError(
      `missing ${flag} <name>, the hub's context in your kubeconfig\n  fix: kubectl config get-contexts lists them`,
    );
  }
  const found = contexts.find(({ context }) => context === name);
  if (found !== undefined) return found;
  const expected =
    contexts.length === 0
      ? "and there is none"
      : `expected one of: ${contexts.map(({ context }) => context).join(", ")}`;
  throw new UsageError(`${flag}: your kubeconfig has no context ${JSON.stringify(name)}, ${expected}`);
}

/** `name=context`; Argo CD's name of a cluster may hold anything, a context rarely has an equals sign. */
function chosenContexts(contexts: Contexts, flags: readonly string[]): ReadonlyMap<string, string> {
  const entries = flags.map((flag) => {
    const at = flag.lastIndexOf("=");
    if (at < 1) throw new UsageError(`--spoke ${JSON.stringify(flag)}, expected name=context`);
    const { context } = contextNamed(contexts, flag.slice(at + 1), `--spoke ${flag.slice(0, at)}`);
    return [flag.slice(0, at), context] as const;
  });
  return new Map(entries);
}

/** The file that is to be written. */
interface Target {
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  /** As it was named, or follows from the name. */
  readonly shown: string;
  readonly projectDirectory: string;
}

function targetOf({ name, out, force }: AdoptOptions, hub: ContextServer): Target {
  const fromOut = out === undefined ? undefined : basename(out).replace(/\.ya?ml$/, "");
  const named = name ?? fromOut ?? nameFor(hub.context).slice(0, maxEnvironmentName).replace(/-+$/, "");
  const shown = out ?? `environments/${named}.yaml`;
  if (!/\.ya?ml$/.test(shown))
    throw new UsageError(`--out ${JSON.stringify(shown)}, expected a file that ends in .yaml`);
  const file = resolve(shown);
  if (existsSync(file) && !force) {
    throw new UsageError(
      `nothing was written: ${shown} is there already\n  fix: --force overwrites it, --out names another file`,
    );
  }
  const other = ["yml", "yaml", "ts"]
    .map((ending) => file.replace(/\.ya?ml$/, `.${ending}`))
    .find((each) => each !== file && existsSync(each));
  if (other !== undefined)
    throw new UsageError(`nothing was written: ${basename(other)} is there already\n  fix: choose another --name`);
  return { name: named, file, shown, projectDirectory: projectDirectoryOf(file) };
}

/** What there is on the hub. */
interface Found {
  readonly installation: Installation;
  readonly seen: readonly Seen[];
  readonly hubEntry: ReturnType<typeof takeHub>["entry"];
  readonly left: readonly LeftOut[];
}

async function readHub(way: ContextServer, { namespace }: AdoptOptions, surroundings: Surroundings): Promise<Found> {
  const answer = await firstAnswer([way], {});
  if ("problems" in answer) throw new Error(`the hub does not answer you ${answer.problems.join("; ")}`);
  try {
    const installation = await chooseInstallation(answer.client, namespace);
    const secrets = await findClusterSecrets(answer.client, installation.namespace);
    const hub = takeHub(secrets, { context: way.context });
    const spokes = secrets.filter(({ server }) => server !== inClusterServer);
    const results = await Promise.all(spokes.map((secret) => lookAt(secret, surroundings)));
    const seen = results.filter((result) => "way" in result);
    return {
      installation,
      seen,
      hubEntry: hub.entry,
      left: [...hub.left, ...results.filter((result) => "reason" in result)],
    };
  } finally {
    answer.client.close();
  }
}

async function chooseInstallation(hub: KubernetesClient, namespace: string | undefined): Promise<Installation> {
  const found = await findInstallations(hub, namespace).catch((error: unknown) => {
    if (!(error instanceof KubernetesError) || error.reason !== "forbidden" || namespace !== undefined) throw error;
    throw new UsageError(`${error.message}\n  fix: --namespace <namespace>, where Argo CD is`);
  });
  const [installation, ...others] = found;
  if (installation === undefined) {
    const where = namespace === undefined ? "this cluster" : `namespace ${JSON.stringify(namespace)}`;
    throw new UsageError(
      `no Argo CD in ${where}: neither a ConfigMap argocd-cm nor a workload of it\n  fix: name the hub's context, or its --namespace`,
    );
  }
  if (others.length === 0) return installation;
  const list = found.map(
    (each) => `  ${each.namespace}: ${each.version ?? "version unknown"}, ${describeInstaller(each)}`,
  );
  throw new UsageError(
    [`${found.length} Argo CDs in this cluster`, ...list, "  fix: --namespace <namespace> chooses one"].join("\n"),
  );
}

/** A file without what an environment has already would have the next deploy take that away. */
function refuseTaken({ left }: Found, { name }: Target): void {
  const taken = left.filter(({ secret }) => secret.labels[labelKeys.environment] === name);
  if (taken.length === 0) return;
  const list = taken.map(({ secret }) => `  ${secret.secretName}`);
  const fix = "  fix: --dry-run shows the entries of the others, to be copied into its file";
  throw new UsageError(
    [`nothing was written: environment "${name}" has taken Secrets over already`, ...list, fix].join("\n"),
  );
}

function makeText({ installation, seen, hubEntry }: Found, target: Target, hub: ContextServer): Checked {
  const { name, file, projectDirectory } = target;
  const kubeconfig = writtenPath(hub.file, projectDirectory);
  const schema = schemaPath(projectDirectory);
  const taken = takeAll(seen, kubeconfigNamer(hub.file, projectDirectory));
  const checked = checkedText(file, taken, (kept) =>
    adoptedText({ name, schema, installation, kubeconfig, hub: hubEntry, spokes: kept.map(({ entry }) => entry) }),
  );
  const shared = sharedStack(checked.topology, otherEnvironments(projectDirectory, file));
  if (shared !== undefined) throw new UsageError(`--name ${name}: ${shared}\n  fix: choose another name`);
  return checked;
}

/** Whether it was written. */
function write({ file, shown }: Target, { text }: Checked, { dryRun }: AdoptOptions): boolean {
  const folder = dirname(file);
  const planned = [{ path: basename(file), text }];
  const [conflict] = comparePlan(folder, planned).conflicts;
  if (dryRun) {
    const color = process.stderr.isTTY === true && !process.env["NO_COLOR"];
    writeStatus(unifiedDiff(conflict?.present ?? "", text, { from: shown, to: shown, color }));
    return false;
  }
  writeFiles(folder, planned);
  return true;
}
