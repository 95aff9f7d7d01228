import { spokeClusterStackId } from "../config/names.js";
import { supplyCertificates, type Supply } from "../fleet/certificates/supply.js";
import type { Obstacle } from "../fleet/preflight.js";
import type { Changes } from "../terraform/cdktf-output.js";
import { adoptSecrets } from "./adopt-secrets.js";
import type { TerraformSetup } from "./terraform-environment.js";
import { type UpRun, deploy, preflight } from "./up-steps.js";

/** What a deploy came to. */
export interface Deployed {
  readonly changes: ReadonlyMap<string, Changes>;
  /** Spokes that were left out. */
  readonly obstacles: readonly Obstacle[];
}

/** Deploys the hub and every spoke that can take part, with the certificates that spokes issue. */
export async function deployFleet(run: UpRun, setup: TerraformSetup): Promise<Deployed> {
  const silent = await preflight(run);
  const obstacles = [...silent, ...(await adopt(run, setup, silent))];
  const first = await certificates(run, obstacles);
  const made = await makeClusters(run, setup, first.obstacles);
  const supply = made.size > 0 ? await certificates(run, obstacles) : first;
  report(run, supply);
  const leftOut = [...obstacles, ...supply.obstacles];
  const variables = { ...setup.variables, ...supply.variables };
  const { changes } = await deploy(run, { ...setup, variables }, { without: namesOf(leftOut) });
  return { changes: new Map([...changes, ...made]), obstacles: leftOut };
}

/** Takes over what is there of the spokes that can take part, and tells which of them cannot after all. */
async function adopt(run: UpRun, setup: TerraformSetup, leftOut: readonly Obstacle[]): Promise<readonly Obstacle[]> {
  const { topology, progress } = run;
  const spokes = topology.spokes.filter(({ name }) => !namesOf(leftOut).includes(name));
  const obstacles = await adoptSecrets({ ...run, topology: { ...topology, spokes } }, setup);
  obstacles.forEach(({ cluster, problem }) => progress.report("deploy", `leaving out ${cluster}: ${problem}`));
  return obstacles;
}

function certificates({ topology, signal }: UpRun, obstacles: readonly Obstacle[]): Promise<Supply> {
  const leftOut = namesOf(obstacles);
  const spokes = topology.spokes.filter(({ name }) => !leftOut.includes(name));
  return supplyCertificates({ ...topology, spokes }, { signal });
}

/** Makes the clusters that are not there to issue a certificate yet: kind's, which Terraform creates. */
async function makeClusters(
  run: UpRun,
  setup: TerraformSetup,
  obstacles: readonly Obstacle[],
): Promise<ReadonlyMap<string, Changes>> {
  const { name, spokes } = run.topology;
  const unmade = spokes.filter(
    (spoke) => spoke.cluster.provider === "kind" && obstacles.some(({ cluster }) => cluster === spoke.name),
  );
  if (unmade.length === 0) return new Map();
  const stacks = unmade.map((spoke) => spokeClusterStackId(name, spoke.name));
  return (await deploy(run, setup, { stacks })).changes;
}

function report({ progress }: UpRun, { notes, obstacles }: Supply): void {
  notes.forEach((note) => progress.report("deploy", note));
  obstacles.forEach(({ cluster, problem }) => progress.report("deploy", `leaving out ${cluster}: ${problem}`));
}

function namesOf(obstacles: readonly Obstacle[]): readonly string[] {
  return obstacles.map(({ cluster }) => cluster);
}
