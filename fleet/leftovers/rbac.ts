import { managerBinding, managerRole, managerServiceAccount } from "../../config/names.js";
import type { Spoke } from "../../config/topology.js";
import { ifThere, type KubernetesClient } from "../kubernetes.js";
import type { KubernetesList, KubernetesObject } from "../objects.js";
import { kubectlFlags } from "../operator.js";
import type { Snapshot } from "../snapshot.js";
import { secretsOf } from "../checks/cluster-secret.js";
import { nothing, searchPlace, unanswered, type Remnant, type Search } from "./remnant.js";

/** What registering a spoke leaves on it: the rights of one that is retired, and tokens without an end on any. */
export async function findOnSpoke(snapshot: Snapshot, spoke: Spoke): Promise<Search> {
  const place = `spoke "${spoke.name}"`;
  const answer = await snapshot.answer(spoke.name);
  if (!answer.ok) return answer.gone ? nothing : unanswered(place, answer.problem, answer.fix);
  const kubectl = `kubectl ${kubectlFlags(snapshot.fleet.topology, spoke)}`;
  return searchPlace(place, async () => {
    const rights = (await isLeft(snapshot, spoke)) ? await rightsOn(answer.client) : [];
    const tokens = await endlessTokensOn(answer.client);
    return [
      ...rights.map((name): Remnant => ({
        kind: "RBAC",
        name,
        place,
        detail: "the spoke has left; where another hub has it by now, this is that hub's",
        fix: `${kubectl} delete ${name}`,
      })),
      ...tokens.map((name): Remnant => ({
        kind: "token Secret",
        name: `secret/${name}`,
        place,
        detail: `it holds a token of ${managerServiceAccount.name} that never expires`,
        fix: `${kubectl} -n ${managerServiceAccount.namespace} delete secret ${name}`,
      })),
    ];
  });
}

/** Retired, and deployed since. */
async function isLeft({ fleet, clusterSecrets }: Snapshot, spoke: Spoke): Promise<boolean> {
  return spoke.retired && secretsOf(fleet.topology, spoke, await clusterSecrets()).length === 0;
}

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const account = `/api/v1/namespaces/${managerServiceAccount.namespace}`;

/** The objects that give Argo CD its rights, as kubectl takes them. */
async function rightsOn(client: KubernetesClient): Promise<readonly string[]> {
  const single = [
    [`${rbac}/clusterrolebindings/${managerBinding}`, `clusterrolebinding/${managerBinding}`],
    [`${rbac}/clusterroles/${managerRole}`, `clusterrole/${managerRole}`],
    [
      `${account}/serviceaccounts/${managerServiceAccount.name}`,
      `-n ${managerServiceAccount.namespace} serviceaccount/${managerServiceAccount.name}`,
    ],
  ] as const;
  const [bindings, roles, ...found] = await Promise.all([
    inNamespaces(client, "rolebindings", managerBinding),
    inNamespaces(client, "roles", managerRole),
    ...single.map(async ([path, name]) => ((await ifThere(client.get(path))) === undefined ? [] : [name])),
  ]);
  return [...bindings, ...roles, ...found.flat()];
}

async function inNamespaces(client: KubernetesClient, plural: string, name: string): Promise<readonly string[]> {
  const path = `${rbac}/${plural}?fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
  const { items } = await client.get<KubernetesList<KubernetesObject>>(path);
  return items.map(({ metadata }) => `-n ${metadata.namespace} ${plural.slice(0, -1)}/${metadata.name}`);
}

/** Secrets with a token of Argo CD's ServiceAccount, as `argocd cluster add` makes one. */
async function endlessTokensOn(client: KubernetesClient): Promise<readonly string[]> {
  const selector = encodeURIComponent("type=kubernetes.io/service-account-token");
  const { items } = await client.get<KubernetesList<KubernetesObject>>(`${account}/secrets?fieldSelector=${selector}`);
  return items
    .filter(
      ({ metadata }) => metadata.annotations?.["kubernetes.io/service-account.name"] === managerServiceAccount.name,
    )
    .map(({ metadata }) => metadata.name);
}
