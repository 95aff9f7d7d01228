import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { programEnvironment } from "../child-environment.js";
import { argocdPorts } from "../ports.js";
import type { ProcessSpec } from "../process.js";
import { configFolders, kubeconfigFile, redisConfigFile } from "./files.js";
import { type ConfigMaps, parameterEnvironment } from "./parameters.js";
import { type ArgoCdProcessSpec, type Component, componentLogFile, componentPidFile, components } from "./spec.js";

/** Paths of the programs that Argo CD consists of or calls. */
export interface ArgoCdPrograms {
  readonly argocd: string;
  readonly helm: string;
  readonly kustomize: string;
  readonly redis: string;
  /** The small redis-server of the toolchain, and not one from PATH. */
  readonly redisIsOurs: boolean;
}

export interface ComponentInputs {
  readonly programs: ArgoCdPrograms;
  readonly redisPassword: string;
  readonly configMaps: ConfigMaps;
  /** Which Argo CD on the hub: at its start, a component makes there what it then relies on, as its certificate. */
  readonly installation: string;
  /** What the operator runs us with: proxies and PATH. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The processes of Argo CD, by component. */
export async function argocdProcesses(
  spec: ArgoCdProcessSpec,
  inputs: ComponentInputs,
): Promise<Record<Component, ProcessSpec>> {
  const authorities = await authoritiesHash(spec);
  const result = components.map((component) => [component, processOf(spec, component, inputs, authorities)] as const);
  return Object.fromEntries(result) as Record<Component, ProcessSpec>;
}

function processOf(
  spec: ArgoCdProcessSpec,
  component: Component,
  inputs: ComponentInputs,
  authorities: string,
): ProcessSpec {
  const common = {
    name: component,
    directory: spec.directory,
    pidFile: componentPidFile(spec, component),
    logFile: componentLogFile(spec, component),
  };
  if (component === "redis") return { ...common, ...redisProcess(spec, inputs) };
  return {
    ...common,
    command: inputs.programs.argocd,
    args: componentArguments(spec)[component],
    environment: {
      ...componentEnvironment(spec, component, inputs),
      HUBSPOKE_AUTHORITIES: authorities,
      HUBSPOKE_INSTALLATION: inputs.installation,
    },
  };
}

function redisProcess(
  spec: ArgoCdProcessSpec,
  inputs: ComponentInputs,
): Pick<ProcessSpec, "command" | "args" | "environment"> {
  const { redis, redisIsOurs } = inputs.programs;
  const password = { REDIS_PASSWORD: inputs.redisPassword };
  return {
    command: redis,
    args: redisIsOurs ? [`--addr=127.0.0.1:${argocdPorts(spec.hub.port).redis}`] : [redisConfigFile(spec)],
    environment: programEnvironment({ PATH: inputs.environment["PATH"] }, redisIsOurs ? password : {}),
  };
}

function componentArguments(spec: ArgoCdProcessSpec): Record<Exclude<Component, "redis">, string[]> {
  const ports = argocdPorts(spec.hub.port);
  const redis = `--redis=127.0.0.1:${ports.redis}`;
  const repoServer = `127.0.0.1:${ports.repoServer}`;
  const client = [redis, `--repo-server=${repoServer}`, "--repo-server-strict-tls"];
  return {
    "argocd-repo-server": [
      redis,
      "--address=127.0.0.1",
      `--port=${ports.repoServer}`,
      "--metrics-address=127.0.0.1",
      `--metrics-port=${ports.repoServerMetrics}`,
    ],
    "argocd-application-controller": [
      ...client,
      `--metrics-port=${ports.controllerMetrics}`,
      `--namespace=${spec.namespace}`,
    ],
    "argocd-applicationset-controller": [
      `--argocd-repo-server=${repoServer}`,
      "--repo-server-strict-tls",
      "--metrics-addr=0",
      `--probe-addr=127.0.0.1:${ports.applicationSetProbe}`,
      "--webhook-addr=127.0.0.1:0",
      `--namespace=${spec.namespace}`,
    ],
    "argocd-server": [
      ...client,
      "--address=127.0.0.1",
      `--port=${ports.server}`,
      "--metrics-address=127.0.0.1",
      `--metrics-port=${ports.serverMetrics}`,
    ],
  };
}

function componentEnvironment(
  spec: ArgoCdProcessSpec,
  component: Exclude<Component, "redis">,
  inputs: ComponentInputs,
): Record<string, string> {
  const { argocd, helm, kustomize } = inputs.programs;
  const path = [...new Set([argocd, helm, kustomize].map((program) => dirname(program)))];
  return programEnvironment(inputs.environment, {
    ...parameterEnvironment(component, inputs.configMaps),
    ...configFolders(spec),
    // One binary: this decides which component it is.
    ARGOCD_BINARY_NAME: component,
    ARGOCD_FAKE_IN_CLUSTER: "true",
    ARGOCD_GPG_ENABLED: "false",
    ARGOCD_CONTROLLER_REPLICAS: "1",
    ARGOCD_ASK_PASS_SOCK: askPassSocket(spec),
    HOSTNAME: `${component}-0`,
    KUBECONFIG: kubeconfigFile(spec, component),
    KUBECACHEDIR: join(spec.directory, "tmp", "kube"),
    NAMESPACE: spec.namespace,
    REDIS_PASSWORD: inputs.redisPassword,
    PATH: [...path, inputs.environment["PATH"] ?? ""].join(delimiter),
    // The operator's own Git configuration must not change what is delivered.
    GIT_CONFIG_NOSYSTEM: "1",
  });
}

/** The path of a Unix socket may have about 100 bytes; a project may be deeper than that. */
function askPassSocket(spec: ArgoCdProcessSpec): string {
  const path = join(spec.directory, "ask-pass.sock");
  if (Buffer.byteLength(path) < 100) return path;
  return join(tmpdir(), `hubspoke-${createHash("sha256").update(spec.directory).digest("hex").slice(0, 12)}.sock`);
}

/** A component trusts, for as long as it runs, what it read at its start. */
async function authoritiesHash(spec: ArgoCdProcessSpec): Promise<string> {
  const files = [
    join(spec.hub.directory, "pki", "ca.crt"),
    join(spec.directory, "config", "reposerver", "tls", "tls.crt"),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}
