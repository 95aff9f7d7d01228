import { resolveEnvironmentFile } from "../config/environment-files.js";
import { checkEnvironments } from "../config/load.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { controlPlaneSpecs } from "../local/control-plane-spec.js";
import { ensureProjectFiles } from "./project-files.js";
import { environmentKubeconfig, writeKubeconfig } from "../fleet/kubeconfig.js";
import { total } from "../terraform/cdktf-output.js";
import { hubAndSpokes } from "./environment.js";
import { holdEnvironment } from "./hold.js";
import { abortOnSignals } from "./interrupt.js";
import { defaultKubeconfigPath } from "./kubeconfig.js";
import { checkMachine } from "./machine.js";
import { EXIT, writeData, writeStatus } from "./output.js";
import { LeftOutError } from "./obstacles.js";
import { createProgress } from "./progress.js";
import { recordExpiry } from "./record-expiry.js";
import { locatorFor } from "./report/files.js";
import { writeWarnings } from "./report/text.js";
import { deployFleet } from "./up-deploy.js";
import {
  UP_STEPS,
  type UpRun,
  openPrograms,
  prepareDelivery,
  restoreKindClusters,
  startArgoCdProcesses,
  startClusters,
  waitForFleet,
} from "./up-steps.js";
import { type UpResult, summaryJson, summaryText } from "./summary.js";
import { terraformSetup } from "./terraform-environment.js";

/** `hubspoke up`: from whatever state this machine is in to a verified environment. */
export async function up(environment: string, options: { json?: boolean }): Promise<number> {
  const topology = openForDeploy(environment);
  const { signal, restore } = abortOnSignals(`go on with: hubspoke up ${environment}`);
  const progress = createProgress({ steps: UP_STEPS, write: writeStatus });
  const started = Date.now();
  try {
    const result = await holdEnvironment(topology, "up", () => bringUp({ topology, progress, signal }));
    const seconds = (Date.now() - started) / 1000;
    writeData(options.json ? summaryJson(topology, result, seconds) : summaryText(topology, result, seconds));
    return result.report.ok ? EXIT.fine : EXIT.checkFailed;
  } finally {
    progress.done();
    restore();
  }
}

/** The environment to bring up; what is risky in its file is printed. */
function openForDeploy(nameOrPath: string): HubSpokeTopology {
  const file = resolveEnvironmentFile(nameOrPath, process.cwd());
  const { topologies, warnings } = checkEnvironments([file]);
  writeWarnings(warnings, locatorFor([file]));
  return hubAndSpokes(topologies[0]);
}

async function bringUp(run: UpRun): Promise<UpResult> {
  const { topology, progress, signal } = run;
  const local = controlPlaneSpecs(topology).length > 0;
  ensureProjectFiles(topology.projectDirectory).forEach((line) => progress.report("machine", line));
  const machine = await checkMachine(topology.projectDirectory, local);
  progress.report("machine", machine.summary);

  const toolchain = local ? await openPrograms(run) : undefined;
  let changed = false;
  if (toolchain) {
    changed = await startClusters(run, toolchain);
    await prepareDelivery(topology, toolchain);
  }
  if (await restoreKindClusters(run)) changed = true;
  const onProgress = (text: string) => progress.report("toolchain", text);
  const setup = await terraformSetup(topology, machine.terraform, { signal, onProgress });
  progress.report(
    "deploy",
    `${setup.terraform.product} ${setup.terraform.version}, ${describeSource(setup.providers.source)}`,
  );
  const { changes, obstacles } = await deployFleet(run, setup);
  const { added, destroyed, changed: modified } = total(changes.values());
  changed ||= added + modified + destroyed > 0;
  await recordExpiry(run);
  if (toolchain) {
    await startArgoCdProcesses(run, toolchain);
  }
  if (obstacles.length > 0) throw new LeftOutError(obstacles);
  await writeKubeconfig(defaultKubeconfigPath(topology), await environmentKubeconfig(topology));
  return { changes, report: await waitForFleet(run, changed) };
}

function describeSource(source: "terraform" | "stand-in"): string {
  return source === "terraform"
    ? "it finds its providers"
    : "no registry can be reached: stand-in providers, for local clusters only";
}
