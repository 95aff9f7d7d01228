import type { Finding } from "../finding.js";
import { argocdObjectsAreUnique, chartRunsOnCluster } from "./argocd.js";
import { apiServersAreDistinct, clusterNamesAreUnique, spokesAreNotInCluster } from "./clusters.js";
import { annotationsFit } from "./labels.js";
import { homeIsKnown } from "./paths.js";
import { portsDoNotOverlap, portsExist } from "./ports.js";
import { accessCoversNamespaces, clusterResourcesNeedScope, modeSuitsProvider } from "./registration.js";
import { argocdReachesRepository } from "./gitops.js";
import type { Checked, Rule } from "./rule.js";

export type { Checked, Rule } from "./rule.js";

const rules: readonly Rule[] = [
  clusterNamesAreUnique,
  spokesAreNotInCluster,
  apiServersAreDistinct,
  portsExist,
  portsDoNotOverlap,
  homeIsKnown,
  argocdReachesRepository,
  chartRunsOnCluster,
  modeSuitsProvider,
  accessCoversNamespaces,
  clusterResourcesNeedScope,
  argocdObjectsAreUnique,
  annotationsFit,
];

/** Checks what no single field can tell. */
export function checkRules(checked: Checked): readonly Finding[] {
  return rules.flatMap((rule) => rule(checked));
}
