import { namespaceVerbs, type Access, type PolicyRule } from "../config/registration/access.js";

/** One thing that a credential may or may not do, as a SubjectAccessReview asks it. */
export interface Action {
  readonly verb: string;
  /** API group; "" is the core group. */
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
  /** @default - in all namespaces, or cluster-scoped */
  readonly namespace?: string;
  /** A URL path that is no resource, such as /metrics. */
  readonly path?: string;
}

/** What `access` gives, as a few actions to ask about, and actions that it does not give. */
export interface Expectations {
  readonly allowed: readonly Action[];
  readonly denied: readonly Action[];
}

/** Rules are multiplied out, and a long list of them says no more after this many. */
const MOST_ACTIONS = 100;

const EVERYTHING: Action = { verb: "*", group: "*", resource: "*" };
const EVERY_PATH: Action = { verb: "*", path: "*" };

/** What no narrower access should give by accident: each is a way to more rights, or to damage. */
const POWERS: readonly Action[] = [
  EVERYTHING,
  { verb: "create", group: "rbac.authorization.k8s.io", resource: "clusterrolebindings" },
  { verb: "bind", group: "rbac.authorization.k8s.io", resource: "clusterroles" },
  { verb: "escalate", group: "rbac.authorization.k8s.io", resource: "clusterroles" },
  { verb: "impersonate", group: "", resource: "users" },
  { verb: "create", group: "", resource: "serviceaccounts/token", namespace: "kube-system" },
  { verb: "get", group: "", resource: "secrets", namespace: "kube-system" },
  { verb: "create", group: "", resource: "secrets", namespace: "kube-system" },
  { verb: "delete", group: "", resource: "namespaces" },
  { verb: "create", group: "", resource: "pods", namespace: "kube-system" },
  { verb: "patch", group: "apps", resource: "deployments", namespace: "default" },
  { verb: "update", group: "", resource: "configmaps", namespace: "default" },
];

/** Argo CD watches every kind that the API server serves, so whatever is not limited to namespaces may read all. */
const READING: readonly PolicyRule[] = [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] }];

/** The actions to ask a spoke about for an `access`. */
export function expectations(access: Access): Expectations {
  if (access === "admin") return { allowed: [EVERYTHING, EVERY_PATH], denied: [] };
  if (access === "read-only" || "rules" in access) {
    const rules = access === "read-only" ? READING : [...READING, ...access.rules];
    return { allowed: actionsOf(rules), denied: POWERS.filter((action) => !covered(rules, action)) };
  }
  const { namespaces } = access;
  const inside = (verb: string) => namespaces.map((namespace) => ({ verb, group: "*", resource: "*", namespace }));
  return {
    allowed: namespaceVerbs.flatMap(inside).slice(0, MOST_ACTIONS),
    denied: [
      ...POWERS.filter((action) => !action.namespace || !namespaces.includes(action.namespace)),
      ...inside("*").slice(0, MOST_ACTIONS),
    ],
  };
}

function actionsOf(rules: readonly PolicyRule[]): Action[] {
  return rules.flatMap(actionsOfRule).slice(0, MOST_ACTIONS);
}

function actionsOfRule(rule: PolicyRule): Action[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
  const names = resourceNames.length > 0 ? resourceNames : [undefined];
  return verbs.flatMap((verb) => [
    ...nonResourceURLs.map((path) => ({ verb, path })),
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) => names.map((name) => ({ verb, group, resource, name }))),
    ),
  ]);
}

/** Whether Kubernetes' RBAC gives the action by one of the rules; no action asked about here has a name or a path. */
export function covered(rules: readonly PolicyRule[], action: Action): boolean {
  const matches = (list: readonly string[] | undefined, value = ""): boolean =>
    list?.some((entry) => entry === "*" || entry === value) ?? false;
  return rules.some(
    (rule) =>
      matches(rule.verbs, action.verb) &&
      matches(rule.apiGroups, action.group) &&
      matchesResource(rule.resources ?? [], action.resource ?? "") &&
      !rule.resourceNames?.length,
  );
}

function matchesResource(entries: readonly string[], resource: string): boolean {
  const subresource = resource.split("/")[1];
  return entries.some(
    (entry) => entry === "*" || entry === resource || (subresource !== undefined && entry === `*/${subresource}`),
  );
}

/** The action in words: `list pods in namespace "a"`. */
export function describeAction(action: Action): string {
  if (action.path !== undefined)
    return `${action.verb === "*" ? "do everything with" : action.verb} ${action.path === "*" ? "every path" : action.path}`;
  const resource =
    action.resource === "*" ? "everything" : `${action.resource}${action.group ? `.${action.group}` : ""}`;
  const name = action.name ? ` "${action.name}"` : "";
  const verb = action.verb === "*" ? "do everything with" : action.verb;
  return `${verb} ${resource}${name}${action.namespace ? ` in namespace "${action.namespace}"` : ""}`;
}

/** The `spec` of a SelfSubjectAccessReview. */
export function reviewSpec(action: Action): object {
  const { verb, path, group, name, namespace } = action;
  if (path !== undefined) return { nonResourceAttributes: { verb, path } };
  const [resource, subresource] = (action.resource ?? "").split("/");
  return { resourceAttributes: { verb, group, resource, subresource, name, namespace } };
}
