import type { Topology } from "../config/topology.js";
import { createKindCluster, deleteKindCluster } from "../local/kind.js";
import { type KindSpec, kindSpecs } from "../local/kind/spec.js";
import { openTopology } from "./environment.js";
import { EXIT, UsageError, writeStatus } from "./output.js";

/** `hubspoke kind create`: what Terraform runs to make a kind cluster; one that works is left alone. */
export async function create(environment: string, options: { cluster?: string }): Promise<number> {
  const spec = clusterOf(openTopology(environment), options.cluster);
  const { created, server } = await createKindCluster(spec, { environment: process.env, onProgress: writeStatus });
  writeStatus(`kind cluster "${spec.clusterName}" ${created ? "is made and" : "was there and"} answers at ${server}`);
  return EXIT.fine;
}

/** `hubspoke kind delete`: what Terraform runs to delete a kind cluster; twice is as good as once. */
export async function deleteCluster(environment: string, options: { cluster?: string }): Promise<number> {
  const spec = clusterOf(openTopology(environment), options.cluster);
  await deleteKindCluster(spec, { environment: process.env });
  writeStatus(`kind cluster "${spec.clusterName}" is gone`);
  return EXIT.fine;
}

function clusterOf(topology: Topology, name: string | undefined): KindSpec {
  const specs = kindSpecs(topology);
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec !== undefined) return spec;
  const allowed = specs.map((candidate) => candidate.name).join(", ") || "none: no cluster of it is of provider kind";
  throw new UsageError(
    `no kind cluster ${JSON.stringify(name ?? "")} in ${topology.file}, expected one of: ${allowed}\n  fix: --cluster <name>`,
  );
}
