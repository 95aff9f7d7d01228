import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** A certificate request (PKCS#10) and the key that it is signed with, as PEM. */
export interface CertificateRequest {
  readonly request: string;
  readonly key: string;
}

/** Makes a key, and a request for a certificate of a Kubernetes user; the key is nowhere but in the answer. */
export async function certificateRequest(user: string): Promise<CertificateRequest> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    // No organization: each would be a group that the spoke has rights for.
    name: [{ CN: [user] }],
    keys,
    signingAlgorithm: algorithm,
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { request: request.toString("pem"), key: `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n` };
}
