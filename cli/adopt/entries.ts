import { inClusterName, inClusterServer, labelKeys } from "../../config/names.js";
import type { FoundSecret } from "../../fleet/adopt/cluster-secrets.js";
import type { ContextServer } from "../../fleet/kubeconfig-file.js";
import { writtenPath } from "../init/contexts.js";
import type { LeftOut, Seen } from "./look.js";
import { ownAnnotations, ownLabels } from "./metadata.js";
import { hubName, spokeNames } from "./names.js";
import { registrationFields, type Fields } from "./registration.js";
import type { WrittenEnvironment, WrittenSpoke } from "./text.js";

/** A cluster Secret that is taken over, and its entry. */
export interface Taken {
  readonly seen: Seen;
  readonly entry: WrittenSpoke;
  readonly notes: readonly string[];
}

const acceptInsecure = "found so in Argo CD: nobody checked the certificate before either";

/** The entries of all that can be taken over. */
export function takeAll(seen: readonly Seen[], kubeconfigOf: (way: ContextServer) => Fields): readonly Taken[] {
  const names = spokeNames(seen.map(({ secret }) => secret.name));
  return seen.map((each, index) => take(each, names[index] ?? "", kubeconfigOf(each.way)));
}

function take(seen: Seen, name: string, kubeconfig: Fields): Taken {
  const { secret, way, hubEndpoint, manager, owner } = seen;
  const { annotations, secret: kept } = ownAnnotations(secret);
  const insecure = secret.config.tlsClientConfig.insecure === true;
  const entry: WrittenSpoke = {
    name,
    cluster: {
      ...kubeconfig,
      context: way.context,
      ...(hubEndpoint !== undefined && { hubEndpoint }),
      ...(insecure && { insecure, acceptInsecure }),
    },
    labels: ownLabels(secret),
    annotations,
    registration: registrationFields({ ...seen, name }),
    adopt: {
      secret: secret.secretName,
      ...(secret.name !== name && { name: secret.name }),
      ...(manager && { manager }),
    },
  };
  const stays = owner !== undefined && !manager;
  const notes = [
    ...seen.notes,
    ...(insecure ? ["nobody checks the certificate of its API server"] : []),
    ...(stays
      ? [`its token was of ServiceAccount ${owner.namespace}/${owner.name}, which stays and is used no more`]
      : []),
    ...kept.map((key) => `annotation ${key} looks like a secret, is in no file, and is taken away`),
  ];
  return { seen, entry, notes };
}

/** The kubeconfig that an entry names, where it is not the one of the whole file. */
export function kubeconfigNamer(common: string, projectDirectory: string): (way: ContextServer) => Fields {
  return ({ file }): Fields => (file === common ? {} : { kubeconfig: writtenPath(file, projectDirectory) });
}

/** The hub's entry, and what of its Secret is lost. */
export interface TakenHub {
  readonly entry: WrittenEnvironment["hub"];
  readonly left: readonly LeftOut[];
}

/** The hub's own cluster Secret, if it has one: the server is what tells. */
export function takeHub(secrets: readonly FoundSecret[], cluster: Fields): TakenHub {
  const own = secrets.filter(({ server }) => server === inClusterServer);
  const base = { name: hubName, cluster, labels: {}, annotations: {}, adopt: {} };
  const [secret] = own;
  if (secret === undefined) return { entry: base, left: [] };
  const reason = complainOfHub(secret, own.length);
  if (reason !== undefined) return { entry: base, left: own.map((each) => ({ secret: each, reason })) };
  const { annotations } = ownAnnotations(secret);
  const named = secret.name !== "" && secret.name !== inClusterName;
  const adopt = { secret: secret.secretName, ...(named && { name: secret.name }) };
  return { entry: { ...base, labels: ownLabels(secret), annotations, adopt }, left: [] };
}

function complainOfHub(secret: FoundSecret, count: number): string | undefined {
  const { owner, labels, project, namespaces, shard, config } = secret;
  const environment = labels[labelKeys.environment];
  if (environment !== undefined) return `it is of the environment "${environment}" of hubspoke already`;
  if (count > 1) return `${count} Secrets are of the cluster that Argo CD runs on`;
  if (owner !== undefined) return `${owner} owns it, and would write it again`;
  const lost = [
    project !== undefined && "a project",
    namespaces.length > 0 && "namespaces",
    shard !== undefined && "a shard",
    (config.bearerToken || config.username) && "a credential",
  ].filter(Boolean);
  return lost.length === 0 ? undefined : `it has ${lost.join(" and ")}, which the entry of a hub has not`;
}
