import * as z from "zod";
import { checkedFields } from "../fields/checks.js";
import { fields, matching } from "../fields/fields.js";
import { urlField } from "../fields/urls.js";
import { inFolder, prefixField, type Backend } from "./backend.js";
import { refuseCredentials, refuseSet } from "../fields/refusals.js";

/** Terraform state in a bucket of Amazon S3, or of a store that speaks its protocol; locked by an object beside it. */
export interface S3BackendSpec {
  readonly type: "s3";
  readonly bucket: string;
  readonly region: string;
  readonly prefix?: string;
  /** Whether the store is told to encrypt. */
  readonly encrypt: boolean;
  /** @default - the bucket's own key */
  readonly kmsKeyId?: string;
  /** @default - the credentials of the process environment, as they are */
  readonly roleArn?: string;
  /** @default - Amazon's of the region */
  readonly endpoint?: string;
}

const schema = checkedFields(
  fields(
    {
      bucket: matching(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'a bucket name: 3 to 63 lowercase letters, digits, "." and "-"',
      )
        .describe("Bucket, which is there already, with versioning on.")
        .meta({ examples: ["acme-terraform-state"] }),
      region: matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, "a region such as eu-west-1")
        .describe("Region of the bucket.")
        .meta({ examples: ["eu-west-1"] }),
      prefix: prefixField,
      encrypt: z
        .boolean()
        .default(true)
        .describe("Whether the store encrypts the state; false is for stores that cannot."),
      kmsKeyId: matching(
        /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/\S+|alias\/\S+|(mrk-)?[0-9a-f-]{32,36})$/,
        "a KMS key: its id, its ARN, or alias/<name>",
      )
        .optional()
        .describe("KMS key that encrypts the state. Default: the bucket's.")
        .meta({ examples: ["alias/terraform-state"] }),
      roleArn: matching(
        /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
        "the ARN of a role: arn:aws:iam::<account>:role/<name>",
      )
        .optional()
        .describe("Role that is assumed to reach the bucket. Default: none.")
        .meta({ examples: ["arn:aws:iam::111122223333:role/terraform-state"] }),
      endpoint: urlField(["https", "http"], "https://minio.example.com:9000")
        .optional()
        .describe("URL of a store that speaks S3's protocol, such as MinIO. Default: Amazon S3.")
        .meta({ examples: ["https://minio.example.com:9000"] }),
    },
    {
      ...refuseCredentials(
        ["accessKey", "secretKey", "accessKeyId", "secretAccessKey", "token", "sessionToken", "sseCustomerKey"],
        "export AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, where Terraform runs",
      ),
      ...refuseSet(["key"], "write prefix: a stack's key is <prefix>/<stack id>.tfstate"),
      ...refuseSet(["useLockfile", "dynamodbTable"], "remove it: a lock file in the bucket locks every state"),
    },
  ),
  ({ encrypt, kmsKeyId }) =>
    encrypt === false && kmsKeyId !== undefined
      ? [{ field: "kmsKeyId", message: "kmsKeyId has no effect beside encrypt: false", fix: "remove one of them" }]
      : [],
).describe("State in an S3 bucket: encrypted, and locked by a file beside it.");

export const s3Backend: Backend<typeof schema, S3BackendSpec> = {
  schema,
  resolve: (file) => ({ type: "s3", ...file }),
  stateOf: (spec, stackId) => inFolder(spec.prefix, `${stackId}.tfstate`),
};
