import { recordKeys } from "../../config/names.js";
import type { Spoke } from "../../config/topology.js";
import { verdict, type Check } from "../check.js";
import type { ClusterConfig, ClusterSecret } from "../cluster-secret.js";
import { problemOf } from "../problem.js";
import { renewalOf } from "../renewal.js";
import type { Snapshot } from "../snapshot.js";
import { different, isEdited, secretsOf, spokeFields, type Comparison } from "./cluster-secret.js";

/** Fields that we write into a `config` with a credential, and others that Argo CD would take up. */
const ours = ["bearerToken", "tlsClientConfig", "disableCompression", "proxyUrl"];
const others = ["username", "password", "awsAuthConfig", "execProviderConfig"];

/**
 * Nobody edited a spoke's cluster Secret where Terraform cannot see it: one with a credential in it.
 *
 * An edit of the credential itself is what the checks of the credential find.
 */
export async function checkSecretEdits(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  if (!["bearer-token", "client-certificate"].includes(spoke.registration.mode)) return [];
  const { topology } = snapshot.fleet;
  const check = verdict("cluster-secret-edited", spoke.name);
  if (!(await snapshot.answer(topology.hub.name)).ok) return [check.skipped("the hub does not answer")];
  try {
    const [secret, ...more] = secretsOf(topology, spoke, await snapshot.clusterSecrets());
    if (!secret || more.length > 0) return [check.skipped("there is not exactly one cluster Secret")];
    if (secret.annotations[recordKeys.configDigest] === undefined) {
      const message = `it has no annotation ${recordKeys.configDigest}, by which an edit would be seen`;
      return [check.warning(message, `hubspoke up ${topology.name}`)];
    }
    if (!isEdited(secret)) return [check.passed("all of it but the credential is as Terraform wrote it")];
    const fields = await editedFields(snapshot, spoke, secret);
    return [check.failed(`Terraform wrote another ${fields.join(", ")}`, renewalOf(topology, spoke))];
  } catch (error) {
    return [check.failed(problemOf(error))];
  }
}

/** Names of the fields that were edited; no values, since a proxy's URL may have a password in it. */
async function editedFields(snapshot: Snapshot, spoke: Spoke, secret: ClusterSecret): Promise<string[]> {
  if (secret.digest === undefined) return ["config"];
  const known = { ...(await spokeFields(snapshot, spoke, secret)), ...connectionFields(spoke, secret.config) };
  const fields = [...different(known).map(([field]) => field), ...additions(secret.config)];
  // Of the fields that we write it is the only one whose value only Terraform knows.
  return fields.length === 0 ? ["config.tlsClientConfig.caData"] : fields;
}

function connectionFields({ registration, cluster }: Spoke, config: ClusterConfig): Comparison {
  const { insecure = false, serverName = "" } = config.tlsClientConfig;
  return {
    "config.tlsClientConfig.insecure": [String(insecure), String("acceptInsecure" in cluster)],
    "config.tlsClientConfig.serverName": [serverName, registration.serverName ?? ""],
    "config.proxyUrl": [config.proxyUrl ?? "", registration.proxyUrl ?? ""],
    "config.disableCompression": [
      String(config.disableCompression ?? false),
      String(registration.disableCompression ?? false),
    ],
  };
}

function additions(config: ClusterConfig): string[] {
  const names = Object.keys(config).filter((name) => !ours.includes(name));
  const known = names.filter((name) => others.includes(name)).map((name) => `config.${name}`);
  return names.length > known.length ? [...known, "config, which has fields of no use"] : known;
}
