import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { openLocalToolchain } from "../../cli/toolchain.js";
import { clustersOf, type Topology } from "../../config/topology.js";

/**
 * Writes a Terraform CLI configuration under which no `init` is needed: Terraform runs the programs where they are.
 *
 * @returns its path, for TF_CLI_CONFIG_FILE
 */
export async function useStandIns(folder: string, providers: readonly string[]): Promise<string> {
  const programs = providers.map((name) => `terraform-provider-${name}`);
  const toolchain = await openLocalToolchain({ programs });
  const overrides = await Promise.all(
    providers.map(async (name) => {
      const path = dirname(await toolchain.program(`terraform-provider-${name}`));
      return `    "hashicorp/${name}" = ${JSON.stringify(path)}\n`;
    }),
  );
  const file = join(folder, "terraform.rc");
  writeFileSync(file, `provider_installation {\n  dev_overrides {\n${overrides.join("")}  }\n}\n`);
  return file;
}

/** Terraform reads server and CA of a cluster from its kubeconfig as early as `validate`; none of these answers. */
export function writeKubeconfigs(topologies: readonly Topology[]): void {
  const contexts = new Map<string, string[]>();
  for (const { cluster } of topologies.flatMap(clustersOf)) {
    if (!("kubeconfig" in cluster)) continue;
    contexts.set(cluster.kubeconfig, [...(contexts.get(cluster.kubeconfig) ?? []), cluster.context]);
  }
  for (const [file, names] of contexts) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, stringify(kubeconfigOf(names)));
  }
}

function kubeconfigOf(names: readonly string[]): object {
  const clusters = names.map((name) => {
    return { name, cluster: { server: `https://${name}:6443`, "certificate-authority-data": "Y2E=" } };
  });
  const contexts = names.map((name) => ({ name, context: { cluster: name, user: "me" } }));
  return { apiVersion: "v1", kind: "Config", clusters, contexts };
}
