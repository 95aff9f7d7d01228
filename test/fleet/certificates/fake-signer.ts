import * as x509 from "@peculiar/x509";
import type { Condition } from "../../../fleet/objects.js";
import { base64, status, type Answer, type Received } from "../support.js";

export const REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

export interface SigningRequest {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly request: string;
    readonly signerName: string;
    readonly expirationSeconds: number;
    readonly usages: readonly string[];
  };
  status?: { conditions?: Condition[]; certificate?: string };
}

/** The part of an API server that takes certificate requests, and its signer. */
export interface FakeSigner {
  /** Requests that it has, by path. */
  readonly open: Map<string, SigningRequest>;
  /** Every request that it was sent. */
  readonly seen: SigningRequest[];
  /** What a signer does with an approved request. */
  sign: (request: SigningRequest) => Promise<void> | void;
  /** Its answer; undefined where the path is another's. */
  answer(received: Received): Answer | undefined;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export function fakeSigner(): FakeSigner {
  const signer: FakeSigner = {
    open: new Map(),
    seen: [],
    sign: async (request) => {
      request.status = { ...request.status, certificate: base64(await signed(request)) };
    },
    answer: (received) => (received.path.startsWith(REQUESTS) ? answer(signer, received) : undefined),
  };
  return signer;
}

function answer(signer: FakeSigner, { method, path, body }: Received): Answer {
  if (method === "POST") {
    const { metadata, spec } = JSON.parse(body) as { metadata: { generateName: string } } & SigningRequest;
    const created: SigningRequest = { metadata: { name: `${metadata.generateName}x${signer.seen.length}` }, spec };
    signer.open.set(`${REQUESTS}/${created.metadata.name}`, created);
    signer.seen.push(created);
    return created;
  }
  const request = signer.open.get(path.replace(/\/approval$/, ""));
  if (request === undefined) return status(404, "not found");
  if (method === "PUT") {
    request.status = (JSON.parse(body) as SigningRequest).status;
    void signer.sign(request);
  }
  if (method === "DELETE") signer.open.delete(path);
  return request;
}

/** What a request is made out to, and for how long, where the signer does as it is asked. */
export interface Signing {
  readonly subject?: string;
  readonly publicKey?: x509.PublicKeyType;
  readonly seconds?: number;
  /** Seconds ago that it begins. */
  readonly ago?: number;
}

/** A certificate, as PEM, for a request. */
export async function signed({ spec }: SigningRequest, signing: Signing = {}): Promise<string> {
  const request = new x509.Pkcs10CertificateRequest(Buffer.from(spec.request, "base64").toString("utf8"));
  const authority = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: signing.subject ?? request.subject,
    issuer: "CN=authority",
    publicKey: signing.publicKey ?? request.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - (signing.ago ?? 300) * 1000),
    notAfter: new Date(Date.now() + (signing.seconds ?? spec.expirationSeconds) * 1000),
  });
  return `${certificate.toString("pem")}\n`;
}
