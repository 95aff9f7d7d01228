import { setTimeout as sleep } from "node:timers/promises";
import { durationSeconds } from "../../config/fields/duration.js";
import { managerUser } from "../../config/names.js";
import type { CertificateIssue } from "../../config/registration/index.js";
import { KubernetesError, type KubernetesClient } from "../kubernetes.js";
import type { Condition, KubernetesObject } from "../objects.js";
import { problemOf } from "../problem.js";
import { certificateSubject, flawOfPair, type CertificatePair } from "./certificate.js";
import { certificateRequest } from "./request.js";

/** A cluster that issued no certificate; `fix` is what to do about it. */
export class IssueError extends Error {
  override readonly name = "IssueError";
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

export interface IssueOptions {
  /**
   * Milliseconds that the signer may take.
   *
   * @default 30000
   */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

interface SigningRequest extends KubernetesObject {
  readonly status?: { readonly certificate?: string; readonly conditions?: readonly Condition[] };
}

const REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const SIGNER = "kubernetes.io/kube-apiserver-client";
const PAUSE = 200;

const allowIt =
  "let whoever deploys create, get and delete certificatesigningrequests there, update " +
  `certificatesigningrequests/approval, and approve signers "${SIGNER}"`;
const doWithoutIt =
  "some clusters sign none for clients (EKS): use mode: bearer-token, or a certificate of another authority in " +
  "variables (docs/client-certificate.md)";

/**
 * Has a cluster's own signer issue a client certificate for Argo CD; the client is an operator's.
 *
 * The key is made here and kept nowhere. The request is taken away again, also where nobody signs it.
 */
export async function issueCertificate(
  client: KubernetesClient,
  issue: CertificateIssue,
  options: IssueOptions = {},
): Promise<CertificatePair> {
  const { request, key } = await certificateRequest(managerUser);
  const created = await allowed(client.create<SigningRequest>(REQUESTS, signingRequest(request, issue)));
  try {
    const certificate = await signed(client, await approved(client, created), options);
    assertOurs({ certificate, key });
    return { certificate, key };
  } finally {
    // Best effort: Kubernetes itself takes it away within the hour.
    await client.remove(pathOf(created)).catch(problemOf);
  }
}

function signingRequest(request: string, { lifetime }: CertificateIssue): object {
  return {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { generateName: "hubspoke-argocd-manager-" },
    spec: {
      request: Buffer.from(request).toString("base64"),
      signerName: SIGNER,
      expirationSeconds: Math.floor(durationSeconds(lifetime) ?? 0),
      usages: ["client auth", "digital signature"],
    },
  };
}

function pathOf({ metadata }: SigningRequest): string {
  return `${REQUESTS}/${metadata.name}`;
}

function approved(client: KubernetesClient, created: SigningRequest): Promise<SigningRequest> {
  const condition = {
    type: "Approved",
    status: "True",
    reason: "HubspokeIssue",
    message: "for the registration with Argo CD",
  };
  // A PUT, as kubectl does it: that is what approvers are commonly allowed.
  return allowed(
    client.replace<SigningRequest>(`${pathOf(created)}/approval`, { ...created, status: { conditions: [condition] } }),
  );
}

async function signed(
  client: KubernetesClient,
  request: SigningRequest,
  { timeout = 30_000, signal }: IssueOptions,
): Promise<string> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const { status } = await allowed(client.get<SigningRequest>(pathOf(request)));
    if (status?.certificate) return Buffer.from(status.certificate, "base64").toString("utf8");
    assertNotRefused(client.server, status?.conditions ?? []);
    if (Date.now() + PAUSE >= deadline) {
      throw new IssueError(`nobody at ${client.server} signed it within ${timeout / 1000} s`, doWithoutIt);
    }
    // The timer's own error hides the reason that the caller gave.
    await sleep(PAUSE, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

function assertNotRefused(server: string, conditions: readonly Condition[]): void {
  const refusal = conditions.find(({ type }) => type === "Denied" || type === "Failed");
  if (refusal === undefined) return;
  const what = refusal.type === "Denied" ? "denied it" : "failed to sign it";
  throw new IssueError(`${server} ${what}: ${refusal.message || "it says no reason"}`, doWithoutIt);
}

/** A signer may do as it likes, so what it answers is looked at. */
function assertOurs(pair: CertificatePair): void {
  const flaw = flawOfPair(pair);
  if (flaw !== undefined) throw new IssueError(`what the signer answered is of no use: ${flaw}`, doWithoutIt);
  const subject = certificateSubject(pair);
  if (subject === `CN=${managerUser}`) return;
  const found = (subject ?? "").replaceAll("\n", ", ");
  throw new IssueError(`the signer made it out to "${found}", expected "CN=${managerUser}"`, doWithoutIt);
}

async function allowed<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubernetesError && error.reason === "forbidden") throw new IssueError(error.message, allowIt);
    throw error;
  }
}
