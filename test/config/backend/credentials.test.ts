import { expect, test } from "vitest";
import type { BackendName } from "../../../config/backend/index.js";
import { said } from "../said.js";
import { localEnvironment } from "../support.js";

/** The least that each needs. */
const least: Record<BackendName, Record<string, string>> = {
  local: {},
  s3: { bucket: "acme", region: "eu-west-1" },
  gcs: { bucket: "acme" },
  azurerm: { storageAccountName: "acme", containerName: "state" },
  http: { address: "https://state.example.com", lockAddress: "https://state.example.com/locks" },
  kubernetes: { namespace: "terraform", configPath: "kubeconfig" },
  pg: {},
  remote: { organization: "acme" },
  cloud: { organization: "acme" },
};

const aws = "export AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, where Terraform runs";
const google =
  "export GOOGLE_APPLICATION_CREDENTIALS, or run gcloud auth application-default login, where Terraform runs";
const azure =
  "set useAzureadAuth: true and log in, or export ARM_ACCESS_KEY, ARM_SAS_TOKEN or ARM_CLIENT_SECRET, where Terraform runs";
const http = "export TF_HTTP_USERNAME and TF_HTTP_PASSWORD where Terraform runs";
const kubernetes = "name a kubeconfig that has it: configPath";
const pg = "export PG_CONN_STR, or PGHOST, PGUSER and PGPASSWORD, where Terraform runs";
const hcp = "run terraform login, or export TF_TOKEN_<host> (TF_TOKEN_app_terraform_io), where Terraform runs";

test.each<[BackendName, string, string]>([
  ["s3", "accessKey", aws],
  ["s3", "access_key", aws],
  ["s3", "secretKey", aws],
  ["s3", "secret_key", aws],
  ["s3", "token", aws],
  ["s3", "sseCustomerKey", aws],
  ["gcs", "credentials", google],
  ["gcs", "access_token", google],
  ["gcs", "encryptionKey", google],
  ["azurerm", "accessKey", azure],
  ["azurerm", "access_key", azure],
  ["azurerm", "sasToken", azure],
  ["azurerm", "client_secret", azure],
  ["http", "username", http],
  ["http", "password", http],
  ["http", "client_private_key_pem", http],
  ["kubernetes", "token", kubernetes],
  ["kubernetes", "client_key", kubernetes],
  ["pg", "connStr", pg],
  ["pg", "conn_str", pg],
  ["pg", "password", pg],
  ["remote", "token", hcp],
  ["cloud", "token", hcp],
])("a credential of %s, %s, is refused and not echoed", (name, field, instead) => {
  const text = localEnvironment(`backend: ${JSON.stringify({ [name]: { ...least[name], [field]: "canary-9" } })}\n`);
  expect(said(text)).toBe(
    `dev.yaml:6  backend.${name}.${field}
  "${field}" is a credential, expected none in the file
  fix: remove it, take it as leaked if the file was ever committed, and ${instead}`,
  );
});
