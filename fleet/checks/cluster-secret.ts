import { hasHubSecret, type Cluster, type Hub, type Spoke, type HubSpokeTopology } from "../../config/topology.js";
import { inClusterServer, labelKeys, recordKeys } from "../../config/names.js";
import { isNamespaceAccess } from "../../config/registration/index.js";
import { verdict, type Check } from "../check.js";
import type { ClusterSecret } from "../cluster-secret.js";
import { readKubeconfigContext } from "../kubeconfig-file.js";
import { problemOf } from "../problem.js";
import { renewalOf } from "../renewal.js";
import type { Snapshot } from "../snapshot.js";

const ID = "cluster-secret";

/** A cluster's Secrets among all of a hub: by our label, and by what makes Argo CD take them for this cluster. */
export function secretsOf(
  topology: HubSpokeTopology,
  cluster: Cluster,
  secrets: readonly ClusterSecret[],
): ClusterSecret[] {
  return secrets.filter(
    (secret) =>
      secret.name === cluster.argocdName ||
      secret.secretName === cluster.secretName ||
      (isOfEnvironment(topology, secret) && secret.labels[labelKeys.name] === cluster.name),
  );
}

function isOfEnvironment(topology: HubSpokeTopology, secret: ClusterSecret): boolean {
  return secret.labels[labelKeys.environment] === topology.name;
}

/** The hub has its own labelled cluster Secret. */
export async function checkHubSecret(snapshot: Snapshot, hub: Hub): Promise<Check[]> {
  if (!hasHubSecret(snapshot.fleet.topology)) return [];
  return checkSecret(snapshot, hub, async (secret) =>
    differences({ name: [secret.name, hub.argocdName], server: [secret.server, hubServer(hub)] }),
  );
}

/** An EKS capability runs outside of the cluster that it is of, and knows clusters by their ARN. */
function hubServer({ identity }: Hub): string {
  return identity?.kind === "capability" ? identity.clusterArn : inClusterServer;
}

/** A spoke has exactly one cluster Secret, well-formed, and it says what the environment file says. */
export function checkSpokeSecret(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  return checkSecret(snapshot, spoke, async (secret) => differences(await spokeFields(snapshot, spoke, secret)));
}

/** Whether somebody edited what Terraform wrote and cannot read back. */
export function isEdited({ annotations, digest }: ClusterSecret): boolean {
  const written = annotations[recordKeys.configDigest];
  return written !== undefined && written !== digest;
}

/** What is found, and what is expected; undefined where that is not known. */
export type Comparison = Readonly<Record<string, readonly [found: string, expected: string | undefined]>>;

/** The fields of a spoke's Secret beside its `config`, against what the environment file says. */
export async function spokeFields(snapshot: Snapshot, spoke: Spoke, secret: ClusterSecret): Promise<Comparison> {
  const { access, namespaces, project, shard, clusterResources } = spoke.registration;
  const ofAccess = isNamespaceAccess(access) ? access.namespaces : [];
  return {
    name: [secret.name, spoke.argocdName],
    server: [secret.server, await expectedServer(snapshot, spoke)],
    namespaces: [listed(secret.namespaces), listed(namespaces ?? ofAccess)],
    clusterResources: [String(secret.clusterResources), String(clusterResources ?? false)],
    project: [secret.project ?? "", project ?? ""],
    shard: [secret.shard ?? "", shard === undefined ? "" : String(shard)],
  };
}

async function checkSecret(
  snapshot: Snapshot,
  cluster: Cluster,
  compare: (secret: ClusterSecret) => Promise<string[]>,
): Promise<Check[]> {
  const { topology } = snapshot.fleet;
  const check = verdict(ID, cluster.name);
  const fix = `hubspoke up ${topology.name}`;
  if (!(await snapshot.answer(topology.hub.name)).ok) return [check.skipped("the hub does not answer")];
  try {
    const [secret, ...more] = secretsOf(topology, cluster, await snapshot.clusterSecrets());
    if (!secret) return [check.failed("it has no cluster Secret on the hub", fix)];
    if (more.length > 0)
      return [
        check.failed(
          `it has ${more.length + 1} cluster Secrets: ${[secret, ...more].map((one) => one.secretName).join(", ")}`,
          "delete all but one",
        ),
      ];
    const problems = [...secret.problems, ...(await compare(secret)), ...metadataProblems(cluster, secret)];
    if (problems.length > 0) {
      const putBack = isEdited(secret) && "registration" in cluster ? renewalOf(topology, cluster as Spoke) : fix;
      return [check.failed(`Secret "${secret.secretName}": ${problems.join("; ")}`, putBack)];
    }
    return [check.passed(`Secret "${secret.secretName}" names ${secret.server}`)];
  } catch (error) {
    return [check.failed(problemOf(error))];
  }
}

/** The kubeconfig tells it even when the cluster does not answer; where there is none, nothing is compared. */
export async function expectedServer(snapshot: Snapshot, spoke: Spoke): Promise<string | undefined> {
  const { cluster: spec, registration } = spoke;
  if (spec.provider === "eks" && registration.mode === "aws-iam" && registration.role === "argocd") {
    return spec.clusterArn;
  }
  if ("hubEndpoint" in spec && spec.hubEndpoint) return spec.hubEndpoint.replace(/\/+$/, "");
  if (spec.provider === "kind") {
    const context = await readKubeconfigContext(spec.hubKubeconfig, spec.context).catch(() => undefined);
    return context?.cluster.server;
  }
  const client = await snapshot.fleet.operator(spoke.name).catch(() => undefined);
  return client?.server;
}

function differences(fields: Comparison): string[] {
  return different(fields).map(([field, [found, expected]]) => `${field} is "${found}", expected "${expected}"`);
}

/** The fields that are not what they should be. */
export function different(fields: Comparison): [field: string, values: Comparison[string]][] {
  return Object.entries(fields).filter(([, [found, expected]]) => expected !== undefined && found !== expected);
}

function listed(names: readonly string[]): string {
  return [...names].sort().join(",");
}

function metadataProblems(cluster: Cluster, secret: ClusterSecret): string[] {
  const missing = (
    kind: string,
    wanted: Readonly<Record<string, string>>,
    found: Readonly<Record<string, string>>,
  ): string[] =>
    Object.entries(wanted)
      .filter(([key, value]) => found[key] !== value)
      .map(
        ([key, value]) =>
          `${kind} ${key} is ${found[key] === undefined ? "missing" : `"${found[key]}"`}, expected "${value}"`,
      );
  return [
    ...missing("label", cluster.labels, secret.labels),
    ...missing("annotation", cluster.annotations, secret.annotations),
  ];
}

/** A retired spoke has no cluster Secret any more. */
export async function checkRetired(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  const { topology } = snapshot.fleet;
  const check = verdict("cluster-secret-retired", spoke.name);
  if (!(await snapshot.answer(topology.hub.name)).ok) return [check.skipped("the hub does not answer")];
  try {
    const [secret] = secretsOf(topology, spoke, await snapshot.clusterSecrets());
    if (secret)
      return [
        check.failed(
          `it is retired, and the hub still has its Secret "${secret.secretName}"`,
          `hubspoke up ${topology.name}`,
        ),
      ];
    return [check.passed("it is retired and has no cluster Secret")];
  } catch (error) {
    return [check.failed(problemOf(error))];
  }
}
