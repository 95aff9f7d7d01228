import { isStackIdOf } from "../../config/names.js";
import { stackIds } from "../../config/stack-ids.js";
import type { Topology } from "../../config/topology.js";
import type { ClientOptions } from "../kubernetes.js";
import { searchPlace, type Remnant, type Search } from "./remnant.js";
import { listStates, type ListedState } from "./state-lists.js";

/**
 * States of stacks that an environment no longer defines, and that still have resources.
 *
 * @param others ids of stacks that other environments define: one environment's name may begin as another's
 */
export async function findStates(
  topology: Topology,
  others: ReadonlySet<string>,
  options: ClientOptions,
): Promise<Search> {
  const { name, backend } = topology;
  const notes: string[] = [];
  const search = await searchPlace(`backend ${backend.type}`, async () => {
    const states = await listStates(backend, options);
    if (states === undefined) notes.push(notListed(topology));
    const defined = new Set(stackIds(topology));
    const lost = (states ?? []).filter(
      ({ stackId }) => isStackIdOf(name, stackId) && !defined.has(stackId) && !others.has(stackId),
    );
    const remnants = await Promise.all(lost.map((state) => toRemnant(topology, state)));
    return remnants.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  });
  return { ...search, notes };
}

function notListed({ name, backend }: Topology): string {
  return (
    `the states of backend ${backend.type} are not listed from here: ` +
    `look there for names that begin with "${name}-" and are of no stack of the file`
  );
}

/** A state without resources is what is left of a stack that was emptied in order: nothing is lost with it. */
async function toRemnant(topology: Topology, state: ListedState): Promise<readonly Remnant[]> {
  const resources = countResources(await state.read());
  if (resources === 0) return [];
  const detail = resources === undefined ? "it cannot be read" : `${resources} of its resources are still there`;
  return [{ kind: "state", name: state.stackId, place: state.place, detail, fix: wayBack(topology, state.stackId) }];
}

function countResources(text: string): number | undefined {
  try {
    const { resources = [] } = JSON.parse(text) as { resources?: readonly { readonly mode?: string }[] };
    return resources.filter(({ mode }) => mode === "managed").length;
  } catch {
    return undefined;
  }
}

function wayBack({ name, file }: Topology, stackId: string): string {
  const spoke = spokeOf(name, stackId);
  return spoke === undefined
    ? `put its entry back into ${file}, then cdktf destroy ${stackId}`
    : `put spoke "${spoke}" back into ${file} with "retired: true", deploy, then hubspoke spoke remove ${name} ${spoke}`;
}

/** The spoke that a stack is of. */
function spokeOf(environment: string, stackId: string): string | undefined {
  return /^spoke-(.+)-(?:cluster|network|registration)$/.exec(stackId.slice(environment.length + 1))?.[1];
}
