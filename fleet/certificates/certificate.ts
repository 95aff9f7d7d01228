import { createPrivateKey, X509Certificate } from "node:crypto";
import type { CredentialTimes } from "../checks/expiry.js";
import type { TlsClientConfig } from "../cluster-secret.js";

/** A certificate and its private key, as PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** The pair in a cluster Secret; empty where it has none. */
export function pairOf({ certData = "", keyData = "" }: TlsClientConfig): CertificatePair {
  const decoded = (base64: string): string => Buffer.from(base64, "base64").toString("utf8");
  return { certificate: decoded(certData), key: decoded(keyData) };
}

/** What makes a pair useless; TLS itself would fail on it, with a message that is about files. */
export function flawOfPair({ certificate, key }: CertificatePair): string | undefined {
  const read = readCertificate(certificate);
  if (read === undefined) return "its certificate cannot be read";
  try {
    return read.checkPrivateKey(createPrivateKey(key)) ? undefined : "its key is not that of its certificate";
  } catch {
    return "its key cannot be read";
  }
}

/** When a certificate begins and ends; undefined where it is none. */
export function certificateTimes({ certificate }: CertificatePair): Required<CredentialTimes> | undefined {
  const read = readCertificate(certificate);
  return read && { issuedAt: Date.parse(read.validFrom) / 1000, expiresAt: Date.parse(read.validTo) / 1000 };
}

/** Whom a certificate is made out to: one attribute a line, as `CN=ada`. */
export function certificateSubject({ certificate }: CertificatePair): string | undefined {
  return readCertificate(certificate)?.subject;
}

function readCertificate(certificate: string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}
