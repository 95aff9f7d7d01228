import { isComputed } from "../../config/registration/index.js";
import type { Spoke } from "../../config/topology.js";
import { readNeeds } from "../access/deliveries.js";
import type { Need } from "../access/needs.js";
import { covered, describeAction } from "../access-review.js";
import { verdict, type Check } from "../check.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";

/** The computed rules of a spoke cover what Git delivers to it now. */
export async function checkDeliveries(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  const { access } = spoke.registration;
  if (!isComputed(access)) return [];
  const { topology } = snapshot.fleet;
  const check = verdict("access-computed", spoke.name);
  for (const cluster of [topology.hub.name, spoke.name]) {
    if (!(await snapshot.answer(cluster)).ok) return [check.skipped(`cluster "${cluster}" does not answer`)];
  }
  try {
    const { applications, needs } = await readNeeds(snapshot, spoke);
    if (applications.length === 0) return [check.skipped("no Application delivers to it yet")];
    const missing = needs.flatMap((need) => missingOf(need, (action) => covered(access.rules, action)));
    if (missing.length === 0) return [check.passed(`its rules cover all ${needs.length} resources that Git delivers`)];
    const fix = `hubspoke access ${topology.name} ${spoke.name} --write`;
    return [check.failed(`Git delivers what its rules do not cover: ${missing.join(", ")}`, fix)];
  } catch (error) {
    return [check.failed(problemOf(error))];
  }
}

type Covers = (action: { readonly verb: string; readonly group: string; readonly resource: string }) => boolean;

function missingOf({ verbs, group, resource }: Need, covers: Covers): string[] {
  const actions = verbs.map((verb) => ({ verb, group, resource }));
  return actions.filter((action) => !covers(action)).map(describeAction);
}
