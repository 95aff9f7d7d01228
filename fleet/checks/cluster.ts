import type { Cluster } from "../../config/topology.js";
import { verdict, type Check } from "../check.js";
import type { Snapshot } from "../snapshot.js";

/** A cluster's API server is ready and answers an operator; what works behind it, like its controllers, runs. */
export async function checkCluster(snapshot: Snapshot, cluster: Cluster): Promise<Check[]> {
  const check = verdict("cluster-answers", cluster.name);
  const { topology, options } = snapshot.fleet;
  const fix = `hubspoke up ${topology.name}`;
  const problem = await options.clusterProblem?.(cluster.name);
  if (problem !== undefined) return [check.failed(problem, fix)];
  const answer = await snapshot.answer(cluster.name);
  if (answer.ok) return [check.passed(`ready, Kubernetes ${answer.version} at ${answer.client.server}`)];
  return [check.failed(answer.problem, answer.fix ?? fix)];
}
