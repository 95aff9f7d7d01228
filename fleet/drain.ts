import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import { isQuarantined } from "./cluster-secret.js";
import { applicationsOf, describeApplication, type Leaver } from "./drain/applications.js";
import { deleteApplications } from "./drain/delete.js";
import { orphanApplications } from "./drain/orphan.js";
import { DrainError, bulletsOf, type DrainOptions } from "./drain/report.js";
import { readSecret } from "./drain/secret.js";
import type { KubernetesClient } from "./kubernetes.js";
import { operatorClient } from "./operator.js";
import { fixOf, problemOf } from "./problem.js";

export type { DrainOptions } from "./drain/report.js";

/**
 * Ends what Argo CD delivers to a spoke that leaves, as the environment file says.
 *
 * All that is done is done on the hub. It can be interrupted anywhere and run again.
 *
 * @throws DrainError while there are Applications, with what to do about it
 */
export async function drainSpoke(topology: HubSpokeTopology, spoke: Spoke, options: DrainOptions): Promise<void> {
  const hub = await answering("the hub", topology.hub.cluster, "nothing was changed; deploy again once it answers");
  try {
    const leaver = { topology, spoke, hub, secret: await readSecret(hub, topology, spoke) };
    const applications = spoke.leaving?.applications ?? "refuse";
    if (applications === "refuse") await refuse(leaver);
    if (applications === "orphan") await orphanApplications(leaver, options);
    if (applications === "delete") await deleteAll(leaver, options);
  } finally {
    hub.close();
  }
}

async function refuse(leaver: Leaver): Promise<void> {
  const { topology, spoke } = leaver;
  const found = await applicationsOf(leaver);
  if (found.length === 0) return;
  const listed = bulletsOf(found.map((one) => describeApplication(one, topology.hub.argocd.namespace)));
  throw new DrainError(
    `spoke "${spoke.name}" is retired, and Argo CD still delivers to it; nothing was changed:\n${listed}`,
    "take them out in Git and deploy again, or say in the environment file what becomes of them: " +
      `hubspoke spoke retire ${topology.name} ${spoke.name} --applications orphan|delete`,
  );
}

async function deleteAll(leaver: Leaver, options: DrainOptions): Promise<void> {
  const { topology, spoke, secret } = leaver;
  const way = `or let Argo CD go: hubspoke spoke retire ${topology.name} ${spoke.name} --applications orphan`;
  if (secret?.labels["argocd.argoproj.io/secret-type"] !== "cluster") return refuseUnknown(leaver, way);
  if (isQuarantined(secret)) {
    throw new DrainError(
      `spoke "${spoke.name}" is in quarantine, in which Argo CD deletes nothing; nothing was changed`,
      `take back its retirement, end the quarantine and deploy, then retire it; ${way}`,
    );
  }
  const client = await answering(`spoke "${spoke.name}"`, spoke.cluster, `bring it back and deploy again, ${way}`);
  try {
    await deleteApplications(leaver, client, options);
  } finally {
    client.close();
  }
}

/** Without its Secret, or with one that is no cluster's, Argo CD does not reach the spoke. */
async function refuseUnknown(leaver: Leaver, way: string): Promise<void> {
  const found = await applicationsOf(leaver);
  if (found.length === 0) return;
  const { topology, spoke } = leaver;
  const listed = bulletsOf(found.map((one) => describeApplication(one, topology.hub.argocd.namespace)));
  throw new DrainError(
    `Argo CD does not know spoke "${spoke.name}" any more, so it deletes nothing there; nothing was changed:\n${listed}`,
    `take back its retirement and deploy, then retire it; ${way}`,
  );
}

/** The operator's client of a cluster that answers. */
async function answering(what: string, cluster: Spoke["cluster"], advice: string): Promise<KubernetesClient> {
  try {
    const client = await operatorClient(cluster);
    await client.get("/version");
    return client;
  } catch (error) {
    const fix = fixOf(error);
    throw new DrainError(
      `${what} does not answer: ${problemOf(error)}`,
      fix === undefined ? advice : `${fix}; ${advice}`,
    );
  }
}
