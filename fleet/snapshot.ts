import type { EksClusterSpec } from "../config/cluster/index.js";
import type { AwsClientConfig, AwsPlace } from "./aws/credentials.js";
import { AwsError } from "./aws/errors.js";
import { listClusterSecrets, type ClusterSecret } from "./cluster-secret.js";
import type { ArgoCdCluster } from "./argocd.js";
import type { Fleet } from "./fleet.js";
import { remoteCommits } from "./git.js";
import type { KubernetesClient } from "./kubernetes.js";
import type { Application, ApplicationSet, KubernetesList } from "./objects.js";
import { once, onceEach } from "./once.js";
import { fixOf, problemOf } from "./problem.js";

/** Whether a cluster answers an operator. */
export type Answer =
  | { readonly ok: true; readonly client: KubernetesClient; readonly version: string }
  | {
      readonly ok: false;
      readonly problem: string;
      readonly fix?: string;
      /** Whether the cluster itself is known not to be there. */
      readonly gone: boolean;
    };

/** What one run of the checks reads, each thing once however many checks need it. */
export interface Snapshot {
  readonly fleet: Fleet;
  answer(cluster: string): Promise<Answer>;
  clusterSecrets(): Promise<readonly ClusterSecret[]>;
  applications(): Promise<readonly Application[]>;
  /** Those of all namespaces. */
  applicationsEverywhere(): Promise<readonly Application[]>;
  applicationSets(): Promise<readonly ApplicationSet[]>;
  /** Argo CD's own view of the clusters; undefined where argocd-server is not reached from here. */
  argocdClusters(): Promise<readonly ArgoCdCluster[] | undefined>;
  /** The account of an EKS cluster, opened. */
  aws(cluster: EksClusterSpec): Promise<AwsClientConfig>;
  /** The commits that a revision may mean in a repository now. */
  commits(repoURL: string, revision: string): Promise<readonly string[]>;
}

export function takeSnapshot(fleet: Fleet): Snapshot {
  const { topology, options } = fleet;
  const namespace = topology.hub.argocd.namespace;
  const hub = (): Promise<KubernetesClient> => fleet.operator(topology.hub.name);
  const list = async <T>(plural: string): Promise<readonly T[]> =>
    (await (await hub()).get<KubernetesList<T>>(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/${plural}`)).items;
  const applicationSets = once(() => list<ApplicationSet>("applicationsets"));
  const commits = onceEach((key) => {
    const [repoURL = "", revision = ""] = key.split("\n");
    return remoteCommits(repoURL, revision, options.env ?? process.env);
  });
  const aws = onceEach(async (key) => (await import("./aws/credentials.js")).openAws(JSON.parse(key) as AwsPlace));
  return {
    fleet,
    answer: onceEach((cluster) => ask(fleet, cluster)),
    clusterSecrets: once(async () => listClusterSecrets(await hub(), namespace)),
    applicationSets,
    // After the ApplicationSets: so everything that they say they made is among these.
    applications: once(async () => {
      await applicationSets();
      return list<Application>("applications");
    }),
    applicationsEverywhere: once(
      async () =>
        (await (await hub()).get<KubernetesList<Application>>("/apis/argoproj.io/v1alpha1/applications")).items,
    ),
    argocdClusters: once(async () => (await fleet.argocd())?.clusters()),
    aws: ({ region, account, assumeRole }) => aws(JSON.stringify({ region, account, assumeRole })),
    commits: (repoURL, revision) => commits(`${repoURL}\n${revision}`),
  };
}

async function ask(fleet: Fleet, cluster: string): Promise<Answer> {
  try {
    const client = await fleet.operator(cluster);
    const [version] = await Promise.all([client.get<{ gitVersion: string }>("/version"), client.text("/readyz")]);
    return { ok: true, client, version: version.gitVersion };
  } catch (error) {
    const gone = error instanceof AwsError && error.reason === "not-found";
    return { ok: false, problem: problemOf(error), fix: fixOf(error), gone };
  }
}
