import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { contextName, spokeRegistrationStackId } from "../config/names.js";
import { findCdktf } from "../terraform/cdktf.js";
import type { Context } from "./benchmark.js";
import { localFleetFile, spokeNames } from "./fleet-file.js";
import { BASE_PORT, ENVIRONMENT, hubspokeCommand, withLocalProject } from "./project.js";
import { runNode, runProgram } from "./run.js";
import { type Summary, summarize } from "./statistics.js";
import { type Table, TIME_HEAD, formatRatio, formatSeconds, timeCells } from "./table.js";

const RUNS = 3;

/** The fleet of one run, with everything that its two ways of registering need. */
interface Fleet {
  readonly context: Context;
  readonly project: string;
  readonly names: readonly string[];
  /** Environment of cdktf and argocd, as `hubspoke env` gives it, with argocd logged in. */
  readonly env: NodeJS.ProcessEnv;
}

/** Something done to the whole fleet; returns how long it took in milliseconds. */
type Step = (fleet: Fleet) => Promise<number>;

/**
 * Registers every spoke by `cdktf deploy`, beside a loop of `argocd cluster add`, by turns against the same clusters.
 *
 * Each spoke is a control plane of its own, because nothing less is the same work: both ways write a ServiceAccount and
 * its rights into the spoke under fixed names, and Argo CD knows a cluster by its server URL, so several spokes cannot
 * share an API server. A control plane takes about half a gigabyte and some of a processor even when nothing happens;
 * hence 8 spokes and not 20 unless `--spokes` asks for more.
 */
export async function register(context: Context): Promise<Table[]> {
  const file = localFleetFile(ENVIRONMENT, context.spokes, BASE_PORT);
  return withLocalProject(context, file, async (project) => {
    context.report(`register: starting a hub and ${context.spokes} spokes`);
    await runNode({ ...hubspokeCommand(context, project, "up"), signal: context.signal, onLine: context.report });
    return [await measure(await openFleet(context, project))];
  });
}

async function openFleet(context: Context, project: string): Promise<Fleet> {
  const script = 'eval "$("$0" "$@")" && env -0';
  const hubspoke = [process.execPath, context.cli, "env", ENVIRONMENT];
  const { stdout } = await runProgram("sh", {
    args: ["-c", script, ...hubspoke],
    cwd: project,
    signal: context.signal,
  });
  const pairs = stdout
    .split("\0")
    .filter(Boolean)
    .map((line) => line.split(/=(.*)/s, 2) as [string, string]);
  const argocdConfig = join(project, "argocd-config");
  mkdirSync(argocdConfig);
  const env = { ...Object.fromEntries(pairs), ARGOCD_CONFIG_DIR: argocdConfig };
  await runNode({ args: [context.cli, "login", ENVIRONMENT, "--perform"], cwd: project, env, signal: context.signal });
  return { context, project, names: spokeNames(context.spokes), env };
}

async function measure(fleet: Fleet): Promise<Table> {
  const { context } = fleet;
  const runs = context.runs ?? RUNS;
  const times = new Map<string, number[]>();
  const timed = async (name: string, step: Step) => {
    const milliseconds = await step(fleet);
    times.set(name, [...(times.get(name) ?? []), milliseconds]);
    context.report(`${name}: ${formatSeconds(milliseconds)}`);
  };
  await destroyRegistrations(fleet);
  for (let run = 1; run <= runs; run++) {
    context.report(`register: run ${run} of ${runs}`);
    await timed("`cdktf deploy`", deploy);
    await timed("`cdktf deploy` again, no change", deploy);
    await destroyRegistrations(fleet);
    await timed("`terraform apply` loop", terraformApply);
    await timed("`terraform apply` loop again, no change", terraformApply);
    await destroyRegistrations(fleet);
    await timed("`argocd cluster add` loop", addClusters);
    await timed("`argocd cluster add` loop again", addClusters);
    await removeClusters(fleet);
  }
  return registerTable(fleet.names.length, new Map([...times].map(([name, samples]) => [name, summarize(samples)])));
}

/** The whole environment, with the flags of `up`: cdktf deploys no stack without those that it depends on. */
const deploy: Step = (fleet) => cdktf(fleet, ["deploy", `${ENVIRONMENT}-*`, "--skip-provider-lock"]);

/** Nothing depends on a registration, so these can go alone. */
const destroyRegistrations: Step = (fleet) => cdktf(fleet, ["destroy", ...registrationStacks(fleet)]);

async function cdktf({ context, project, env }: Fleet, args: readonly string[]): Promise<number> {
  const flags = ["--auto-approve", "--no-color", "--parallelism", "2"];
  const command = { args: [findCdktf(project), ...args, ...flags], cwd: project, env, signal: context.signal };
  return (await runNode(command)).milliseconds;
}

/** Terraform alone in the folders that cdktf wrote and initialised, one after the other. */
async function terraformApply(fleet: Fleet): Promise<number> {
  const { context, project, env } = fleet;
  const started = performance.now();
  for (const stack of registrationStacks(fleet)) {
    const args = [`-chdir=cdktf.out/stacks/${stack}`, "apply", "-auto-approve", "-input=false", "-no-color"];
    await runProgram(env["TERRAFORM_BINARY_NAME"] ?? "terraform", { args, cwd: project, env, signal: context.signal });
  }
  return performance.now() - started;
}

function registrationStacks({ names }: Fleet): string[] {
  return names.map((name) => spokeRegistrationStackId(ENVIRONMENT, name));
}

const addClusters: Step = (fleet) => argocdForEach(fleet, "add");

/** Removes what it wrote into the spokes as well, because the clusters are called as their contexts are. */
const removeClusters: Step = (fleet) => argocdForEach(fleet, "rm");

async function argocdForEach(fleet: Fleet, verb: "add" | "rm"): Promise<number> {
  const { context, project, names, env } = fleet;
  const kubeconfig = join(project, ".hubspoke", "local", ENVIRONMENT, "kubeconfig");
  const started = performance.now();
  for (const name of names) {
    const args = ["cluster", verb, contextName(ENVIRONMENT, name), "--yes"];
    await runProgram("argocd", { args, cwd: project, env: { ...env, KUBECONFIG: kubeconfig }, signal: context.signal });
  }
  return performance.now() - started;
}

function registerTable(spokes: number, summaries: ReadonlyMap<string, Summary>): Table {
  const loop = summaries.get("`argocd cluster add` loop")?.median ?? NaN;
  return {
    title: `register ${spokes} spokes`,
    caption:
      `${spokes} control planes on this machine, each an API server of its own; they, the hub and Argo CD are up before. ` +
      "By turns, what one way wrote removed before the next: `cdktf deploy` of the whole environment, two stacks at a " +
      "time as in `up`, of which the clusters' and the hub's have no change; Terraform alone, over the registration " +
      "stacks one by one; `argocd cluster add`, one by one. Ratios to the first `argocd cluster add` loop, which leaves " +
      "a token without an end, no plan and no state.",
    head: ["what", ...TIME_HEAD, "a spoke (median)", "ratio"],
    rows: [...summaries].map(([name, summary]) => [
      name,
      ...timeCells(summary),
      formatSeconds(summary.median / spokes),
      formatRatio(summary.median / loop),
    ]),
  };
}
