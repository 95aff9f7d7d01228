import { randomUUID } from "node:crypto";
import type { OpenState, State, StateResource } from "./state.js";

/** A cluster Secret that is there. */
export interface AdoptedSecret {
  readonly namespace: string;
  readonly name: string;
  /** Address of the Kubernetes provider's source, such as `registry.terraform.io/hashicorp/kubernetes`. */
  readonly providerSource: string;
  readonly terraformVersion: string;
}

const type = "kubernetes_secret_v1";
const logicalId = "cluster";

/** One more than the largest that a stack computes: whatever that comes to, the Secret's data is written. */
const revisionBefore = 2 ** 28 + 1;

export function isRecorded(state: State | undefined): boolean {
  return (state?.resources ?? []).some(
    (resource) =>
      resource.mode === "managed" &&
      resource.type === type &&
      resource.name === logicalId &&
      resource.instances.length > 0,
  );
}

/**
 * Records a cluster Secret as the resource of its stack, before any plan.
 *
 * An `import` block would read the credential that is in it, and keep that in the state for good: the provider never
 * takes back what it has read into `data`. Recorded as write-only, it is not read at all. Everything else the provider
 * fills in as it refreshes; returns whether there was anything to record.
 */
export async function recordSecret(state: OpenState, secret: AdoptedSecret): Promise<boolean> {
  const before = await state.pull();
  if (isRecorded(before)) return false;
  const resources = (before?.resources ?? []).filter(({ type: other, name }) => other !== type || name !== logicalId);
  await state.push({
    version: 4,
    terraform_version: secret.terraformVersion,
    lineage: randomUUID(),
    outputs: {},
    ...before,
    serial: (before?.serial ?? 0) + 1,
    resources: [...resources, resourceOf(secret)],
  });
  return true;
}

function resourceOf({ namespace, name, providerSource }: AdoptedSecret): StateResource {
  const attributes = {
    id: `${namespace}/${name}`,
    data_wo_revision: revisionBefore,
    metadata: [{ name, namespace }],
    type: "Opaque",
  };
  return {
    mode: "managed",
    type,
    name: logicalId,
    provider: `provider["${providerSource}"].hub`,
    instances: [{ schema_version: 0, attributes }],
  };
}
