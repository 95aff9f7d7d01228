import type { CertificateSource } from "../../config/registration/index.js";
import type { Spoke } from "../../config/topology.js";
import type { Check } from "../check.js";
import { certificateTimes, flawOfPair, pairOf } from "../certificates/certificate.js";
import type { Snapshot } from "../snapshot.js";
import { checkCredential, type CredentialKind } from "./credential.js";

const certificate: CredentialKind = {
  name: "client certificate",
  isIn: ({ config: { tlsClientConfig: tls } }) => Boolean(tls.certData && tls.keyData),
  flawOf: ({ config }) => flawOfPair(pairOf(config.tlsClientConfig)),
  strangerOf: (spoke, { username, groups }) => {
    const subject = sourceOf(spoke)?.subject;
    if (subject === undefined) return undefined;
    if (subject.kind === "User") return username === subject.name ? undefined : `"${subject.name}"`;
    return groups.includes(subject.name) ? undefined : `a user of group "${subject.name}"`;
  },
  isGranted: (spoke) => sourceOf(spoke)?.subject !== undefined,
  refusal: "the certificate is expired, or of an authority that the spoke does not take clients from",
  timesOf: ({ config }) => certificateTimes(pairOf(config.tlsClientConfig)) ?? "its certificate cannot be read",
};

/** The client certificate in a spoke's cluster Secret works, does what `access` says and no more, and lasts. */
export function checkClientCertificate(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  return checkCredential(snapshot, spoke, certificate);
}

function sourceOf({ registration }: Spoke): CertificateSource | undefined {
  return registration.mode === "client-certificate" ? registration.certificate : undefined;
}
