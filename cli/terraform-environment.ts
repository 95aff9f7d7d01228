import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { awsPlaceOf, capabilitiesOf } from "../config/cluster/index.js";
import { localDirectory } from "../config/local-paths.js";
import { isStackIdOf } from "../config/names.js";
import { clustersOf, type HubSpokeTopology } from "../config/topology.js";
import { cacheDirectory } from "../local/cache.js";
import { noProxy } from "../local/child-environment.js";
import { controlPlaneSpecs } from "../local/control-plane-spec.js";
import { kindSpecs } from "../local/kind/spec.js";
import { type Providers, type RequiredProvider, chooseProviders } from "../local/providers.js";
import { type Terraform, identify } from "../local/terraform.js";
import { openToolchain } from "../local/toolchain.js";
import { UsageError } from "./output.js";
import { quietCommand } from "./quiet-terraform.js";
import { describeBuild, openLocalToolchain, toolchainDirectory } from "./toolchain.js";

export interface TerraformSetup {
  readonly terraform: Terraform;
  readonly providers: Providers;
  /** What is added to the environment of cdktf and Terraform. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface TerraformSetupOptions {
  readonly signal?: AbortSignal;
  /** One line about how far the build of OpenTofu is, where there has to be one. */
  readonly onProgress?: (text: string) => void;
}

/** Which Terraform runs, with providers from where; the same answer for `up` and for a user's own `cdktf deploy`. */
export async function terraformSetup(
  topology: HubSpokeTopology,
  found: Terraform | undefined,
  options: TerraformSetupOptions = {},
): Promise<TerraformSetup> {
  const { signal } = options;
  const cache = await cacheDirectory(process.env);
  const terraform = found ?? (await buildOpenTofu(cache, options));
  const directory = localDirectory(topology.projectDirectory, topology.name);
  const providers = await chooseProviders({
    required: requiredProviders(topology),
    terraform,
    environment: process.env,
    cacheDirectory: cache,
    directory,
    allLocal: isAllLocal(topology),
    programs: () => openLocalToolchain({ programs: ["terraform-provider-kubernetes", "terraform-provider-helm"] }),
    ...(signal && { signal }),
  });
  const variables = {
    ...noProxy(process.env),
    ...providers.environment,
    TERRAFORM_BINARY_NAME: await quietCommand(terraform, join(directory, "bin", "terraform")),
    CHECKPOINT_DISABLE: "1",
    // Provisioners run `node`: the one that runs us.
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
  };
  return { terraform, providers, variables };
}

/** How cdktf is run over an environment, for any verb, without the stacks of some spokes. */
export function cdktfOptions(topology: HubSpokeTopology, setup: TerraformSetup, without: readonly string[] = []) {
  return {
    projectDirectory: topology.projectDirectory,
    stacks: stackPatterns(topology, without),
    isStack: (id: string) => isStackIdOf(topology.name, id),
    output: synthesisDirectory(topology),
    environment: {
      ...withoutKubernetesVariables(process.env),
      ...setup.variables,
      HUBSPOKE_ENVIRONMENTS: join(topology.projectDirectory, topology.file),
    },
    logFile: join(localDirectory(topology.projectDirectory, topology.name), "logs", "cdktf.log"),
  };
}

/** cdktf refuses a pattern that fits no stack. */
function stackPatterns({ name, spokes }: HubSpokeTopology, without: readonly string[]): readonly string[] {
  const hub = `${name}-hub-*`;
  if (spokes.length === without.length) return [hub];
  if (without.length === 0) return [hub, `${name}-spoke-*`];
  const others = without.flatMap((spoke) => ["cluster", "network", "registration"].map((kind) => `${spoke}-${kind}`));
  return [hub, `${name}-spoke-!(${others.join("|")})`];
}

/** Where an environment's stacks are synthesised to, and initialised: not `cdktf.out`, which all of a project share. */
export function synthesisDirectory(topology: HubSpokeTopology): string {
  return join(localDirectory(topology.projectDirectory, topology.name), "cdktf.out");
}

/** Every cluster is one of this machine's, so that nothing outside of it can be touched. */
export function isAllLocal(topology: HubSpokeTopology): boolean {
  return [topology.hub, ...topology.spokes].every(({ cluster }) => !capabilitiesOf(cluster).nodes);
}

/** Every cluster is a process or a container of this machine. */
export function isOfThisMachine(topology: HubSpokeTopology): boolean {
  return controlPlaneSpecs(topology).length + kindSpecs(topology).length === clustersOf(topology).length;
}

/**
 * Variables of the caller's that must not steer Terraform's Kubernetes providers: they would be merged into the access
 * that the stacks name.
 */
function withoutKubernetesVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^KUBE_/.test(name)));
}

async function buildOpenTofu(cache: string, { signal, onProgress }: TerraformSetupOptions): Promise<Terraform> {
  const toolchain = await openToolchain({
    cacheDirectory: cache,
    goDirectory: toolchainDirectory(),
    module: "opentofu",
    environment: process.env,
    onProgress: (state) => onProgress?.(`OpenTofu, as there is no Terraform: ${describeBuild(state)}`),
    ...(signal && { signal }),
  });
  const command = await toolchain.program("tofu");
  const terraform = await identify(command, process.env);
  if (!terraform) {
    throw new UsageError(`${command} does not say which version it is\n  fix: remove it, it is built again`);
  }
  return terraform;
}

/** The providers that an environment's stacks use, at the versions that the bindings were generated from. */
export function requiredProviders(topology: HubSpokeTopology): RequiredProvider[] {
  const require = createRequire(import.meta.url);
  const inAws = clustersOf(topology).some(({ cluster }) => awsPlaceOf(cluster) !== undefined);
  return ["kubernetes", "helm", ...(inAws ? ["aws"] : [])].map((name) => {
    const manifest = require(`@cdktf/provider-${name}/package.json`) as { cdktf: { provider: { version: string } } };
    return { name, version: manifest.cdktf.provider.version };
  });
}
