import { createHash } from "node:crypto";

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

/** Role of it there, or roles in namespaces, and their bindings, named as `argocd cluster add` does. */
export const managerRole = "argocd-manager-role";
export const managerBinding = "argocd-manager-role-binding";

/** Annotation of a cluster Secret by which Argo CD leaves all of its Applications alone. */
export const quarantineKey = "argocd.argoproj.io/skip-reconcile";

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

/** Annotation of a cluster Secret: what its certificate was issued for, so that another wish is noticed. */
export const certificateIssueKey = "hubspoke/certificate-issue";

/** What is recorded on a cluster Secret with a credential in it, which Terraform cannot read back. */
export const recordKeys = {
  /** `configDigest()` of the Secret as Terraform wrote it. */
  configDigest: "hubspoke/config-digest",
  /** When the credential ends, as RFC 3339; written after a deploy, and no business of Terraform's. */
  credentialExpiresAt: "hubspoke/credential-expires-at",
} as const;

/** Annotation of a cluster Secret: Applications of a spoke that leaves which are being deleted, as JSON. */
export const drainingKey = "hubspoke/draining";

/** Tags of every AWS resource that is made for a cluster. */
export const tagKeys = { environment: "hubspoke:environment", cluster: "hubspoke:cluster" } as const;

/**
 * Annotations of a cluster Secret that say where in AWS the cluster is.
 *
 * Not under our prefix: add-on repositories of the GitOps bridge read these names.
 *
 * @see https://github.com/gitops-bridge-dev/gitops-bridge
 */
export const bridgeKeys = {
  clusterName: "aws_cluster_name",
  region: "aws_region",
  account: "aws_account_id",
  partition: "aws_partition",
  vpc: "aws_vpc_id",
  oidcIssuer: "aws_oidc_issuer",
  argocdNamespace: "argocd_namespace",
  argocdRole: "argocd_iam_role_arn",
} as const;

/** Kubernetes group of Argo CD's role on an EKS cluster, where its rights are rules of ours. */
export const managerGroup = "hubspoke:argocd-manager";

/** Kubernetes user of a client certificate that a spoke issues. */
export const managerUser = "hubspoke:argocd-manager";

/** What the names of the variables begin with that the command line fills. */
export const issuedVariablePrefix = "hubspoke_";

/** Terraform variables of a certificate that a spoke issues; those of several environments are in one shell. */
export function issuedVariables(environment: string, spoke: string) {
  const stem = `${issuedVariablePrefix}${environment}_spoke_${spoke}`.replaceAll("-", "_");
  return { certificate: `${stem}_certificate`, key: `${stem}_key` };
}

/** Name of a hub's EKS capability for Argo CD; a cluster has one of a type. */
export const capabilityName = "argocd";

/** Longest name of an IAM role, by IAM. */
const maxRoleName = 64;

/**
 * Name of an IAM role or policy: what accounts have beside ours tells it apart by its prefix.
 *
 * One that would be too long ends in a hash of the whole.
 */
export function iamName(...parts: readonly string[]): string {
  const name = ["hubspoke", ...parts].join("-");
  if (name.length <= maxRoleName) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, maxRoleName - 9)}-${hash}`;
}

export function hubClusterStackId(environment: string): string {
  return `${environment}-hub-cluster`;
}

/** Stack of what connects the hub's network: attachments to transit gateways. */
export function hubNetworkStackId(environment: string): string {
  return `${environment}-hub-network`;
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

/** Stack of the route between the hub's network and a spoke's. */
export function spokeNetworkStackId(environment: string, spoke: string): string {
  return `${environment}-spoke-${spoke}-network`;
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
  return /^hub-(cluster|network|identity|argocd)$|^spoke-.+-(cluster|network|registration)$/.test(rest);
}

/** Name of a cluster's Secret in Argo CD's namespace on the hub. */
export function clusterSecretName(environment: string, cluster: string): string {
  return `cluster-${environment}-${cluster}`;
}

/** Context of a local cluster's kubeconfig, and alias of any cluster in a kubeconfig that we write. */
export function contextName(environment: string, cluster: string): string {
  return `${environment}-${cluster}`;
}
