import { clusterSecretsPath, parseClusterSecrets, type ClusterSecret, type RawSecret } from "../cluster-secret.js";
import type { KubernetesClient } from "../kubernetes.js";
import type { KubernetesList } from "../objects.js";

/** A cluster Secret, and what else writes it. */
export interface FoundSecret extends ClusterSecret {
  /**
   * What owns it, as `ExternalSecret "a"`: it would write the Secret again.
   *
   * @default - nothing
   */
  readonly owner?: string;
  /** Whether a Terraform has written it: that one's state has it. */
  readonly fromTerraform: boolean;
}

interface WrittenSecret extends RawSecret {
  readonly metadata: RawSecret["metadata"] & {
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
    readonly managedFields?: readonly { readonly manager?: string }[];
  };
}

/** All cluster Secrets of an Argo CD, by Secret name, whoever made them. */
export async function findClusterSecrets(hub: KubernetesClient, namespace: string): Promise<readonly FoundSecret[]> {
  const { items } = await hub.get<KubernetesList<WrittenSecret>>(clusterSecretsPath(namespace));
  const written = new Map(items.map((item) => [item.metadata.name, item]));
  return parseClusterSecrets(items).map((secret) => ({ ...secret, ...writersOf(written.get(secret.secretName)) }));
}

function writersOf(secret: WrittenSecret | undefined): Pick<FoundSecret, "owner" | "fromTerraform"> {
  const { ownerReferences: [owner] = [], managedFields = [], annotations = {} } = secret?.metadata ?? {};
  const fromTerraform = managedFields.some(({ manager = "" }) => /terraform|opentofu/i.test(manager));
  if (owner !== undefined) return { owner: `${owner.kind} "${owner.name}"`, fromTerraform };
  const application = annotations["argocd.argoproj.io/tracking-id"]?.split(":")[0];
  if (application !== undefined) return { owner: `Application ${JSON.stringify(application)}`, fromTerraform };
  const release = annotations["meta.helm.sh/release-name"];
  return { ...(release !== undefined && { owner: `Helm release ${JSON.stringify(release)}` }), fromTerraform };
}
