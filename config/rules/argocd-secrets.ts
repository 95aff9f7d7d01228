import type { Finding } from "../finding.js";
import { isMap, type Path } from "../path.js";
import { eachArgoCd } from "./argocd.js";
import type { Checked } from "./rule.js";

interface SecretPlace {
  /** Where it is in the values; `*` is any one step. */
  readonly place: Path;
  readonly fix: string;
}

const webhookKeys = ["githubSecret", "gitlabSecret", "bitbucketServerSecret", "bitbucketUUID", "gogsSecret"];
const repositoryKeys = ["password", "sshPrivateKey", "githubAppPrivateKey", "bearerToken", "tlsClientCertKey"];
const clusterKeys: readonly Path[] = [["bearerToken"], ["password"], ["tlsClientConfig", "keyData"]];

const webhookFix = "put it in the Secret argocd-secret on the cluster, as webhook.<provider>.secret";
const repositoryFix = "create the repository's Secret on the cluster, with the label argocd.argoproj.io/secret-type";

/** Where the argo-cd chart takes secrets, and what does the same without one in its values. */
const secretPlaces: readonly SecretPlace[] = [
  {
    place: ["configs", "secret", "argocdServerAdminPassword"],
    fix: "Argo CD makes a password of its own, in the Secret argocd-initial-admin-secret: change it after the first login",
  },
  ...[...webhookKeys.map((key) => [key]), ["azureDevops", "password"]].map((rest) => ({
    place: ["configs", "secret", ...rest],
    fix: webhookFix,
  })),
  {
    place: ["configs", "secret", "extra", "*"],
    fix: "put it in a Secret of its own on the cluster, and write $<Secret>:<key> where it is used",
  },
  ...["repositories", "credentialTemplates"].flatMap((map) =>
    repositoryKeys.map((key) => ({ place: ["configs", map, "*", key], fix: repositoryFix })),
  ),
  ...clusterKeys.map((rest) => ({
    place: ["configs", "clusterCredentials", "*", "config", ...rest],
    fix: "make it a spoke: its registration makes the cluster Secret",
  })),
  {
    place: ["notifications", "secret", "items", "*"],
    fix: "set notifications.secret.create: false, and create argocd-notifications-secret on the cluster",
  },
  ...["externalRedis", "redis-ha"].map((chart) => ({
    place: [chart, chart === "redis-ha" ? "redisPassword" : "password"],
    fix: `name the Secret that has it: ${chart}.existingSecret`,
  })),
  ...["server", "repoServer", "dex"].map((component) => ({
    place: [component, "certificateSecret", "key"],
    fix: "create the TLS Secret on the cluster, or have cert-manager make it",
  })),
];

/** Values end up in Terraform's state and in the Helm release. */
export function valuesHoldNoSecrets({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, ({ values }, path) =>
    [...secretPlaces.flatMap((secret) => findSecrets(values, secret)), ...secretsInLogin(values)].map((found) => ({
      path: [...path, "values", ...found.path],
      message: messageOf(found.path),
      fix: `remove it, take it as leaked if the file was ever committed; ${found.fix}`,
    })),
  );
}

function messageOf(path: Path): string {
  const what = path.at(-1) === "argocdServerAdminPassword" ? "the hash of the admin password" : "a secret";
  return `${what} in the values of the chart, expected none: they end up in Terraform's state`;
}

interface FoundSecret {
  readonly path: Path;
  readonly fix: string;
}

function findSecrets(values: unknown, { place, fix }: SecretPlace): readonly FoundSecret[] {
  return pathsTo(values, place).map((path) => ({ path, fix }));
}

/** Every place that fits a pattern and holds something. */
function pathsTo(value: unknown, [step, ...rest]: Path): readonly Path[] {
  if (step === undefined) return value === "" || value === null || value === undefined ? [] : [[]];
  if (!isMap(value)) return [];
  const keys = step === "*" ? Object.keys(value) : Object.keys(value).filter((key) => key === step);
  return keys.flatMap((key) => pathsTo(value[key], rest).map((path) => [key, ...path]));
}

/** A login that is configured as text: each of its secrets has to be a reference, which starts with `$`. */
const writtenSecret = /^\s*-?\s*["']?(clientSecret|bindPW|password)["']?\s*:\s*["']?[^\s$"'#]/im;

function secretsInLogin(values: Readonly<Record<string, unknown>>): readonly FoundSecret[] {
  return ["oidc.config", "dex.config"].flatMap((key) => {
    const [path] = pathsTo(values, ["configs", "cm", key]);
    const text = path === undefined ? undefined : textAt(values, path);
    if (path === undefined || text === undefined || !writtenSecret.test(text)) return [];
    return [{ path, fix: "put it in a Secret on the cluster, and write $<Secret>:<key> in its place" }];
  });
}

function textAt(values: unknown, path: Path): string | undefined {
  const value = path.reduce<unknown>((at, step) => (isMap(at) ? at[step] : undefined), values);
  return typeof value === "string" ? value : undefined;
}

const secretName = /secret$|password$|^bindPW$|^privateKey/i;

/** Dex reads `$<Secret>:<key>`; anything else in such a place is the secret itself. */
export function connectorsHoldNoSecrets({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, ({ sso }, path) => {
    if (sso?.provider !== "dex") return [];
    return sso.connectors.flatMap(({ config }, index) =>
      secretsIn(config).map((rest) => ({
        path: [...path, "sso", "connectors", index, "config", ...rest],
        message: "a secret in the settings of a connector, expected a reference such as $dex-github:clientSecret",
        fix: "put it in a Secret on the cluster, and take it as leaked if the file was ever committed",
      })),
    );
  });
}

function secretsIn(value: unknown): readonly Path[] {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]): readonly Path[] => {
    if (isMap(child)) return secretsIn(child).map((rest) => [key, ...rest]);
    return secretName.test(key) && typeof child === "string" && !child.startsWith("$") ? [[key]] : [];
  });
}
