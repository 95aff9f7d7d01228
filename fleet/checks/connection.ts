import type { Cluster } from "../../config/topology.js";
import { inClusterServer } from "../../config/names.js";
import type { ArgoCdCluster } from "../argocd.js";
import { verdict, type Check, type Verdict } from "../check.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";
import { secretsOf } from "./cluster-secret.js";

/** Argo CD itself is connected to a cluster. */
export async function checkConnection(snapshot: Snapshot, cluster: Cluster): Promise<Check[]> {
  const { topology } = snapshot.fleet;
  const check = verdict("argocd-connection", cluster.name);
  if (!(await snapshot.answer(topology.hub.name)).ok) return [check.skipped("the hub does not answer")];
  try {
    const clusters = await snapshot.argocdClusters();
    if (!clusters) return [check.skipped("argocd-server is not reached from here, and only it knows")];
    const [secret] = secretsOf(topology, cluster, await snapshot.clusterSecrets());
    const server = secret?.server ?? (cluster.name === topology.hub.name ? inClusterServer : undefined);
    return [
      judge(
        check,
        clusters.find((one) => one.server === server),
        topology.name,
      ),
    ];
  } catch (error) {
    return [check.failed(problemOf(error), `hubspoke up ${topology.name}`)];
  }
}

function judge(check: Verdict, cluster: ArgoCdCluster | undefined, environment: string): Check {
  if (!cluster) return check.failed("Argo CD does not list it", `hubspoke up ${environment}`);
  const state = cluster.connectionState ?? {};
  if (state.status === "Successful") return check.passed(`Successful, ${counted(cluster.info?.applicationsCount)}`);
  // Its state is in Redis, and the application controller puts it there only now and then.
  if (!state.status) return check.warning("Argo CD has not recorded its state yet, which it does every 20 s");
  const text = state.message ? `${state.status}: ${state.message}` : state.status;
  // Argo CD never connects to a cluster that it delivers nothing to.
  if (/has no applications/i.test(text)) return check.skipped(text);
  return check.failed(text);
}

function counted(applications = 0): string {
  return applications === 1 ? "1 Application" : `${applications} Applications`;
}
