import { rm } from "node:fs/promises";
import { join } from "node:path";
import { argocdChartDirectory, gitopsRepository, gitopsRepositoryUrl } from "../config/local-paths.js";
import { stackIds } from "../config/stack-ids.js";
import { clustersOf, withoutUnreachable, type HubSpokeTopology } from "../config/topology.js";
import { findObstacles, type Obstacle } from "../fleet/preflight.js";
import { waitUntilVerified } from "../fleet/wait.js";
import type { Report } from "../fleet/verify.js";
import { argocdSpec } from "../local/argocd/spec.js";
import { startArgoCd } from "../local/argocd.js";
import { installChart } from "../local/argocd/chart.js";
import { controlPlaneSpecs } from "../local/control-plane-spec.js";
import { startControlPlane } from "../local/control-plane.js";
import { assertEnvironmentPortsFree } from "../local/environment-ports.js";
import { requireFolder, seedRepository } from "../local/git-repository.js";
import { createKindCluster, requireKind } from "../local/kind.js";
import { readRecord } from "../local/kind/record.js";
import { kindSpecs } from "../local/kind/spec.js";
import { repairEnvironment } from "../local/repair.js";
import type { Toolchain } from "../local/toolchain.js";
import { packageRoot } from "../stacks/package-root.js";
import { type CdktfResult, runCdktf } from "../terraform/cdktf.js";
import { describeChanges, total } from "../terraform/cdktf-output.js";
import { fleetOptions } from "./fleet-options.js";
import { requireHub } from "./obstacles.js";
import type { Progress } from "./progress.js";
import { type TerraformSetup, cdktfOptions, synthesisDirectory } from "./terraform-environment.js";
import { argocdPrograms, describeBuild, openLocalToolchain } from "./toolchain.js";

export const UP_STEPS = ["machine", "toolchain", "clusters", "deploy", "argocd", "verify"] as const;
export type UpStep = (typeof UP_STEPS)[number];

/** What every step of `up` is given. */
export interface UpRun {
  readonly topology: HubSpokeTopology;
  readonly progress: Progress<UpStep>;
  readonly signal: AbortSignal;
}

/** Opens the toolchain; what is missing is built while the next steps go on with what is there. */
export async function openPrograms({ progress, signal }: UpRun): Promise<Toolchain> {
  const toolchain = await openLocalToolchain({
    signal,
    onProgress: (state) => progress.report("toolchain", describeBuild(state)),
  });
  void toolchain.complete().then(
    () => progress.report("toolchain", `ready in ${toolchain.folder}`),
    () => undefined, // whoever waits for a program says why it failed
  );
  return toolchain;
}

/**
 * Starts every local control plane, and repairs what an interrupted run or a hand left behind.
 *
 * Returns whether there was anything to start or to repair.
 */
export async function startClusters({ topology, progress, signal }: UpRun, toolchain: Toolchain): Promise<boolean> {
  const reachable = withoutUnreachable(topology);
  const names = new Set(clustersOf(reachable).map(({ name }) => name));
  const specs = controlPlaneSpecs(topology).filter(({ name }) => names.has(name));
  await assertEnvironmentPortsFree(topology);
  progress.report("clusters", `starting ${specs.map((spec) => spec.name).join(", ")}`);
  const starts = await Promise.all(
    specs.map(async (spec) => {
      const { started } = await startControlPlane(spec, toolchain, { signal });
      const how = started.length === 0 ? "was running" : `started ${started.join(", ")}`;
      progress.report("clusters", `${spec.name} answers at ${spec.endpoint} (${how})`);
      return started.length > 0;
    }),
  );
  const stacksDirectory = join(synthesisDirectory(topology), "stacks");
  const repairs = await repairEnvironment({ topology: reachable, stacksDirectory });
  repairs.forEach((repair) => progress.report("clusters", repair));
  return starts.includes(true) || repairs.length > 0;
}

/**
 * Makes the kind clusters of an earlier run again that are gone or were never finished; Terraform makes the others.
 *
 * Returns whether there was anything to make.
 */
export async function restoreKindClusters({ topology, progress }: UpRun): Promise<boolean> {
  const specs = kindSpecs(withoutUnreachable(topology));
  // Once and before anything is deployed, and not by each cluster's stack in the middle of it.
  if (specs[0] !== undefined) await requireKind(specs[0], { environment: process.env });
  const made = await Promise.all(
    specs.map(async (spec) => {
      if ((await readRecord(spec.directory)) === undefined) return false;
      const onProgress = (step: string) => progress.report("clusters", `${spec.name}: ${step}`);
      const { created, server } = await createKindCluster(spec, { environment: process.env, onProgress });
      progress.report("clusters", `${spec.name} answers at ${server} (${created ? "made again" : "was there"})`);
      return created;
    }),
  );
  return made.includes(true);
}

