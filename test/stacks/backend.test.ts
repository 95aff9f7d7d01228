import { App, TerraformOutput, TerraformResource } from "cdktf";
import { expect, test } from "vitest";
import { backendNames, type BackendSpec } from "../../config/backend/index.js";
import { BaseStack } from "../../stacks/base-stack.js";
import { synthesized, temporaryFolder, topology } from "./support.js";

/** What Terraform is told of the hub's Argo CD stack. */
function terraformOf(backend: BackendSpec): Record<string, unknown> {
  const { terraform } = synthesized(topology({ backend })).stacks["ref-hub-argocd"] ?? {};
  const { backend: block, cloud } = terraform as Record<string, unknown>;
  return { ...(block !== undefined && { backend: block }), ...(cloud !== undefined && { cloud }) };
}

const full: Record<BackendSpec["type"], readonly [BackendSpec, Record<string, unknown>]> = {
  local: [
    { type: "local", path: "/state/${HOME}" },
    { backend: { local: { path: "/state/$${HOME}/ref-hub-argocd.tfstate" } } },
  ],
  s3: [
    {
      type: "s3",
      bucket: "acme",
      region: "eu-west-1",
      prefix: "a",
      encrypt: true,
      kmsKeyId: "alias/state",
      roleArn: "arn:aws:iam::111122223333:role/terraform",
    },
    {
      backend: {
        s3: {
          bucket: "acme",
          key: "a/ref-hub-argocd.tfstate",
          region: "eu-west-1",
          encrypt: true,
          use_lockfile: true,
          kms_key_id: "alias/state",
          assume_role: { role_arn: "arn:aws:iam::111122223333:role/terraform" },
        },
      },
    },
  ],
  gcs: [
    {
      type: "gcs",
      bucket: "acme",
      prefix: "a",
      kmsEncryptionKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
      impersonateServiceAccount: "x@y.iam.gserviceaccount.com",
    },
    {
      backend: {
        gcs: {
          bucket: "acme",
          prefix: "a/ref-hub-argocd",
          kms_encryption_key: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
          impersonate_service_account: "x@y.iam.gserviceaccount.com",
        },
      },
    },
  ],
  azurerm: [
    {
      type: "azurerm",
      storageAccountName: "acme",
      containerName: "state",
      resourceGroupName: "platform",
      subscriptionId: "s",
      tenantId: "t",
      clientId: "c",
      environment: "public",
      useAzureadAuth: true,
      useOidc: true,
      useMsi: false,
      useCli: false,
    },
    {
      backend: {
        azurerm: {
          storage_account_name: "acme",
          container_name: "state",
          key: "ref-hub-argocd.tfstate",
          resource_group_name: "platform",
          subscription_id: "s",
          tenant_id: "t",
          client_id: "c",
          environment: "public",
          use_azuread_auth: true,
          use_oidc: true,
          use_msi: false,
          use_cli: false,
        },
      },
    },
  ],
  http: [
    {
      type: "http",
      address: "https://a.example.com/{stack}",
      updateMethod: "POST",
      lockAddress: "https://a.example.com/{stack}/lock",
      lockMethod: "POST",
      unlockMethod: "DELETE",
    },
    {
      backend: {
        http: {
          address: "https://a.example.com/ref-hub-argocd",
          update_method: "POST",
          lock_address: "https://a.example.com/ref-hub-argocd/lock",
          lock_method: "POST",
          unlock_address: "https://a.example.com/ref-hub-argocd/lock",
          unlock_method: "DELETE",
        },
      },
    },
  ],
  kubernetes: [
    {
      type: "kubernetes",
      namespace: "terraform",
      configPath: "/kubeconfig",
      configContext: "hub",
      inClusterConfig: false,
      labels: { team: "platform" },
    },
    {
      backend: {
        kubernetes: {
          namespace: "terraform",
          secret_suffix: "ref-hub-argocd",
          config_path: "/kubeconfig",
          config_context: "hub",
          in_cluster_config: false,
          labels: { team: "platform" },
        },
      },
    },
  ],
  pg: [{ type: "pg", schemaPrefix: "tf_" }, { backend: { pg: { schema_name: "tf_ref-hub-argocd" } } }],
  remote: [
    { type: "remote", hostname: "tfe.example.com", organization: "acme", workspacePrefix: "a-" },
    {
      backend: {
        remote: { hostname: "tfe.example.com", organization: "acme", workspaces: { name: "a-ref-hub-argocd" } },
      },
    },
  ],
  cloud: [
    { type: "cloud", organization: "acme", workspacePrefix: "", project: "fleet" },
    { cloud: { organization: "acme", workspaces: { name: "ref-hub-argocd", project: "fleet" } } },
  ],
};

test.each(backendNames)("the block of %s says what the environment does, and nothing else", (name) => {
  const [spec, block] = full[name];
  expect(terraformOf(spec)).toEqual(block);
});

test("another store than Amazon's is told so", () => {
  const spec = {
    type: "s3",
    bucket: "acme",
    region: "here",
    encrypt: true,
    endpoint: "https://minio.example.com",
  } as const;
  expect(terraformOf(spec)).toEqual({
    backend: {
      s3: {
        bucket: "acme",
        key: "ref-hub-argocd.tfstate",
        region: "here",
        encrypt: true,
        use_lockfile: true,
        endpoints: { s3: "https://minio.example.com" },
        use_path_style: true,
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
        skip_s3_checksum: true,
      },
    },
  });
});

test("without an address for locks there is nothing about locks", () => {
  const methods = { updateMethod: "POST", lockMethod: "LOCK", unlockMethod: "UNLOCK" } as const;
  expect(terraformOf({ type: "http", address: "https://a.example.com", ...methods })).toEqual({
    backend: { http: { address: "https://a.example.com/ref-hub-argocd", update_method: "POST" } },
  });
});

test.each(backendNames)("every stack has a state of its own in %s", (name) => {
  const { stacks } = synthesized(topology({ backend: full[name][0] }));
  const blocks = Object.values(stacks).map(({ terraform }) => {
    const { backend, cloud } = terraform as Record<string, unknown>;
    return JSON.stringify(backend ?? cloud);
  });
  expect(blocks.length).toBeGreaterThan(4);
  expect(new Set(blocks).size).toBe(blocks.length);
});

class Plain extends BaseStack {
  constructor(app: App, id: string) {
    super(app, id, { type: "pg", schemaPrefix: "" });
  }
}

test("no stack can read another one's state", () => {
  const app = new App({ outdir: temporaryFolder() });
  const producer = new Plain(app, "producer");
  const consumer = new Plain(app, "consumer");
  const thing = new TerraformResource(producer, "Thing", { terraformResourceType: "terraform_data" });
  new TerraformOutput(consumer, "Copy", { value: thing.getStringAttribute("output") });
  expect(() => app.synth()).toThrow(
    'stack "consumer" uses a value of stack "producer", expected none of another stack: ' +
      "its outputs, secrets included, would be copied into every state that reads it; read the value again instead",
  );
});
