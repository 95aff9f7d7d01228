import { labelKeys } from "../../config/names.js";
import type { HubSpokeTopology, Spoke } from "../../config/topology.js";
import type { ClusterSecret } from "../cluster-secret.js";
import { kubectlFlags } from "../operator.js";
import type { Snapshot } from "../snapshot.js";
import { expectedServer } from "../checks/cluster-secret.js";
import { nothing, searchPlace, unanswered, type Remnant, type Search } from "./remnant.js";

/** A cluster Secret that no cluster of the file accounts for. */
export interface StraySecret {
  readonly secret: ClusterSecret;
  /** The spoke that it is of under another name. */
  readonly renamed?: Spoke;
}

/** Cluster Secrets of an environment that are of no cluster in its file. */
export async function straySecrets(snapshot: Snapshot): Promise<readonly StraySecret[]> {
  const { topology } = snapshot.fleet;
  const known = new Set([topology.hub, ...topology.spokes].map((cluster) => cluster.name));
  const stray = (await snapshot.clusterSecrets()).filter(
    ({ labels }) => labels[labelKeys.environment] === topology.name && !known.has(labels[labelKeys.name] ?? ""),
  );
  if (stray.length === 0) return [];
  const servers = await Promise.all(topology.spokes.map((spoke) => expectedServer(snapshot, spoke)));
  return stray.map((secret) => {
    const renamed = topology.spokes[servers.indexOf(secret.server)];
    return renamed === undefined ? { secret } : { secret, renamed };
  });
}

/** What is said of a stray Secret, and what ends it. */
export function describeStray(topology: HubSpokeTopology, { secret, renamed }: StraySecret) {
  const { name: environment, file } = topology;
  const spoke = secret.labels[labelKeys.name] ?? "";
  if (renamed !== undefined) {
    return {
      detail: `it has the server of spoke "${renamed.name}", which looks renamed from "${spoke}"`,
      fix: `a spoke is known by its name, so call it "${spoke}" again; to rename it, retire it under that name first (docs/retire.md)`,
    };
  }
  return {
    detail: `it registers ${secret.server} as "${secret.name}"`,
    fix:
      `put spoke "${spoke}" back into ${file} with "retired: true", deploy, then hubspoke spoke remove ${environment} ${spoke}; ` +
      `or, where its cluster is gone: kubectl ${kubectlFlags(topology)} -n ${topology.hub.argocd.namespace} delete secret ${secret.secretName}`,
  };
}

/** The stray Secrets as leftovers. */
export async function findSecrets(snapshot: Snapshot): Promise<Search> {
  const { topology } = snapshot.fleet;
  const place = `hub "${topology.hub.name}"`;
  const answer = await snapshot.answer(topology.hub.name);
  if (!answer.ok) return answer.gone ? nothing : unanswered(place, answer.problem, answer.fix);
  return searchPlace(place, async () =>
    (await straySecrets(snapshot)).map((stray): Remnant => ({
      kind: "cluster Secret",
      name: stray.secret.secretName,
      place,
      ...describeStray(topology, stray),
    })),
  );
}
