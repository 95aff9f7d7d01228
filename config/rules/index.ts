import type { Finding } from "../finding.js";
import { connectorsHoldNoSecrets, valuesHoldNoSecrets } from "./argocd-secrets.js";
import {
  applicationSetProjectsExist,
  argocdObjectsAreUnique,
  argocdSettingsAreImplemented,
  chartIsAuthentic,
  chartRunsOnCluster,
  defaultProjectIsLeft,
  ingressIsEncrypted,
  peopleNeedDomain,
  somebodyCanLogIn,
} from "./argocd.js";
import { stateNamesFit, stateOutlivesMachine, statesAreEncrypted, statesAreLocked } from "./backend.js";
import {
  apiServersAreDistinct,
  clusterNamesAreUnique,
  insecureIsAccepted,
  kindNamesFit,
  spokesAreElsewhere,
  spokesAreNotInCluster,
} from "./clusters.js";
import {
  adoptedClustersAreNotCreated,
  arnsAreOfTheCluster,
  eksVersionsAreSupported,
  partitionsMatch,
  publicEndpointsAreNarrow,
} from "./eks.js";
import { annotationsFit } from "./labels.js";
import { homeIsKnown } from "./paths.js";
import { portsDoNotOverlap, portsExist } from "./ports.js";
import { routedNetworksAreDistinct, routedNetworksAreKnown, spokesAreReachable } from "./networks.js";
import {
  endpointsAreImplemented,
  insecureIsImplemented,
  modesAreImplemented,
  providersAreImplemented,
  standaloneClustersHaveNodes,
} from "./not-implemented.js";
import {
  accessCoversNamespaces,
  accessHasSubject,
  clusterResourcesNeedScope,
  lifetimesFitEks,
  modeSuitsProvider,
  retiredSpokesAreNotQuarantined,
  rolesAreOfTheAccount,
} from "./registration.js";
import { argocdReachesRepository, repositoryIsAuthentic, revisionIsNamed } from "./gitops.js";
import { policyIsUnderstood, policyIsWellFormed, rolesExist } from "./rbac.js";
import type { Checked, Rule } from "./rule.js";
import { chartIsMaintained, chartIsSound, kubernetesSuitsArgoCd, shardsExist } from "./versions.js";

export type { Checked, Rule } from "./rule.js";

const rules: readonly Rule[] = [
  clusterNamesAreUnique,
  spokesAreNotInCluster,
  spokesAreElsewhere,
  apiServersAreDistinct,
  kindNamesFit,
  insecureIsAccepted,
  portsExist,
  portsDoNotOverlap,
  homeIsKnown,
  argocdReachesRepository,
  chartRunsOnCluster,
  modeSuitsProvider,
  accessCoversNamespaces,
  clusterResourcesNeedScope,
  accessHasSubject,
  lifetimesFitEks,
  rolesAreOfTheAccount,
  retiredSpokesAreNotQuarantined,
  eksVersionsAreSupported,
  publicEndpointsAreNarrow,
  arnsAreOfTheCluster,
  adoptedClustersAreNotCreated,
  partitionsMatch,
  spokesAreReachable,
  routedNetworksAreKnown,
  routedNetworksAreDistinct,
  providersAreImplemented,
  modesAreImplemented,
  endpointsAreImplemented,
  insecureIsImplemented,
  standaloneClustersHaveNodes,
  argocdObjectsAreUnique,
  argocdSettingsAreImplemented,
  chartIsAuthentic,
  chartIsMaintained,
  chartIsSound,
  kubernetesSuitsArgoCd,
  shardsExist,
  defaultProjectIsLeft,
  applicationSetProjectsExist,
  peopleNeedDomain,
  ingressIsEncrypted,
  somebodyCanLogIn,
  policyIsWellFormed,
  policyIsUnderstood,
  rolesExist,
  valuesHoldNoSecrets,
  connectorsHoldNoSecrets,
  repositoryIsAuthentic,
  revisionIsNamed,
  stateNamesFit,
  statesAreEncrypted,
  statesAreLocked,
  stateOutlivesMachine,
  annotationsFit,
];

/** Checks what no single field can tell. */
export function checkRules(checked: Checked): readonly Finding[] {
  return rules.flatMap((rule) => rule(checked));
}
