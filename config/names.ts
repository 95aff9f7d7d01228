/**
 * Every name that is composed from an environment file, and the limits on what it is composed from.
 *
 * Stack ids and Secret names are for life: a changed one orphans what is deployed under the old one.
 */

/** Longest environment name: it is a prefix of every other name. */
export const maxEnvironmentName = 20;

/** Longest cluster name: it is a DNS label and the value of a Kubernetes label. */
export const maxClusterName = 63;

/** Argo CD's own name for the cluster it runs in. */
export const inClusterName = "in-cluster";

/** Server URL by which Argo CD knows the cluster it runs in. */
export const inClusterServer = "https://kubernetes.default.svc";

/** ServiceAccount on a spoke that Argo CD acts as, as `argocd cluster add` names it. */
export const managerServiceAccount = { name: "argocd-manager", namespace: "kube-system" } as const;

/** Prefix of every label and annotation that hubspoke writes on a cluster Secret. */
export const reservedPrefix = "hubspoke/";

export const labelKeys = {
  environment: "hubspoke/environment",
  role: "hubspoke/role",
  name: "hubspoke/name",
} as const;

/** ApplicationSets read these through the cluster generator, so that Git holds no URL of one environment. */
export const annotationKeys = {
  gitopsRepoURL: "hubspoke/gitops-repo-url",
  gitopsRevision: "hubspoke/gitops-revision",
} as const;

export function hubClusterStackId(environment: string): string {
  return `${environment}-hub-cluster`;
}

export function hubIdentityStackId(environment: string): string {
  return `${environment}-hub-identity`;
}

export function hubArgoCdStackId(environment: string): string {
  return `${environment}-hub-argocd`;
}

export function spokeClusterStackId(environment: string, spoke: string): string {
  return `${environment}-spoke-${spoke}-cluster`;
}

export function spokeRegistrationStackId(environment: string, spoke: string): string {
  return `${environment}-spoke-${spoke}-registration`;
}

/** Stack of a standalone cluster. */
export function clusterStackId(environment: string, cluster: string): string {
  return `${environment}-${cluster}-cluster`;
}

/** Stack of a standalone cluster's own Argo CD. */
export function clusterArgoCdStackId(environment: string, cluster: string): string {
  return `${environment}-${cluster}-argocd`;
}

/** Whether a stack is one of an environment's, also of a spoke that is no longer in the file. */
export function isStackIdOf(environment: string, stackId: string): boolean {
  const rest = stackId.startsWith(`${environment}-`) ? stackId.slice(environment.length + 1) : "";
  return /^hub-(cluster|identity|argocd)$|^spoke-.+-(cluster|registration)$/.test(rest);
}

/** Name of a cluster's Secret in Argo CD's namespace on the hub. */
export function clusterSecretName(environment: string, cluster: string): string {
  return `cluster-${environment}-${cluster}`;
}

/** Context of a local cluster's kubeconfig, and alias of any cluster in a kubeconfig that we write. */
export function contextName(environment: string, cluster: string): string {
  return `${environment}-${cluster}`;
}
