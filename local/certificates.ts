import { X509Certificate as NodeCertificate, createPrivateKey, webcrypto } from "node:crypto";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { readIfThere, writeAtomic } from "./files.js";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 86_400_000;

/** A certificate to keep on disk as `<name>.crt` and `<name>.key`. */
export interface CertificateSpec {
  readonly name: string;
  readonly commonName: string;
  /** Kubernetes reads the groups of a client from it. */
  readonly organization?: string;
  /** What the certificate is good for. */
  readonly usage: readonly ("server" | "client")[];
  /** Names and addresses of a server. */
  readonly hosts?: readonly string[];
}

/** Loads the authority `<name>.crt/.key` of a folder, or makes one: ten years, renewed in the last one. */
export async function ensureAuthority(directory: string, name: string): Promise<Authority> {
  const known = await load(directory, name);
  if (known !== undefined && expiresAfter(known.certificate, 365 * day)) return new Authority(directory, known);
  const keys = await generate();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(3650),
    name: [{ CN: [`hubspoke-${name}`] }],
    serialNumber: serial(),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pair = { certificate, privateKey: keys.privateKey };
  await store(directory, name, pair);
  return new Authority(directory, pair);
}

/** Signs the certificates of one folder. */
export class Authority {
  constructor(
    private readonly directory: string,
    private readonly pair: KeyPair,
  ) {}

  /** Certificate of the authority, as PEM. */
  get pem(): string {
    return this.pair.certificate.toString("pem");
  }

  /** Keeps a certificate that we signed and that has a month left; otherwise issues one for a year. */
  async ensure(spec: CertificateSpec): Promise<void> {
    const known = await load(this.directory, spec.name);
    if (known !== undefined && expiresAfter(known.certificate, 30 * day) && this.signed(known.certificate)) return;
    await store(this.directory, spec.name, await this.issue(spec));
  }

  private async issue(spec: CertificateSpec): Promise<KeyPair> {
    const keys = await generate();
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(365),
      subject: [{ CN: [spec.commonName] }, ...(spec.organization ? [{ O: [spec.organization] }] : [])],
      issuer: this.pair.certificate.subject,
      serialNumber: serial(),
      publicKey: keys.publicKey,
      signingKey: this.pair.privateKey,
      signingAlgorithm: algorithm,
      extensions: await this.extensions(spec, keys.publicKey),
    });
    return { certificate, privateKey: keys.privateKey };
  }

  private async extensions(spec: CertificateSpec, key: webcrypto.CryptoKey): Promise<x509.Extension[]> {
    const usages = spec.usage.map((usage) =>
      usage === "server" ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
    );
    const names = (spec.hosts ?? []).map((host) => ({
      type: /^[\d.]+$|:/.test(host) ? ("ip" as const) : ("dns" as const),
      value: host,
    }));
    return [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      await x509.AuthorityKeyIdentifierExtension.create(this.pair.certificate.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(key),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ];
  }

  private signed(certificate: x509.X509Certificate): boolean {
    return new NodeCertificate(certificate.toString("pem")).verify(new NodeCertificate(this.pem).publicKey);
  }
}

/** Keeps a bare key pair `<name>.key` and `<name>.pub`, as ServiceAccount tokens are signed with. */
export async function ensureKeyPair(directory: string, name: string): Promise<void> {
  const [key, pub] = await Promise.all([
    readIfThere(join(directory, `${name}.key`)),
    readIfThere(join(directory, `${name}.pub`)),
  ]);
  if (key && pub) return;
  const keys = await generate();
  await writeAtomic(join(directory, `${name}.key`), await privatePem(keys.privateKey));
  const spki = await webcrypto.subtle.exportKey("spki", keys.publicKey);
  await writeAtomic(join(directory, `${name}.pub`), x509.PemConverter.encode(spki, "PUBLIC KEY"));
}

interface KeyPair {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

async function load(directory: string, name: string): Promise<KeyPair | undefined> {
  const [crt, key] = await Promise.all([
    readIfThere(join(directory, `${name}.crt`)),
    readIfThere(join(directory, `${name}.key`)),
  ]);
  if (!crt || !key) return undefined;
  try {
    if (!new NodeCertificate(crt).checkPrivateKey(createPrivateKey(key))) return undefined;
    const certificate = new x509.X509Certificate(crt);
    const pkcs8 = x509.PemConverter.decodeFirst(key);
    return {
      certificate,
      privateKey: (await webcrypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"])) as webcrypto.CryptoKey,
    };
  } catch {
    return undefined; // damaged: issued anew
  }
}

/** Two files, so a crash in between leaves a pair that does not fit: `load` notices, and both are issued anew. */
async function store(directory: string, name: string, pair: KeyPair): Promise<void> {
  await writeAtomic(join(directory, `${name}.key`), await privatePem(pair.privateKey));
  await writeAtomic(join(directory, `${name}.crt`), `${pair.certificate.toString("pem")}\n`);
}

async function privatePem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")}\n`;
}

async function generate(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
}

function expiresAfter(certificate: x509.X509Certificate, milliseconds: number): boolean {
  return certificate.notAfter.getTime() - Date.now() > milliseconds;
}

/** From an hour ago, for clocks that differ or were just set. */
function validity(days: number) {
  return { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + days * day) };
}

function serial(): string {
  // The leading 01 keeps the number positive and of full length.
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString("hex")}`;
}
