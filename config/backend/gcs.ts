import { fields, matching } from "../fields/fields.js";
import { inFolder, prefixField, type Backend } from "./backend.js";
import { refuseCredentials } from "../fields/refusals.js";

/** Terraform state in a bucket of Google Cloud Storage, which encrypts and locks by itself. */
export interface GcsBackendSpec {
  readonly type: "gcs";
  readonly bucket: string;
  readonly prefix?: string;
  /** @default - Google's key */
  readonly kmsEncryptionKey?: string;
  /** @default - the credentials of the process environment, as they are */
  readonly impersonateServiceAccount?: string;
}

const schema = fields(
  {
    bucket: matching(
      /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
      'a bucket name: lowercase letters, digits, "-", "_" and "."',
    )
      .describe("Bucket, which is there already, with versioning on.")
      .meta({ examples: ["acme-terraform-state"] }),
    prefix: prefixField,
    kmsEncryptionKey: matching(
      /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
      "projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>",
    )
      .optional()
      .describe("Cloud KMS key that encrypts the state. Default: Google's own.")
      .meta({ examples: ["projects/acme/locations/europe-west1/keyRings/terraform/cryptoKeys/state"] }),
    impersonateServiceAccount: matching(/^[^@\s]+@[^@\s]+\.gserviceaccount\.com$/, "the email of a service account")
      .optional()
      .describe("Service account that is impersonated to reach the bucket. Default: none.")
      .meta({ examples: ["terraform@acme.iam.gserviceaccount.com"] }),
  },
  refuseCredentials(
    ["credentials", "accessToken", "encryptionKey"],
    "export GOOGLE_APPLICATION_CREDENTIALS, or run gcloud auth application-default login, where Terraform runs",
  ),
).describe("State in a Google Cloud Storage bucket, encrypted and locked.");

export const gcsBackend: Backend<typeof schema, GcsBackendSpec> = {
  schema,
  resolve: (file) => ({ type: "gcs", ...file }),
  stateOf: (spec, stackId) => inFolder(spec.prefix, stackId),
};
