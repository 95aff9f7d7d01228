import { mayHoldCredentials, normalUrl } from "../../config/fields/urls.js";
import { labelKeys } from "../../config/names.js";
import type { Access } from "../../config/registration/index.js";
import type { FoundSecret } from "../../fleet/adopt/cluster-secrets.js";
import { contextsOf, firstAnswer, trustsSame, type Answer, type Contexts } from "../../fleet/adopt/reach.js";
import {
  managerOf,
  rightsOf,
  tokenOwner,
  type Rights,
  type TokenOwner,
  type Unclear,
} from "../../fleet/adopt/rights.js";
import type { ContextServer } from "../../fleet/kubeconfig-file.js";
import type { ClientOptions } from "../../fleet/kubernetes.js";
import { problemOf } from "../../fleet/problem.js";
import { credentialOf, type Credential, type Refusal } from "./registration.js";

/** A cluster Secret that can be taken over, and what its spoke says of it. */
export interface Seen {
  readonly secret: FoundSecret;
  /** How Argo CD is to authenticate. */
  readonly credential: Credential;
  /** The operator's way to the spoke. */
  readonly way: ContextServer;
  /**
   * What the hub calls the spoke, where the operator has another address.
   *
   * @default - the same
   */
  readonly hubEndpoint?: string;
  readonly manager: boolean;
  /** @default - it keeps the rights that it has */
  readonly access?: Access;
  /**
   * Whose token the Secret has.
   *
   * @default - it has none
   */
  readonly owner?: TokenOwner;
  /** What whoever deploys should know. */
  readonly notes: readonly string[];
}

/** A cluster Secret that cannot. */
export interface LeftOut extends Refusal {
  readonly secret: FoundSecret;
}

export interface Surroundings extends ClientOptions {
  readonly contexts: Contexts;
  /** The operator's way to the hub. */
  readonly hub: ContextServer;
  /** Contexts that were said by hand, by the name that Argo CD shows or that of the Secret. */
  readonly chosen: ReadonlyMap<string, string>;
}

type WhatIsSaid = Omit<Seen, "secret" | "way" | "hubEndpoint">;

/** Looks at a cluster Secret, and at its spoke as the operator. */
export async function lookAt(secret: FoundSecret, surroundings: Surroundings): Promise<Seen | LeftOut> {
  const credential = complainOf(secret) ?? credentialOf(secret);
  if ("reason" in credential) return { secret, ...credential };
  const ways = waysTo(secret, surroundings);
  if ("reason" in ways) return { secret, ...ways };
  const answer = await firstAnswer(ways, surroundings);
  if ("problems" in answer) {
    return { secret, reason: `${secret.server} does not answer you ${answer.problems.join("; ")}` };
  }
  try {
    const said = await askSpoke({ secret, credential, answer });
    if ("reason" in said) return { secret, ...said };
    const { way } = answer;
    const elsewhere = normalUrl(way.server) !== normalUrl(secret.server);
    const others =
      ways.length > 1 ? [`reached by context "${way.context}", of ${ways.length} that have its server`] : [];
    const notes = [...others, ...said.notes];
    return { secret, way, ...(elsewhere && { hubEndpoint: secret.server }), ...said, notes };
  } catch (error) {
    return { secret, reason: `you may not see what Argo CD may do there: ${problemOf(error)}` };
  } finally {
    answer.client.close();
  }
}

/** What is wrong with the Secret itself. */
function complainOf({ server, problems, owner, labels }: FoundSecret): Refusal | undefined {
  const environment = labels[labelKeys.environment];
  if (environment !== undefined) return { reason: `it is of the environment "${environment}" of hubspoke already` };
  if (mayHoldCredentials(server)) return { reason: "its server is a URL with credentials" };
  if (owner !== undefined) {
    const fix = "have that leave the Secret where it is and write it no more";
    return { reason: `${owner} owns it, and would write it again`, fix };
  }
  if (problems.length === 0) return undefined;
  return { reason: problems.join("; "), fix: "put that right in Argo CD, and run this again" };
}

function waysTo(secret: FoundSecret, { contexts, hub, chosen }: Surroundings): readonly ContextServer[] | Refusal {
  const name = chosen.get(secret.name) ?? chosen.get(secret.secretName);
  if (name !== undefined) return contexts.contexts.filter(({ context }) => context === name);
  const ways = contextsOf(contexts, secret.server);
  const others = ways.filter((way) => way.context !== hub.context || way.file !== hub.file);
  if (others.length > 0) return others;
  if (ways.length > 0) {
    const fix = "let its Applications go to https://kubernetes.default.svc, and delete the Secret";
    return { reason: `its server is the hub's own by another name, ${secret.server}`, fix };
  }
  const fix = `have kubectl reach it, or name the context that does: --spoke ${JSON.stringify(secret.name)}=<context>`;
  return { reason: `no context of your kubeconfig has the server ${secret.server}`, fix };
}

interface Asked {
  readonly secret: FoundSecret;
  readonly credential: Credential;
  readonly answer: Extract<Answer, { readonly way: unknown }>;
}

async function askSpoke({ secret, credential, answer }: Asked): Promise<WhatIsSaid | Refusal> {
  const trust = await complainOfTrust(secret, answer);
  if (trust !== undefined) return trust;
  const notes = secret.fromTerraform
    ? ["another Terraform made its Secret: terraform state rm it there before the first deploy"]
    : [];
  if (credential.mode === "client-certificate") return askAboutCertificate(secret, answer, notes);
  if (credential.mode === "exec") return { credential, manager: false, notes };
  const owner = tokenOwner(credential.token ?? "");
  if (owner === undefined)
    return { reason: "its token is none of a ServiceAccount of the spoke, so that nobody can tell what it may do" };
  const rights: Rights | Unclear = await rightsOf(answer.client, owner, secret.namespaces);
  return "reason" in rights ? rights : { credential, ...rights, owner, notes };
}

/** The account of `argocd cluster add`, where there is one: a certificate that it copied is the operator's own. */
async function askAboutCertificate(
  secret: FoundSecret,
  { client }: Asked["answer"],
  notes: readonly string[],
): Promise<WhatIsSaid> {
  const found = await managerOf(client, secret.namespaces);
  if (found === undefined) return { credential: { mode: "client-certificate" }, manager: false, notes };
  const { owner, rights } = found;
  const change = `it holds a client certificate, as argocd cluster add copies it; from the first deploy on Argo CD is ServiceAccount ${owner.name} instead`;
  return { credential: { mode: "bearer-token" }, ...rights, owner, notes: [...notes, change] };
}

/** The first deploy writes the authority that the context has. */
async function complainOfTrust(secret: FoundSecret, { way, cluster }: Asked["answer"]): Promise<Refusal | undefined> {
  const { insecure, caData } = secret.config.tlsClientConfig;
  if (insecure) return undefined;
  if (cluster["insecure-skip-tls-verify"]) {
    const fix = "give it certificate-authority-data";
    return { reason: `context "${way.context}" does not check the certificate of the API server`, fix };
  }
  if (normalUrl(way.server) === normalUrl(secret.server) || (await trustsSame(caData, cluster))) return undefined;
  return {
    reason: `it trusts another authority than context "${way.context}", whose server is ${way.server}`,
    fix: "name a context of the server that the Secret has, or one that trusts the same authority",
  };
}
