import { fixOf, problemOf } from "../problem.js";

/** Something that an environment had, and that its file no longer accounts for. */
export interface Remnant {
  readonly kind: "state" | "cluster Secret" | "RBAC" | "token Secret";
  /** Id of the stack, or kind and name of the object. */
  readonly name: string;
  /** Where it is. */
  readonly place: string;
  /** What is known of it. */
  readonly detail: string;
  /** What ends it. */
  readonly fix: string;
}

/** What was found, and where nothing could be said. */
export interface Search {
  readonly remnants: readonly Remnant[];
  readonly problems: readonly SearchProblem[];
  /** What is for somebody to look at by hand. */
  readonly notes: readonly string[];
}

/** Why nothing can be said of a place. */
export interface SearchProblem {
  readonly place: string;
  readonly problem: string;
  readonly fix?: string;
}

/** Nothing found, nothing unanswered. */
export const nothing: Search = { remnants: [], problems: [], notes: [] };

/** Looks at a place; why it does not answer is a result, too. */
export async function searchPlace(place: string, look: () => Promise<readonly Remnant[]>): Promise<Search> {
  try {
    return { remnants: await look(), problems: [], notes: [] };
  } catch (error) {
    return unanswered(place, problemOf(error), fixOf(error));
  }
}

/** A place of which nothing can be said. */
export function unanswered(place: string, problem: string, fix: string | undefined): Search {
  return { remnants: [], problems: [{ place, problem, ...(fix !== undefined && { fix }) }], notes: [] };
}
