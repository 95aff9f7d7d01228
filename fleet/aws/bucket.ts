import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type { S3BackendSpec } from "../../config/backend/index.js";
import { openUnchecked } from "./credentials.js";
import { ask } from "./errors.js";
import { collect } from "./pages.js";

/** A bucket that Terraform keeps states in. */
export interface Bucket {
  /** Every key that begins so. */
  keys(prefix: string): Promise<readonly string[]>;
  text(key: string): Promise<string>;
}

/** Opens the bucket of a backend as Terraform does. */
export async function openBucket({ bucket, region, roleArn, endpoint }: S3BackendSpec): Promise<Bucket> {
  const config = await openUnchecked({ region, assumeRole: roleArn });
  const client = new S3Client({ ...config, ...(endpoint !== undefined && { endpoint, forcePathStyle: true }) });
  const keys = (prefix: string): Promise<readonly string[]> =>
    collect(paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }), ({ Contents = [] }) =>
      Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])),
    );
  const text = async (key: string): Promise<string> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body?.transformToString() ?? "";
  };
  return {
    keys: (prefix) => ask("s3:ListBucket", () => keys(prefix)),
    text: (key) => ask("s3:GetObject", () => text(key)),
  };
}
