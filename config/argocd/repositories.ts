import * as z from "zod";
import { checkedFields, type MapComplaint } from "../fields/checks.js";
import { checkedString, dnsLabel, fields, objectName, type Complaint } from "../fields/fields.js";
import { refuseCredentials } from "../fields/refusals.js";
import { externalSecret, type ExternalSecretReference } from "./secret-reference.js";
import { gitUrl, urlField } from "../fields/urls.js";

/** A repository that Argo CD reads, and where its credentials are. */
export interface RepositorySpec {
  /** Name of the repository, part of its Secret's. */
  readonly name: string;
  readonly url: string;
  readonly type: "git" | "helm" | "oci";
  /** @default - every project may use it */
  readonly project?: string;
  /** Whether the credentials serve every repository whose URL begins so. */
  readonly prefix: boolean;
  /** @default - none: the repository is public */
  readonly credentials?: RepositoryCredentials;
  /** @default - no GitHub App */
  readonly githubApp?: GithubApp;
}

/**
 * Where the credentials are.
 *
 * They are `username` and `password`, or for SSH `sshPrivateKey`, or for a GitHub App `githubAppPrivateKey`.
 */
export type RepositoryCredentials = { readonly secretName: string } | ExternalSecretReference;

export interface GithubApp {
  readonly appId: number;
  readonly installationId: number;
  /** @default - github.com */
  readonly enterpriseUrl?: string;
}

const credentials = z.union(
  [
    fields({
      secretName: objectName
        .describe("Secret in Argo CD's namespace that has them.")
        .meta({ examples: ["github-credentials"] }),
    }),
    fields({
      externalSecret: externalSecret.describe("An ExternalSecret that brings them."),
    }),
  ],
  {
    error: (issue) =>
      issue.code === "invalid_union"
        ? "expected a map with secretName, or with externalSecret: the values themselves never belong in the file"
        : undefined,
  },
);

const githubApp = fields(
  {
    appId: z
      .int()
      .min(1)
      .describe("Id of the GitHub App.")
      .meta({ examples: [123456] }),
    installationId: z
      .int()
      .min(1)
      .describe("Id of its installation.")
      .meta({ examples: [12345678] }),
    enterpriseUrl: urlField(["https"], "https://github.example.com/api/v3")
      .optional()
      .describe("API of GitHub Enterprise. Default: github.com."),
  },
  refuseCredentials(["privateKey"], "put it in a Secret as githubAppPrivateKey, which credentials names"),
);

const ociUrl = urlField(["oci"], "oci://ghcr.io/acme/charts");

/** One check for Git and OCI, so that a URL with credentials is told as such and not as one of no known kind. */
const repositoryUrl = checkedString((value): Complaint | undefined => {
  const { error } = (value.startsWith("oci:") ? ociUrl : gitUrl).safeParse(value);
  const params = error?.issues[0] as { readonly params?: { readonly complaint?: Complaint } } | undefined;
  return params?.params?.complaint;
});

const repositorySchema = checkedFields(
  fields(
    {
      name: dnsLabel(40)
        .describe("Name of the repository: unique, part of its Secret's name.")
        .meta({ examples: ["gitops"] }),
      url: repositoryUrl
        .describe("URL of the repository, by https, ssh or oci, without credentials.")
        .meta({ examples: ["https://github.com/acme/gitops.git", "git@github.com:acme/gitops.git"] }),
      type: z.enum(["git", "helm", "oci"]).default("git").describe("What the repository holds."),
      project: objectName.optional().describe("Project that may use it. Default: every project."),
      prefix: z
        .boolean()
        .default(false)
        .describe("Whether the credentials serve every repository whose URL begins with this one."),
      credentials: credentials
        .optional()
        .describe(
          "Where username and password are, or sshPrivateKey, or githubAppPrivateKey. Default: none, it is public.",
        ),
      githubApp: githubApp.optional().describe("GitHub App that reads the repository. Default: none."),
    },
    refuseCredentials(
      ["username", "password", "sshPrivateKey", "bearerToken", "token", "githubAppPrivateKey", "tlsClientCertKey"],
      "put it in a Kubernetes Secret, which credentials names",
    ),
  ),
  complainOfRepository,
);

export const repositoriesSchema = z
  .array(repositorySchema)
  .prefault([])
  .describe("Repositories that Argo CD reads. Default: only public ones.");

function complainOfRepository(value: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  const { url, type, credentials: given } = value;
  const oci = typeof url === "string" && url.startsWith("oci:");
  const complaints: MapComplaint[] = [];
  if (oci && type === "git") {
    complaints.push({ field: "type", message: 'type "git" of an oci: URL, expected helm or oci' });
  }
  if (!oci && type === "oci" && typeof url === "string") {
    complaints.push({ field: "type", message: 'type "oci" of another URL, expected one that starts with oci://' });
  }
  return [...complaints, ...complainOfCredentials(value, given === undefined)];
}

function complainOfCredentials(value: Readonly<Record<string, unknown>>, none: boolean): readonly MapComplaint[] {
  const { prefix, githubApp: app, url } = value;
  const fix = "name the Secret that has them: credentials: { secretName: ... }";
  if (none && prefix === true) return [{ message: "prefix shares credentials, and there are none", fix }];
  if (none && app !== undefined) return [{ message: "githubApp has no credentials, expected its private key's", fix }];
  const ssh = typeof url === "string" && /^(ssh:\/\/|[\w.-]+@)/.test(url);
  if (ssh && app !== undefined) {
    return [{ field: "url", message: "githubApp reads by https, expected a URL with https", fix: "write https://..." }];
  }
  return [];
}
