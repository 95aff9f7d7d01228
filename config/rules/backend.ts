import { stateNameLimit, stateOf, type BackendSpec } from "../backend/index.js";
import type { Finding } from "../finding.js";
import {
  clusterArgoCdStackId,
  clusterStackId,
  hubArgoCdStackId,
  hubClusterStackId,
  hubIdentityStackId,
  spokeClusterStackId,
  spokeRegistrationStackId,
} from "../names.js";
import type { Path } from "../path.js";
import { placedClusters, type Checked } from "./rule.js";

const shared = "s3, gcs, azurerm, http, kubernetes, pg, remote or cloud";

/** A name that its store cuts or refuses; two stacks of one cut name would share a state. */
export function stateNamesFit({ topology }: Checked): readonly Finding[] {
  const { backend } = topology;
  const limit = stateNameLimit(backend);
  if (limit === undefined) return [];
  return placedClusters(topology).flatMap(({ path, cluster: { name } }) => {
    const tooLong = stackIdsOf(topology.name, path, name).find((id) => stateOf(backend, id).length > limit.characters);
    if (tooLong === undefined) return [];
    const { length } = stateOf(backend, tooLong);
    const message = `the state of stack "${tooLong}" has a name of ${length} characters, expected at most ${limit.characters}, which ${limit.what} takes`;
    return [{ path: [...path, "name"], message, fix: "shorten the name of the cluster or of the environment" }];
  });
}

/** Stack ids of one cluster, the longest first. */
function stackIdsOf(environment: string, path: Path, name: string): readonly string[] {
  if (path[0] === "clusters") return [clusterStackId(environment, name), clusterArgoCdStackId(environment, name)];
  if (path[0] === "spokes")
    return [spokeRegistrationStackId(environment, name), spokeClusterStackId(environment, name)];
  return [hubIdentityStackId(environment), hubClusterStackId(environment), hubArgoCdStackId(environment)];
}

/** State holds what Terraform read, and that may be secret. */
export function statesAreEncrypted({ topology: { backend } }: Checked): readonly Finding[] {
  if (backend.type === "s3" && !backend.encrypt) {
    const message = "states are stored as they are, expected encrypt: true";
    return [{ path: ["backend", "s3", "encrypt"], message, fix: "remove encrypt: false", severity: "warning" }];
  }
  return addressesOf(backend).flatMap(({ path, value }): Finding[] => {
    if (!/^http:/i.test(value) || isThisMachine(value)) return [];
    const message = "states and credentials go over the network as they are, expected an https address";
    return [{ path, message, fix: "give the server a certificate, and write https", severity: "warning" }];
  });
}

/** The addresses of servers that a file names. */
function addressesOf(backend: BackendSpec): readonly { readonly path: Path; readonly value: string }[] {
  if (backend.type === "s3" && backend.endpoint !== undefined) {
    return [{ path: ["backend", "s3", "endpoint"], value: backend.endpoint }];
  }
  if (backend.type !== "http") return [];
  const { address, lockAddress, unlockAddress } = backend;
  return Object.entries({ address, lockAddress, unlockAddress }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ path: ["backend", "http", field], value }],
  );
}

function isThisMachine(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** Two deploys at once: the later write wins, and what the other one made is in no state. */
export function statesAreLocked({ topology: { backend } }: Checked): readonly Finding[] {
  if (backend.type !== "http" || backend.lockAddress !== undefined) return [];
  const message = "states are not locked: of two deploys at once, one loses what it made";
  const fix = "write lockAddress, where the server has one";
  return [{ path: ["backend", "http"], message, fix, severity: "warning" }];
}

/** What outlives this machine needs a state that does, too. */
export function stateOutlivesMachine({ topology }: Checked): readonly Finding[] {
  if (topology.backend.type !== "local") return [];
  const severity = "warning";
  const fix = `keep it in ${shared}: hubspoke explain backend`;
  const path: Path = ["backend", "local"];
  const onAws = placedClusters(topology).find(({ cluster }) => cluster.cluster.provider === "eks");
  if (onAws !== undefined) {
    const at = [...onAws.path, "cluster"];
    return [
      {
        path,
        at,
        message: `state on one machine, of cluster "${onAws.cluster.name}" that is not on it`,
        fix,
        severity,
      },
    ];
  }
  if (!topology.deletionProtection) return [];
  const message = "state on one machine, of an environment with deletionProtection";
  return [{ path, at: ["deletionProtection"], message, fix, severity }];
}
