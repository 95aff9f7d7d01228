import { recordKeys } from "../config/names.js";
import type { Spoke } from "../config/topology.js";
import { certificateTimes, pairOf } from "./certificates/certificate.js";
import { expiryOf, rfc3339, type CredentialTimes, type Expiry } from "./checks/expiry.js";
import { secretsOf } from "./checks/cluster-secret.js";
import { listClusterSecrets, type ClusterSecret } from "./cluster-secret.js";
import type { Fleet } from "./fleet.js";
import { tokenTimes } from "./token.js";

/** When the credential in a cluster Secret begins and ends; undefined where it has none that can be read. */
export function credentialTimes({ config }: ClusterSecret): CredentialTimes | undefined {
  const { bearerToken, tlsClientConfig } = config;
  return bearerToken ? tokenTimes(bearerToken) : certificateTimes(pairOf(tlsClientConfig));
}

/** When it ends, as the server issued it: that may be sooner than it was asked to. Undefined where it never does. */
export function credentialExpiry(secret: ClusterSecret): Expiry | undefined {
  const times = credentialTimes(secret);
  return times && expiryOf(times);
}

/** A spoke and the one cluster Secret that it has. */
export interface SpokeSecret {
  readonly spoke: Spoke;
  readonly secret: ClusterSecret;
}

/** The cluster Secrets of the spokes that have exactly one; reads the hub alone. */
export async function spokeSecrets({ topology, operator }: Fleet): Promise<readonly SpokeSecret[]> {
  const secrets = await listClusterSecrets(await operator(topology.hub.name), topology.hub.argocd.namespace);
  return topology.spokes.flatMap((spoke) => {
    const [secret, ...more] = secretsOf(topology, spoke, secrets);
    return secret && more.length === 0 ? [{ spoke, secret }] : [];
  });
}

/**
 * Writes the end of each credential onto its cluster Secret, as an annotation; returns the names of the spokes whose
 * annotation was another one.
 *
 * Terraform cannot: the token is ephemeral, and nothing that is made from it may be in an ordinary attribute.
 */
export async function recordExpiries(fleet: Fleet): Promise<readonly string[]> {
  const { topology } = fleet;
  const hub = await fleet.operator(topology.hub.name);
  const secrets = await spokeSecrets(fleet);
  const wrong = secrets.filter(({ secret }) => secret.annotations[recordKeys.credentialExpiresAt] !== endOf(secret));
  await Promise.all(
    wrong.map(({ secret }) =>
      hub.patch(`/api/v1/namespaces/${topology.hub.argocd.namespace}/secrets/${secret.secretName}`, {
        metadata: { annotations: { [recordKeys.credentialExpiresAt]: endOf(secret) ?? null } },
      }),
    ),
  );
  return wrong.map(({ spoke }) => spoke.name);
}

function endOf(secret: ClusterSecret): string | undefined {
  const expiry = credentialExpiry(secret);
  return expiry && rfc3339(expiry.expiresAt);
}
