import { clusterNeeds } from "./clusters.js";
import type { Element } from "./elements.js";
import type { Grant, Needs } from "./grant.js";
import { logNeeds } from "./logs.js";
import { network } from "./network.js";
import { roleNeeds } from "./roles.js";

/** What each kind of resource and data source takes: those of a new kind go here. */
const needs: Readonly<Record<string, Needs>> = { ...network, ...clusterNeeds, ...roleNeeds, ...logNeeds };

/** What whoever deploys an element has to be allowed. */
export function grantsFor(element: Element): readonly Grant[] {
  const found = needs[element.type];
  if (found === undefined)
    throw new Error(`nothing is known of what ${element.type} needs in IAM: add it to stacks/iam`);
  return found(element);
}

/** Types that something is known of. */
export const knownTypes: readonly string[] = Object.keys(needs);
