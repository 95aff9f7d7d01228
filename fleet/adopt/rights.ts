import { managerBinding, managerRole, managerServiceAccount } from "../../config/names.js";
import { isNamespaceAccess, type Access, type PolicyRule } from "../../config/registration/index.js";
import { ifThere, type KubernetesClient } from "../kubernetes.js";
import type { KubernetesList, KubernetesObject } from "../objects.js";
import { tokenClaims } from "../token.js";

/** Whose token it is: a ServiceAccount of the spoke, and the Secret that keeps it there for as long as it lasts. */
export interface TokenOwner {
  readonly namespace: string;
  readonly name: string;
  /**
   * Name of that Secret.
   *
   * @default - none: it is of the kind that expires
   */
  readonly tokenSecret?: string;
}

/** What a credential may do on a spoke. */
export interface Rights {
  readonly access: Access;
  /** Whether the objects of `argocd cluster add` are there, whole. */
  readonly manager: boolean;
}

/** Why the rights of a credential cannot be described; `fix` says what would help. */
export interface Unclear {
  readonly reason: string;
  readonly fix: string;
}

interface Role extends KubernetesObject {
  readonly rules?: readonly PolicyRule[] | null;
}

interface Binding extends KubernetesObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** Reads the owner out of a token; undefined where it is none of a ServiceAccount. */
export function tokenOwner(token: string): TokenOwner | undefined {
  const claims = tokenClaims(token) ?? {};
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(textOf(claims["sub"])) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  const tokenSecret = textOf(claims["kubernetes.io/serviceaccount/secret.name"]);
  return { namespace, name, ...(tokenSecret !== "" && { tokenSecret }) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * What a ServiceAccount may do on a spoke, as the operator sees it.
 *
 * `namespaces` are those that Argo CD manages there; rights in others are of no use to it.
 */
export async function rightsOf(
  spoke: KubernetesClient,
  owner: TokenOwner,
  namespaces: readonly string[],
): Promise<Rights | Unclear> {
  const manager = await findManager(spoke, namespaces);
  if ("reason" in manager) return manager;
  const found = await accessOf(spoke, owner, namespaces);
  return "reason" in found ? found : { ...found, manager: manager.complete };
}

/** Name of the Secret that `argocd cluster add` has a token without an end in. */
const longLivedToken = "argocd-manager-long-lived-token";

/**
 * The account that `argocd cluster add` makes, and its rights; undefined where it is not there, or not whole.
 *
 * It is there also where the cluster Secret has a client certificate: of a kubeconfig with one, that command copies the
 * certificate, and leaves the account unused.
 */
export async function managerOf(
  spoke: KubernetesClient,
  namespaces: readonly string[],
): Promise<{ readonly owner: TokenOwner; readonly rights: Rights } | undefined> {
  const manager = await findManager(spoke, namespaces);
  if ("reason" in manager || !manager.complete) return undefined;
  const { name, namespace } = managerServiceAccount;
  const token = await ifThere(spoke.get(`/api/v1/namespaces/${namespace}/secrets/${longLivedToken}`));
  const owner = { namespace, name, ...(token !== undefined && { tokenSecret: longLivedToken }) };
  const found = await accessOf(spoke, owner, namespaces);
  // With other rights than that command gives, it would be no substitute for the certificate.
  return "reason" in found || !isAsMade(found.access) ? undefined : { owner, rights: { ...found, manager: true } };
}

function isAsMade(access: Access): boolean {
  return access === "admin" || isNamespaceAccess(access);
}

/** Under these names the first deploy makes its own objects: either all are there, or none. */
async function findManager(
  spoke: KubernetesClient,
  namespaces: readonly string[],
): Promise<{ readonly complete: boolean } | Unclear> {
  const { name, namespace } = managerServiceAccount;
  const account = await ifThere(spoke.get(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}`));
  const places = namespaces.length === 0 ? [undefined] : [undefined, ...namespaces];
  const pairs = await Promise.all(places.map((place) => findPair(spoke, place)));
  const [wide, ...narrow] = pairs;
  const isNarrow = wide === "none" && narrow.length > 0 && narrow.every((pair) => pair === "whole");
  if (account && (wide === "whole" || isNarrow)) return { complete: true };
  if (!account && pairs.every((pair) => pair === "none")) return { complete: false };
  return {
    reason: `of ServiceAccount ${namespace}/${name}, role ${managerRole} and ${managerBinding} it has some, and not all as argocd cluster add makes them`,
    fix: "make them whole: argocd cluster add <context> --name <name> --upsert",
  };
}

type Pair = "whole" | "part" | "none";

async function findPair(spoke: KubernetesClient, namespace: string | undefined): Promise<Pair> {
  const kinds = namespace === undefined ? ["clusterroles", "clusterrolebindings"] : ["roles", "rolebindings"];
  const [role, binding] = await Promise.all([
    ifThere(spoke.get<Role>(rbacPath(kinds[0] ?? "", namespace, managerRole))),
    ifThere(spoke.get<Binding>(rbacPath(kinds[1] ?? "", namespace, managerBinding))),
  ]);
  if (role === undefined && binding === undefined) return "none";
  const fits = role !== undefined && binding?.roleRef.name === managerRole && isFor(binding, managerServiceAccount);
  return fits ? "whole" : "part";
}

function rbacPath(plural: string, namespace: string | undefined, name = ""): string {
  const within = namespace === undefined ? "" : `namespaces/${namespace}/`;
  return `/apis/rbac.authorization.k8s.io/v1/${within}${plural}${name === "" ? "" : `/${name}`}`;
}

async function accessOf(
  spoke: KubernetesClient,
  owner: TokenOwner,
  namespaces: readonly string[],
): Promise<{ readonly access: Access } | Unclear> {
  const wide = await rulesOf(spoke, owner, undefined);
  if (wide.length > 0) return { access: describeRules(wide) };
  const narrow = await Promise.all(namespaces.map((namespace) => rulesOf(spoke, owner, namespace)));
  const lacking = namespaces.filter((_, index) => !narrow[index]?.some(isEverything));
  if (namespaces.length > 0 && lacking.length === 0) return { access: { namespaces } };
  const account = `ServiceAccount ${owner.namespace}/${owner.name}`;
  return {
    reason: `${account} has no ClusterRoleBinding${lacking.length === 0 ? "" : `, and not all rights in ${lacking.join(", ")}`}`,
    fix: "give it the rights that Argo CD needs there, and run this again",
  };
}

/** Rules of all roles that are bound to a ServiceAccount, cluster-wide or in a namespace. */
async function rulesOf(
  spoke: KubernetesClient,
  owner: TokenOwner,
  namespace: string | undefined,
): Promise<readonly PolicyRule[]> {
  const plural = namespace === undefined ? "clusterrolebindings" : "rolebindings";
  const { items } = await spoke.get<KubernetesList<Binding>>(rbacPath(plural, namespace));
  const roles = await Promise.all(
    items
      .filter((binding) => isFor(binding, owner))
      .map(({ roleRef: { kind, name } }) =>
        ifThere(
          spoke.get<Role>(
            kind === "ClusterRole" ? rbacPath("clusterroles", undefined, name) : rbacPath("roles", namespace, name),
          ),
        ),
      ),
  );
  return roles.flatMap((role) => role?.rules ?? []);
}

function isFor({ subjects = [] }: Binding, { name, namespace }: { readonly name: string; readonly namespace: string }) {
  return subjects.some((each) => each.kind === "ServiceAccount" && each.name === name && each.namespace === namespace);
}

/** Rules as an environment file says them. */
export function describeRules(rules: readonly PolicyRule[]): Access {
  if (rules.some(isEverything)) return "admin";
  // Reading everything is part of any access: Argo CD needs it.
  const more = rules.filter((rule) => !isReading(rule));
  return more.length === 0 ? "read-only" : { rules: more };
}

function isEverything({ apiGroups, resources, resourceNames = [], verbs }: PolicyRule): boolean {
  return [apiGroups, resources, verbs].every((list) => list?.includes("*")) && resourceNames.length === 0;
}

const reading = ["get", "list", "watch"];

function isReading({ apiGroups, resources, resourceNames = [], nonResourceURLs, verbs }: PolicyRule): boolean {
  if (nonResourceURLs?.length) return verbs.every((verb) => verb === "get");
  const all = [apiGroups, resources].every((list) => list?.includes("*")) && resourceNames.length === 0;
  return all && verbs.every((verb) => reading.includes(verb));
}
