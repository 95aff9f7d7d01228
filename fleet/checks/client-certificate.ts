import { createPrivateKey, X509Certificate } from "node:crypto";
import type { GivenCertificate } from "../../config/registration/index.js";
import type { Spoke } from "../../config/topology.js";
import type { Check } from "../check.js";
import type { TlsClientConfig } from "../cluster-secret.js";
import type { Snapshot } from "../snapshot.js";
import { checkCredential, type CredentialKind } from "./credential.js";
import type { CredentialTimes } from "./expiry.js";

const certificate: CredentialKind = {
  name: "client certificate",
  isIn: ({ config: { tlsClientConfig: tls } }) => Boolean(tls.certData && tls.keyData),
  flawOf: ({ config }) => flawOf(config.tlsClientConfig),
  strangerOf: (spoke, { username, groups }) => {
    const subject = givenTo(spoke)?.subject;
    if (subject === undefined) return undefined;
    if (subject.kind === "User") return username === subject.name ? undefined : `"${subject.name}"`;
    return groups.includes(subject.name) ? undefined : `a user of group "${subject.name}"`;
  },
  isGranted: (spoke) => givenTo(spoke)?.subject !== undefined,
  refusal: "the certificate is expired, or of an authority that the spoke does not take clients from",
  renewalOf: ({ topology }, spoke) => {
    const { certificate: cert, key } = givenTo(spoke)?.variables ?? { certificate: "", key: "" };
    return `have a new one signed, export TF_VAR_${cert} and TF_VAR_${key}, then hubspoke up ${topology.name}`;
  },
  timesOf: ({ config }) => timesOf(config.tlsClientConfig) ?? "its certificate cannot be read",
};

/** The client certificate in a spoke's cluster Secret works, does what `access` says and no more, and lasts. */
export function checkClientCertificate(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  return checkCredential(snapshot, spoke, certificate);
}

function givenTo({ registration }: Spoke): GivenCertificate | undefined {
  return registration.mode === "client-certificate" ? registration.certificate : undefined;
}

/** TLS itself would fail on these, with a message that is about files. */
function flawOf(tls: TlsClientConfig): string | undefined {
  const read = certificateOf(tls);
  if (read === undefined) return "its certificate cannot be read";
  try {
    const fits = read.checkPrivateKey(createPrivateKey(Buffer.from(tls.keyData ?? "", "base64")));
    return fits ? undefined : "its key is not that of its certificate";
  } catch {
    return "its key cannot be read";
  }
}

function timesOf(tls: TlsClientConfig): CredentialTimes | undefined {
  const read = certificateOf(tls);
  return read && { issuedAt: Date.parse(read.validFrom) / 1000, expiresAt: Date.parse(read.validTo) / 1000 };
}

function certificateOf({ certData = "" }: TlsClientConfig): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(certData, "base64"));
  } catch {
    return undefined;
  }
}