/** What the stacks read from this machine: the chart of a hub without nodes, and the Git repository. */
export async function prepareDelivery(topology: HubSpokeTopology, toolchain: Toolchain): Promise<void> {
  const { projectDirectory, name, gitops } = topology;
  await installChart(toolchain, argocdChartDirectory(projectDirectory, name));
  if (gitops?.repoURL !== gitopsRepositoryUrl(projectDirectory, name)) {
    return;
  }
  const repository = gitopsRepository(projectDirectory, name);
  await seedRepository({
    repository,
    sources: [join(projectDirectory, "gitops"), join(packageRoot(), "gitops")],
    environment: process.env,
  });
  await requireFolder(repository, gitops, process.env);
}

/** The spokes that the deploy leaves out, each told with the reason. */
export async function preflight({ topology, progress, signal }: UpRun): Promise<readonly Obstacle[]> {
  const obstacles = await findObstacles(topology, { signal });
  requireHub(topology, obstacles);
  obstacles.forEach(({ cluster, problem }) => progress.report("deploy", `leaving out ${cluster}: ${problem}`));
  return obstacles;
}

/** Which stacks a deploy is over: every one but for those of some spokes, or these alone. */
type Selection = { readonly without: readonly string[] } | { readonly stacks: readonly string[] };

/** `cdktf deploy` over stacks of the environment. */
export async function deploy(
  { topology, progress, signal }: UpRun,
  setup: TerraformSetup,
  selection: Selection,
): Promise<CdktfResult> {
  if (setup.providers.changed) {
    await removeProviderLocks(topology);
  }
  const result = await runCdktf("deploy", {
    ...("without" in selection
      ? cdktfOptions(topology, setup, selection.without)
      : { ...cdktfOptions(topology, setup), stacks: selection.stacks }),
    onLine: ({ stack, text }) => {
      if (/: (Creating|Modifying|Destroying)\.\.\.|(Creation|Modifications|Destruction) complete|^Error/.test(text)) {
        progress.report("deploy", `${stack}: ${text}`);
      }
    },
    signal,
  });
  progress.report("deploy", describeChanges(total(result.changes.values())));
  return result;
}

/** Lock files name the checksums of the providers that were there before. */
async function removeProviderLocks(topology: HubSpokeTopology): Promise<void> {
  const folders = stackIds(topology).map((id) => join(synthesisDirectory(topology), "stacks", id));
  await Promise.all(
    folders.flatMap((folder) => [
      rm(join(folder, ".terraform.lock.hcl"), { force: true }),
      rm(join(folder, ".terraform", "providers"), { recursive: true, force: true }),
    ]),
  );
}

/** Starts Argo CD's components where the hub has no nodes to run them. */
export async function startArgoCdProcesses({ topology, progress, signal }: UpRun, toolchain: Toolchain): Promise<void> {
  const spec = argocdSpec(topology);
  if (!spec) {
    return;
  }
  progress.report("argocd", "waiting for its programs");
  const programs = await argocdPrograms(toolchain);
  progress.report("argocd", "starting");
  const started = await startArgoCd(spec, programs, { environment: process.env, signal });
  progress.report("argocd", started.length === 0 ? "was running" : `started ${started.join(", ")}`);
}

/** Longest that registration and the first sync may take after everything runs. */
const VERIFY_TIMEOUT_MS = 180_000;

/** Waits until all is verified; with `changed`, what Argo CD says from before this run does not count. */
export async function waitForFleet({ topology, progress, signal }: UpRun, changed: boolean): Promise<Report> {
  const report = await waitUntilVerified(topology, {
    ...fleetOptions(topology),
    deadline: Date.now() + VERIFY_TIMEOUT_MS,
    refresh: true,
    compareAll: changed,
    signal,
    onProgress: ({ checks, counts }) => {
      const next = checks.find((check) => check.status === "failed");
      const waiting = next ? `; waiting for ${next.subject}: ${next.message}` : "";
      progress.report("verify", `${counts.passed} of ${checks.length} checks passed${waiting}`);
    },
  });
  return report;
}
