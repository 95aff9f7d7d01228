import { ArgoCdError } from "./argocd.js";
import { GitError } from "./git.js";
import { KubeconfigError } from "./kubeconfig-file.js";
import { KubernetesError } from "./kubernetes.js";

/** What an error says about the fleet; an error that is not about the fleet is thrown on. */
export function problemOf(error: unknown): string {
  const known = [KubernetesError, KubeconfigError, ArgoCdError, GitError].some((type) => error instanceof type);
  if (known) return (error as Error).message;
  throw error;
}
