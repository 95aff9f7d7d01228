import type { ComputedFrom } from "../../config/computed-access.js";
import type { Application } from "../objects.js";
import type { Kind, ResourceOf } from "../discovery.js";

/** What Argo CD has to do with one resource of a spoke, beside reading it. */
export interface Need {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  /** Applications that deliver it, as `<namespace>/<name>`. */
  readonly applications: readonly string[];
}

/** A kind that is delivered, and that the spoke does not serve: nothing can be said of its resource. */
export interface UnknownKind {
  readonly group: string;
  readonly kind: string;
  readonly applications: readonly string[];
}

/** What is delivered to one spoke. */
export interface SpokeNeeds {
  readonly applications: readonly ComputedFrom[];
  readonly needs: readonly Need[];
  readonly unknown: readonly UnknownKind[];
  /** Why this may not be all. */
  readonly gaps: readonly string[];
}

/**
 * What a sync does: applying creates and patches, `Replace=true` and finalizers of hooks update, pruning deletes.
 *
 * It never deletes collections, and what the UI offers beside syncing (logs, exec, actions) is not among it.
 */
const syncVerbs = ["create", "delete", "patch", "update"];

/** Namespaces of CreateNamespace=true are made and labelled, and never pruned. */
const namespaceVerbs = ["create", "patch", "update"];

interface Delivered {
  readonly kind: Kind;
  readonly verbs: readonly string[];
  readonly application: string;
}

/** Computes what Applications deliver, from what Argo CD rendered and recorded in their status. */
export async function needsOf(applications: readonly Application[], resourceOf: ResourceOf): Promise<SpokeNeeds> {
  const delivered = applications.flatMap(deliveredBy);
  const definitions = new Set(applications.flatMap(definitionsIn));
  const kinds = [...new Map(delivered.map(({ kind }) => [keyOf(kind), kind])).values()];
  const resources = new Map<string, string | undefined>();
  for (const kind of kinds) {
    resources.set(keyOf(kind), (await resourceOf(kind)) ?? definedResource(kind, definitions));
  }
  return {
    applications: applications.map(describe).sort(by(({ name }) => name)),
    needs: mergeNeeds(delivered, resources),
    unknown: unknownKinds(delivered, resources),
    gaps: applications.length === 0 ? ["no Application delivers to it yet"] : applications.flatMap(gapsOf).sort(),
  };
}

export function nameOf({ metadata }: Application): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

function describe(application: Application): ComputedFrom {
  const { revision = "", revisions = [revision] } = application.status?.sync ?? {};
  return { name: nameOf(application), revisions: revisions.filter((one) => one !== "") };
}

function keyOf({ group, version, kind }: Kind): string {
  return `${group}/${version}/${kind}`;
}

function deliveredBy(application: Application): Delivered[] {
  const { resources = [], operationState } = application.status ?? {};
  const name = nameOf(application);
  // Hooks are recorded with the sync that ran them, and nowhere else.
  const all = [...resources, ...(operationState?.syncResult?.resources ?? [])];
  const objects = all.map(({ group = "", version = "", kind }) => ({
    kind: { group, version, kind },
    verbs: syncVerbs,
    application: name,
  }));
  const namespace = { kind: { group: "", version: "v1", kind: "Namespace" }, verbs: namespaceVerbs, application: name };
  return createsNamespace(application) ? [...objects, namespace] : objects;
}

function createsNamespace({ spec }: Application): boolean {
  return spec.syncPolicy?.syncOptions?.includes("CreateNamespace=true") ?? false;
}

function definitionsIn({ status }: Application): string[] {
  const { resources = [] } = status ?? {};
  return resources.filter(({ kind }) => kind === "CustomResourceDefinition").map(({ name }) => name);
}

/** The resource of a kind whose definition is delivered, and not there yet: a definition is called `<resource>.<group>`. */
function definedResource({ group, kind }: Kind, definitions: ReadonlySet<string>): string | undefined {
  const singular = kind.toLowerCase();
  const plurals = [`${singular}s`, `${singular}es`, singular.replace(/y$/, "ies"), singular];
  return plurals.find((plural) => definitions.has(`${plural}.${group}`));
}

function mergeNeeds(delivered: readonly Delivered[], resources: ReadonlyMap<string, string | undefined>): Need[] {
  const merged = new Map<string, Need>();
  for (const { kind, verbs, application } of delivered) {
    const resource = resources.get(keyOf(kind));
    if (resource === undefined) continue;
    const key = `${kind.group}/${resource}`;
    const same = merged.get(key);
    merged.set(key, {
      group: kind.group,
      resource,
      kind: kind.kind,
      verbs: union(same?.verbs, verbs),
      applications: union(same?.applications, [application]),
    });
  }
  return [...merged.entries()].sort(by(([key]) => key)).map(([, need]) => need);
}

function unknownKinds(delivered: readonly Delivered[], resources: ReadonlyMap<string, string | undefined>) {
  const unknown = new Map<string, UnknownKind>();
  for (const { kind: each, application } of delivered) {
    if (resources.get(keyOf(each)) !== undefined) continue;
    const { group, kind } = each;
    const key = `${group}/${kind}`;
    unknown.set(key, { group, kind, applications: union(unknown.get(key)?.applications, [application]) });
  }
  return [...unknown.entries()].sort(by(([key]) => key)).map(([, one]) => one);
}

function gapsOf(application: Application): string[] {
  const { sync, conditions = [] } = application.status ?? {};
  const what = `Application ${nameOf(application)}`;
  const error = conditions.find(({ type }) => type === "ComparisonError" || type === "InvalidSpecError");
  if (error !== undefined) return [`${what} is not compared: ${error.message ?? error.type}`];
  return sync?.status === "Synced" || sync?.status === "OutOfSync" ? [] : [`${what} is not compared yet`];
}

function union(some: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...some, ...more])].sort();
}

function by<T>(key: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
}
