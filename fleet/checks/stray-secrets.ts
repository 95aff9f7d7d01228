import { verdict, type Check } from "../check.js";
import { describeStray, straySecrets } from "../leftovers/secrets.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";

/** The hub has no cluster Secret of this environment that the environment file does not name. */
export async function checkStraySecrets(snapshot: Snapshot): Promise<Check[]> {
  const { topology } = snapshot.fleet;
  const check = verdict("cluster-secret-leftover", topology.hub.name);
  if (!(await snapshot.answer(topology.hub.name)).ok) return [check.skipped("the hub does not answer")];
  try {
    const stray = await straySecrets(snapshot);
    if (stray.length === 0)
      return [check.passed("every cluster Secret of this environment is of a cluster in the file")];
    return stray.map((one) => {
      const { detail, fix } = describeStray(topology, one);
      return check.failed(`Secret "${one.secret.secretName}" is of no cluster in ${topology.file}: ${detail}`, fix);
    });
  } catch (error) {
    return [check.failed(problemOf(error))];
  }
}
