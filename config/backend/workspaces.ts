import { fields, matching, nonEmpty } from "../fields/fields.js";
import { hostName } from "../fields/host-name.js";
import type { Backend } from "./backend.js";
import { refuseCredentials, refuseSet } from "../fields/refusals.js";

interface WorkspacesSpec {
  /** @default - app.terraform.io */
  readonly hostname?: string;
  readonly organization: string;
  /** Prefix of the workspaces, one for each stack. */
  readonly workspacePrefix: string;
}

/** Terraform state in workspaces of HCP Terraform or Terraform Enterprise, by the `remote` backend. */
export interface RemoteBackendSpec extends WorkspacesSpec {
  readonly type: "remote";
}

/** The same by the `cloud` block, which makes the workspaces of a project. */
export interface CloudBackendSpec extends WorkspacesSpec {
  readonly type: "cloud";
  /** @default - the organization's default project */
  readonly project?: string;
}

const common = {
  hostname: hostName
    .optional()
    .describe("Host of Terraform Enterprise. Default: app.terraform.io.")
    .meta({ examples: ["terraform.example.com"] }),
  organization: nonEmpty.describe("Organization of the workspaces.").meta({ examples: ["acme"] }),
  workspacePrefix: matching(/^[\w-]*$/, 'letters, digits, "-" and "_"')
    .default("")
    .describe("Prefix of the workspaces: a stack's is <prefix><stack id>; it must run Terraform locally.")
    .meta({ examples: ["hubspoke-"] }),
};

const refused = {
  ...refuseCredentials(
    ["token"],
    "run terraform login, or export TF_TOKEN_<host> (TF_TOKEN_app_terraform_io), where Terraform runs",
  ),
  ...refuseSet(["workspaces", "workspace"], "write workspacePrefix: a stack's workspace is <prefix><stack id>"),
};

const remoteSchema = fields(common, refused).describe(
  "State in workspaces of HCP Terraform or Terraform Enterprise, by the remote backend.",
);

const cloudSchema = fields(
  { ...common, project: nonEmpty.optional().describe("Project of new workspaces. Default: the organization's.") },
  refused,
).describe("State in workspaces of HCP Terraform or Terraform Enterprise, by the cloud block.");

const limit = { characters: 90, what: "the name of its workspace" };

export const remoteBackend: Backend<typeof remoteSchema, RemoteBackendSpec> = {
  schema: remoteSchema,
  resolve: (file) => ({ type: "remote", ...file }),
  stateOf: (spec, stackId) => `${spec.workspacePrefix}${stackId}`,
  limit,
};

export const cloudBackend: Backend<typeof cloudSchema, CloudBackendSpec> = {
  schema: cloudSchema,
  resolve: (file) => ({ type: "cloud", ...file }),
  stateOf: (spec, stackId) => `${spec.workspacePrefix}${stackId}`,
  limit,
};
