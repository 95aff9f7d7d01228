import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Where the embedded local environment keeps its machine files, below the project's `.hubspoke` folder.
 *
 * They are here, and not with the code that writes them, because a kubeconfig's path and the Git
 * repository's URL must be known before anything runs. All of them are plain string functions.
 */
export const machineFolder = ".hubspoke";

/** Folder of one local environment. */
export function localDirectory(projectDirectory: string, environment: string): string {
  return join(projectDirectory, machineFolder, "local", environment);
}

/** Folder of one local control plane: kubeconfig, keys, data, logs. */
export function clusterDirectory(projectDirectory: string, environment: string, cluster: string): string {
  return join(localDirectory(projectDirectory, environment), "clusters", cluster);
}

/** Admin kubeconfig of one local control plane. */
export function kubeconfigPath(projectDirectory: string, environment: string, cluster: string): string {
  return join(clusterDirectory(projectDirectory, environment, cluster), "kubeconfig");
}

/** Where a kind cluster is for the pods of another one: a kubeconfig without credentials. */
export function internalKubeconfigPath(projectDirectory: string, environment: string, cluster: string): string {
  return join(clusterDirectory(projectDirectory, environment, cluster), "kubeconfig.internal");
}

/** Folder of the Argo CD processes of a local environment. */
export function argocdDirectory(projectDirectory: string, environment: string): string {
  return join(localDirectory(projectDirectory, environment), "argocd");
}

/** The argo-cd chart as assembled for a hub that has no nodes. */
export function argocdChartDirectory(projectDirectory: string, environment: string): string {
  return join(argocdDirectory(projectDirectory, environment), "chart");
}

/** Bare Git repository that a local environment delivers from. */
export function gitopsRepository(projectDirectory: string, environment: string): string {
  return join(localDirectory(projectDirectory, environment), "gitops.git");
}

/** `file://` URL of {@link gitopsRepository}, percent-encoded. */
export function gitopsRepositoryUrl(projectDirectory: string, environment: string): string {
  return pathToFileURL(gitopsRepository(projectDirectory, environment)).href;
}
