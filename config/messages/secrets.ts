/**
 * What secrets look like.
 *
 * A table of our own and no library: secretlint and its like read files asynchronously, bring hundreds of rules that are
 * loaded with every command, and match by field names too, which in this format are mostly names of Secrets. Here each
 * pattern has a prefix or a shape that nothing else has, so that a digest, a UUID, an ARN or a certificate is none. Each
 * takes linear time: it begins with fixed text, and what repeats is bounded or ends where its own characters end.
 */
export interface SecretKind {
  /** What it is called in a message, with its article. */
  readonly what: string;
  readonly pattern: RegExp;
  /** Where it belongs. */
  readonly fix: string;
}

const keepOut = "remove it, and take it as leaked if the file was ever committed";

const inCluster = `${keepOut}; it belongs in a Secret of the cluster`;

const ofProcess = `${keepOut}; it belongs in the process environment or a profile of its tool`;

const ofGitServer = `${keepOut}; it belongs in a repository Secret of Argo CD`;

const ofRegistration = `${keepOut}; registration makes the credentials of a cluster`;

/** The words for a URL with a user or password, wherever one is found. */
export const credentialsInUrl = {
  message: "the URL holds credentials, expected one without user and password",
  fix: "remove them here, and take them as leaked if the file was ever committed",
} as const;

export const awsKey: SecretKind = {
  what: "an AWS access key",
  pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/,
  fix: ofProcess,
};

export const kubeconfig: SecretKind = {
  what: "a kubeconfig with credentials",
  pattern: /\bclient-key-data["']?:\s{0,9}\S+|\buser["']?:[\s{]{1,40}["']?token["']?:\s{0,9}\S+/,
  fix: ofRegistration,
};

const kinds: readonly SecretKind[] = [
  { what: "a private key", pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/, fix: inCluster },
  { what: "an age key", pattern: /AGE-SECRET-KEY-1[A-Z0-9]{20,}/, fix: inCluster },
  awsKey,
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40})\w*/, fix: ofGitServer },
  {
    what: "a GitLab token",
    pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[\w=.-]{20,}/,
    fix: ofGitServer,
  },
  { what: "a Bitbucket token", pattern: /\bATBB[A-Za-z0-9]{32}\b/, fix: ofGitServer },
  { what: "a Slack token", pattern: /\b(?:xox[abeoprs]|xapp)-\w[\w-]{10,}/, fix: inCluster },
  { what: "a Slack webhook", pattern: /hooks\.slack\.com\/(?:services|workflows)\/T\w{5,}\/[\w/]+/, fix: inCluster },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/, fix: inCluster },
  { what: "a PyPI token", pattern: /\bpypi-AgE[\w-]{40,}/, fix: inCluster },
  { what: "a Docker Hub token", pattern: /\bdckr_(?:pat|oat)_[\w-]{20,}/, fix: inCluster },
  { what: "a Google API key", pattern: /\bAIza[\w-]{35}/, fix: inCluster },
  { what: "a Google access token", pattern: /\bya29\.[\w-]{20,}/, fix: ofProcess },
  { what: "an Azure storage key", pattern: /\bAccountKey=[A-Za-z0-9+/]{40,}={0,2}/, fix: ofProcess },
  { what: "an Azure client secret", pattern: /\b\w{3}\dQ~[\w~.-]{31,34}/, fix: ofProcess },
  { what: "an Azure shared access signature", pattern: /[?&]sig=[\w%+/]{40,}/, fix: ofProcess },
  { what: "a Vault token", pattern: /\bhv[sbr]\.[\w-]{24,}/, fix: ofProcess },
  { what: "an HCP Terraform token", pattern: /\.atlasv1\.[\w-]{60,}/, fix: ofProcess },
  { what: "a token of an EKS cluster", pattern: /\bk8s-aws-v1\.[\w-]{20,}/, fix: ofRegistration },
  { what: "a JSON Web Token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?/, fix: inCluster },
  {
    what: "a password hash",
    pattern: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{40,}|\$argon2(?:id?|d)\$[\w$=,.+/]{20,}/,
    fix: inCluster,
  },
  kubeconfig,
];

/** The beginnings of all patterns in one: most texts have none, and are looked at once. */
const anyKind = new RegExp(kinds.map(({ pattern }) => pattern.source).join("|"));

const urlCredentials = /:\/\/[^\s/:@?#]{0,256}:[^\s/@?#]{1,512}@/;

/** Base64 of `-----BEGIN `, as Secrets and kubeconfigs have certificates and keys. */
const encodedPem = /^\s*LS0tLS1CRUdJTi/;

/** What a text holds that is secret by its looks, or undefined. */
export function secretKindOf(text: string): SecretKind | undefined {
  if (anyKind.test(text)) return kinds.find(({ pattern }) => pattern.test(text));
  if (encodedPem.test(text) && Buffer.from(text, "base64").includes("PRIVATE KEY-----")) return kinds[0];
  return undefined;
}

/** Whether a text has a URL with a password in front of its host. */
export function hasUrlCredentials(text: string): boolean {
  return text.includes("://") && urlCredentials.test(text);
}

/** A sentence without the secrets that it may quote. */
export function hideSecrets(sentence: string): string {
  if (!anyKind.test(sentence) && !hasUrlCredentials(sentence)) return sentence;
  const withoutUrls = sentence.replace(new RegExp(urlCredentials, "g"), "://(hidden)@");
  return kinds.reduce((text, { pattern }) => text.replace(new RegExp(pattern, "g"), "(hidden)"), withoutUrls);
}

/** An AWS secret access key, which only its neighbour, the key's id, tells from any other text of its length. */
export function isAwsSecretKey(value: unknown, neighbours: readonly unknown[]): boolean {
  if (typeof value !== "string" || !/^[A-Za-z0-9/+]{40}$/.test(value)) return false;
  return neighbours.some((other) => typeof other === "string" && awsKey.pattern.test(other));
}
