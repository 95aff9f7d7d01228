import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { contextName, isStackIdOf, spokeRegistrationStackId } from "../config/names.js";
import { findCdktf, runCdktf } from "../terraform/cdktf.js";
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
    return measure(await openFleet(context, project));
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

async function measure(fleet: Fleet): Promise<Table[]> {
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
    await timed("`argocd cluster add --upsert` loop", upsertClusters);
    await removeClusters(fleet);
  }
  await deploy(fleet);
  const phases = await measurePhases(fleet, runs);
  await destroyRegistrations(fleet);
  const summaries = new Map([...times].map(([name, samples]) => [name, summarize(samples)]));
  return [registerTable(fleet.names.length, summaries), phasesTable(fleet.names.length, phases)];
}

/** The whole environment, as `up` does it: cdktf deploys no stack without those that it depends on. */
const deploy: Step = (fleet) => cdktf(fleet, "deploy", [`${ENVIRONMENT}-*`]);

/** Nothing depends on a registration, so these can go alone. */
const destroyRegistrations: Step = (fleet) => cdktf(fleet, "destroy", registrationStacks(fleet));

async function cdktf({ context, project, env }: Fleet, verb: "deploy" | "destroy", stacks: readonly string[]) {
  const started = performance.now();
  await runCdktf(verb, {
    projectDirectory: project,
    stacks,
    isStack: (id) => isStackIdOf(ENVIRONMENT, id),
    environment: env,
    logFile: join(project, "cdktf.log"),
    signal: context.signal,
  });
  return performance.now() - started;
}

/** Terraform alone in the folders that cdktf wrote and initialised, one after the other. */
const terraformApply: Step = (fleet) => terraformForEach(fleet, ["apply", "-auto-approve", "-input=false"]);

async function terraformForEach(fleet: Fleet, args: readonly string[]): Promise<number> {
  const { context, project, env } = fleet;
  const started = performance.now();
  for (const stack of registrationStacks(fleet)) {
    const all = [`-chdir=cdktf.out/stacks/${stack}`, ...args];
    const program = env["TERRAFORM_BINARY_NAME"] ?? "terraform";
    await runProgram(program, { args: all, cwd: project, env, signal: context.signal });
  }
  return performance.now() - started;
}

/** What a deploy without a change does for each stack, each step by itself; synthesis is done once for all. */
const phases: Readonly<Record<string, Step>> = {
  "`cdktf synth`, all stacks": ({ context, project, env }) => {
    const args = [findCdktf(project), "synth"];
    return runNode({ args, cwd: project, env, signal: context.signal }).then(({ milliseconds }) => milliseconds);
  },
  "`terraform init`": (fleet) => terraformForEach(fleet, ["init", "-input=false", "-no-color"]),
  "`terraform plan`": (fleet) => terraformForEach(fleet, ["plan", "-input=false", "-no-color"]),
  "`terraform plan -refresh=false`": (fleet) =>
    terraformForEach(fleet, ["plan", "-refresh=false", "-input=false", "-no-color"]),
  "`terraform apply`, which plans first": terraformApply,
  "`terraform output`": (fleet) => terraformForEach(fleet, ["output", "-json"]),
};

async function measurePhases(fleet: Fleet, runs: number): Promise<ReadonlyMap<string, Summary>> {
  const times = new Map<string, number[]>();
  for (let run = 1; run <= runs; run++) {
    for (const [name, step] of Object.entries(phases)) {
      times.set(name, [...(times.get(name) ?? []), await step(fleet)]);
    }
  }
  return new Map([...times].map(([name, samples]) => [name, summarize(samples)]));
}

function registrationStacks({ names }: Fleet): string[] {
  return names.map((name) => spokeRegistrationStackId(ENVIRONMENT, name));
}

const addClusters: Step = (fleet) => argocdForEach(fleet, "add");
const upsertClusters: Step = (fleet) => argocdForEach(fleet, "add", "--upsert");

/** Removes what it wrote into the spokes as well, because the clusters are called as their contexts are. */
const removeClusters: Step = (fleet) => argocdForEach(fleet, "rm");

async function argocdForEach(fleet: Fleet, verb: "add" | "rm", ...flags: readonly string[]): Promise<number> {
  const { context, project, names, env } = fleet;
  const kubeconfig = join(project, ".hubspoke", "local", ENVIRONMENT, "kubeconfig");
  const started = performance.now();
  for (const name of names) {
    const args = ["cluster", verb, contextName(ENVIRONMENT, name), "--yes", ...flags];
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
      "By turns, what one way wrote removed before the next: `cdktf deploy` of the whole environment, as many stacks at a " +
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

function phasesTable(spokes: number, summaries: ReadonlyMap<string, Summary>): Table {
  return {
    title: "where a registration without a change spends its time",
    caption:
      `Over the registration stacks of ${spokes} spokes, one after the other and each step by itself. ` +
      "`cdktf deploy` does init for one stack after the other, then apply and output for several at a time.",
    head: ["what", ...TIME_HEAD, "a spoke (median)"],
    rows: [...summaries].map(([name, summary]) => [
      name,
      ...timeCells(summary),
      formatSeconds(summary.median / spokes),
    ]),
  };
}
