import * as z from "zod";
import { fields, matching, nonEmpty } from "../fields/fields.js";
import { inFolder, prefixField, type Backend } from "./backend.js";
import { refuseCredentials, refuseSet } from "../fields/refusals.js";

/** Terraform state as blobs of an Azure storage account, which encrypts them; locked by leases. */
export interface AzurermBackendSpec {
  readonly type: "azurerm";
  readonly storageAccountName: string;
  readonly containerName: string;
  readonly prefix?: string;
  readonly resourceGroupName?: string;
  readonly subscriptionId?: string;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly environment?: "public" | "usgovernment" | "china";
  readonly useAzureadAuth?: boolean;
  readonly useOidc?: boolean;
  readonly useMsi?: boolean;
  readonly useCli?: boolean;
}

const id = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "a GUID").optional();

const schema = fields(
  {
    storageAccountName: matching(/^[a-z0-9]{3,24}$/, "3 to 24 lowercase letters and digits")
      .describe("Storage account, which is there already.")
      .meta({ examples: ["acmeterraform"] }),
    containerName: matching(
      /^[a-z0-9](-?[a-z0-9]){2,62}$/,
      'a container name: 3 to 63 lowercase letters, digits and "-"',
    )
      .describe("Container of the storage account.")
      .meta({ examples: ["state"] }),
    prefix: prefixField,
    resourceGroupName: nonEmpty
      .optional()
      .describe("Resource group of the storage account, where its access key is looked up. Default: none."),
    subscriptionId: id.describe("Subscription of the storage account. Default: ARM_SUBSCRIPTION_ID."),
    tenantId: id.describe("Tenant to log in to. Default: ARM_TENANT_ID."),
    clientId: id.describe("Application or managed identity to log in as. Default: ARM_CLIENT_ID."),
    environment: z.enum(["public", "usgovernment", "china"]).optional().describe("Azure cloud. Default: public."),
    useAzureadAuth: z
      .boolean()
      .optional()
      .describe("Whether blobs are reached by the login itself, without an access key. Default: false."),
    useOidc: z.boolean().optional().describe("Whether the login is by OIDC, as in CI. Default: false."),
    useMsi: z.boolean().optional().describe("Whether the login is by the machine's managed identity. Default: false."),
    useCli: z.boolean().optional().describe("Whether the login of the az command is used. Default: true."),
  },
  {
    ...refuseCredentials(
      ["accessKey", "sasToken", "clientSecret", "clientCertificate", "clientCertificatePassword", "oidcToken"],
      "set useAzureadAuth: true and log in, or export ARM_ACCESS_KEY, ARM_SAS_TOKEN or ARM_CLIENT_SECRET, where Terraform runs",
    ),
    ...refuseSet(["key"], "write prefix: a stack's blob is <prefix>/<stack id>.tfstate"),
  },
).describe("State in an Azure storage account, encrypted and locked.");

export const azurermBackend: Backend<typeof schema, AzurermBackendSpec> = {
  schema,
  resolve: (file) => ({ type: "azurerm", ...file }),
  stateOf: (spec, stackId) => inFolder(spec.prefix, `${stackId}.tfstate`),
};
