import { TerraformBackend, type TerraformRemoteState, type TerraformStack } from "cdktf";
import { addressOf, stateOf, type BackendSpec } from "../config/backend/index.js";
import { literal } from "../constructs/expression.js";

/** Gives a stack a state of its own in the environment's backend. */
export function defineBackend(stack: TerraformStack, spec: BackendSpec): void {
  new StackBackend(stack, spec);
}

/** The `terraform` block with which Terraform finds a stack's state. */
export function backendConfiguration(spec: BackendSpec, stackId: string): object {
  const block = blocks[spec.type] as (spec: BackendSpec, stackId: string) => Attributes;
  const attributes = withoutTemplates(block(spec, stackId));
  // What is HCP Terraform's is a block of its own and no backend.
  return { terraform: spec.type === "cloud" ? { cloud: attributes } : { backend: { [spec.type]: attributes } } };
}

type Attributes = Readonly<Record<string, unknown>>;

type Blocks = {
  readonly [Type in BackendSpec["type"]]: (
    spec: Extract<BackendSpec, { readonly type: Type }>,
    stackId: string,
  ) => Attributes;
};

/** The arguments of each backend's block for one stack, without those that are undefined. */
const blocks: Blocks = {
  local: (spec, stackId) => ({ path: stateOf(spec, stackId) }),
  s3: (spec, stackId) => ({
    bucket: spec.bucket,
    key: stateOf(spec, stackId),
    region: spec.region,
    encrypt: spec.encrypt,
    use_lockfile: true,
    kms_key_id: spec.kmsKeyId,
    assume_role: spec.roleArn === undefined ? undefined : { role_arn: spec.roleArn },
    ...(spec.endpoint !== undefined && otherThanAmazon(spec.endpoint)),
  }),
  gcs: (spec, stackId) => ({
    bucket: spec.bucket,
    prefix: stateOf(spec, stackId),
    kms_encryption_key: spec.kmsEncryptionKey,
    impersonate_service_account: spec.impersonateServiceAccount,
  }),
  azurerm: (spec, stackId) => ({
    storage_account_name: spec.storageAccountName,
    container_name: spec.containerName,
    key: stateOf(spec, stackId),
    resource_group_name: spec.resourceGroupName,
    subscription_id: spec.subscriptionId,
    tenant_id: spec.tenantId,
    client_id: spec.clientId,
    environment: spec.environment,
    use_azuread_auth: spec.useAzureadAuth,
    use_oidc: spec.useOidc,
    use_msi: spec.useMsi,
    use_cli: spec.useCli,
  }),
  http: (spec, stackId) => ({
    address: stateOf(spec, stackId),
    update_method: spec.updateMethod,
    ...(spec.lockAddress !== undefined && {
      lock_address: addressOf(spec.lockAddress, stackId),
      lock_method: spec.lockMethod,
      unlock_address: addressOf(spec.unlockAddress ?? spec.lockAddress, stackId),
      unlock_method: spec.unlockMethod,
    }),
  }),
  kubernetes: (spec, stackId) => ({
    namespace: spec.namespace,
    secret_suffix: stateOf(spec, stackId),
    config_path: spec.configPath,
    config_context: spec.configContext,
    in_cluster_config: spec.inClusterConfig,
    labels: spec.labels,
  }),
  pg: (spec, stackId) => ({ schema_name: stateOf(spec, stackId) }),
  remote: (spec, stackId) => ({
    hostname: spec.hostname,
    organization: spec.organization,
    workspaces: { name: stateOf(spec, stackId) },
  }),
  cloud: (spec, stackId) => ({
    hostname: spec.hostname,
    organization: spec.organization,
    workspaces: { name: stateOf(spec, stackId), project: spec.project },
  }),
};

/** Other stores know neither Amazon's accounts and regions nor its checksums, and have no host for each bucket. */
function otherThanAmazon(endpoint: string): Attributes {
  return {
    endpoints: { s3: endpoint },
    use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    skip_requesting_account_id: true,
    skip_s3_checksum: true,
  };
}

/** One class for every backend: cdktf's own lack one of them, and arguments of the others. */
class StackBackend extends TerraformBackend {
  private readonly configuration: object;

  constructor(stack: TerraformStack, spec: BackendSpec) {
    super(stack, "backend", spec.type);
    this.configuration = backendConfiguration(spec, stack.node.id);
  }

  override toTerraform(): unknown {
    return this.configuration;
  }

  override getRemoteStateDataSource(scope: unknown, _name: string, fromStack: string): TerraformRemoteState {
    const reader = (scope as TerraformStack).node.path;
    throw new Error(
      `stack "${reader}" uses a value of stack "${fromStack}", expected none of another stack: ` +
        "its outputs, secrets included, would be copied into every state that reads it; read the value again instead",
    );
  }
}

/** Text is taken literally, and what is undefined left out, at every depth. */
function withoutTemplates(value: unknown): unknown {
  if (typeof value === "string") return literal(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutTemplates(child)]));
}
