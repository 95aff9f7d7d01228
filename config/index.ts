export type { ArgoCdObject, ArgoCdSpec, ChartSpec, PathChart, RepositoryChart } from "./argocd.js";
export { defaultChart } from "./argocd.js";
export type { BackendSpec, LocalBackendSpec } from "./backend.js";
export type {
  Capabilities,
  ClusterSpec,
  ExistingClusterSpec,
  LocalClusterSpec,
  ProviderName,
} from "./cluster/index.js";
export { capabilitiesOf, clusterProviders, firstLocalPort, localKubernetesVersion } from "./cluster/index.js";
export { durationSeconds } from "./duration.js";
export { ConfigError, type Problem } from "./errors.js";
export { defineEnvironment, type EnvironmentDefinition } from "./define-environment.js";
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
  BearerTokenSpec,
  ModeName,
  NamespaceAccess,
  PolicyRule,
  RegistrationSpec,
  RuleAccess,
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
