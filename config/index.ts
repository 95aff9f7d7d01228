export type {
  ArgoCdIdentity,
  ArgoCdObject,
  ArgoCdSize,
  ArgoCdSpec,
  CapabilityIdentity,
  CapabilityRoleMapping,
  CapabilitySpec,
  ChartSpec,
  DexConnector,
  DexSsoSpec,
  ExternalSecretReference,
  GithubApp,
  IdentityKind,
  IngressSpec,
  IngressTls,
  KubernetesSecretKey,
  OidcSsoSpec,
  PathChart,
  PodIdentity,
  RbacSpec,
  RepositoryChart,
  RepositoryCredentials,
  RepositorySpec,
  SecretReference,
  SsoIdentity,
  SsoSpec,
} from "./argocd/index.js";
export { defaultChart } from "./argocd/index.js";
export { backends, stateOf } from "./backend/index.js";
export type {
  AzurermBackendSpec,
  BackendName,
  BackendSpec,
  CloudBackendSpec,
  GcsBackendSpec,
  HttpBackendSpec,
  KubernetesBackendSpec,
  LocalBackendSpec,
  PgBackendSpec,
  RemoteBackendSpec,
  S3BackendSpec,
} from "./backend/index.js";
export type {
  AutoModeNodes,
  AwsPlace,
  Capabilities,
  ClusterSpec,
  CreatedVpc,
  EksClusterSpec,
  EksCreation,
  EksNetwork,
  EksNodes,
  EksReach,
  ExecCredential,
  ExistingClusterSpec,
  ExistingEndpointSpec,
  GivenVpc,
  KindClusterSpec,
  LocalClusterSpec,
  NodeGroup,
  NodeTaint,
  Partition,
  ProviderName,
} from "./cluster/index.js";
export { capabilitiesOf, clusterProviders, firstLocalPort, localKubernetesVersion } from "./cluster/index.js";
export { durationSeconds } from "./fields/duration.js";
export { ConfigError, type Problem } from "./errors.js";
export type {
  AccessDefinition,
  ClusterDefinition,
  EnvironmentDefinition,
  RegistrationDefinition,
  SpokeDefinition,
} from "./define-environment.js";
export { defineEnvironment } from "./define-environment.js";
export { findEnvironments, resolveEnvironmentFile, selectEnvironments } from "./environment-files.js";
export {
  checkEnvironments,
  checkText,
  loadEnvironment,
  loadEnvironments,
  type CheckedEnvironments,
  type LoadOptions,
} from "./load.js";
export * from "./local-paths.js";
export * from "./names.js";
export { parseEnvironment, type ParsedEnvironment } from "./parse.js";
export type {
  Access,
  AwsIamSpec,
  BearerTokenSpec,
  CertificateIssue,
  CertificateSource,
  ClientCertificateSpec,
  CommonRegistrationSpec,
  ExecSpec,
  ModeName,
  NamespaceAccess,
  PolicyRule,
  RegistrationSpec,
  RuleAccess,
  Subject,
} from "./registration/index.js";
export { registrationModes } from "./registration/index.js";
export type { Origin } from "./resolve.js";
export { stackIds } from "./stack-ids.js";
export type {
  Cluster,
  GitOpsSource,
  Hub,
  HubSpokeTopology,
  Spoke,
  StandaloneCluster,
  StandaloneTopology,
  Topology,
} from "./topology.js";
