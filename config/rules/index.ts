import type { Finding } from "../finding.js";
import {
  adoptedManagersAreKnown,
  adoptedNamesAreUnique,
  adoptedSpokesAreNotInCluster,
  hubIsAdoptedWithArgoCd,
} from "./adoption.js";
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
import { capabilityHasAdmins, capabilityHasNoChart, capabilitySuitsHub } from "./capability.js";
import { capabilityHasOneNamespace, capabilityTakesObjects } from "./capability-objects.js";
import {
  capabilityHoldsSpokes,
  capabilityIsToldArns,
  capabilityNeedsNoRoute,
  capabilityReachesSpokes,
} from "./capability-spokes.js";
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
import { identityIsOfAws, protectedClustersStay, rolesAreTrusted, rolesFitPolicies } from "./identity.js";
import { addonsAreNeeded, argocdHasNodePool } from "./eks-nodes.js";
import { annotationsFit } from "./labels.js";
import { homeIsKnown } from "./paths.js";
import { portsDoNotOverlap, portsExist } from "./ports.js";
import {
  hubsAreNotReached,
  routedNetworksAreDistinct,
  routedNetworksAreKnown,
  routedNetworksLeaveServices,
  routesAreMadeOnce,
  spokesAreReachable,
} from "./networks.js";
import { standaloneClustersHaveNodes } from "./not-implemented.js";
import {
  accessCoversNamespaces,
  accessHasSubject,
  accessIsComputed,
  clusterResourcesNeedScope,
  lifetimesFitEks,
  modeSuitsProvider,
  retiredSpokesAreNotQuarantined,
  rolesAreOfTheAccount,
} from "./registration.js";
import {
  existingArgoCdHasGitOps,
  existingArgoCdIsElsewhere,
  existingArgoCdIsLeft,
  hubSecretIsThere,
} from "./existing-argocd.js";
import { argocdReachesRepository, repositoryIsAuthentic, revisionIsNamed } from "./gitops.js";
import { kindClustersAreReached } from "./reach.js";
import { deletionReachesSpokes } from "./retirement.js";
import { policyIsUnderstood, policyIsWellFormed, rolesExist } from "./rbac.js";
import type { Checked, Rule } from "./rule.js";
import { tagsFit } from "./tags.js";
import { chartIsMaintained, chartIsSound, kubernetesSuitsArgoCd, shardsExist } from "./versions.js";

export type { Checked, Rule } from "./rule.js";

const rules: readonly Rule[] = [
  clusterNamesAreUnique,
  spokesAreNotInCluster,
  spokesAreElsewhere,
  apiServersAreDistinct,
  adoptedNamesAreUnique,
  adoptedSpokesAreNotInCluster,
  adoptedManagersAreKnown,
  hubIsAdoptedWithArgoCd,
  existingArgoCdIsElsewhere,
  existingArgoCdIsLeft,
  existingArgoCdHasGitOps,
  hubSecretIsThere,
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
  accessIsComputed,
  lifetimesFitEks,
  rolesAreOfTheAccount,
  retiredSpokesAreNotQuarantined,
  deletionReachesSpokes,
  rolesAreTrusted,
  rolesFitPolicies,
  identityIsOfAws,
  protectedClustersStay,
  eksVersionsAreSupported,
  publicEndpointsAreNarrow,
  arnsAreOfTheCluster,
  adoptedClustersAreNotCreated,
  partitionsMatch,
  addonsAreNeeded,
  argocdHasNodePool,
  capabilitySuitsHub,
  capabilityHasNoChart,
  capabilityHasAdmins,
  capabilityReachesSpokes,
  capabilityIsToldArns,
  capabilityNeedsNoRoute,
  capabilityHoldsSpokes,
  capabilityTakesObjects,
  capabilityHasOneNamespace,
  tagsFit,
  spokesAreReachable,
  routedNetworksAreKnown,
  routedNetworksAreDistinct,
  routedNetworksLeaveServices,
  routesAreMadeOnce,
  hubsAreNotReached,
  kindClustersAreReached,
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
