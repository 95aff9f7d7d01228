import { ArgoCdError } from "./argocd.js";
import { AwsError } from "./aws/errors.js";
import { GitError } from "./git.js";
import { KubeconfigError } from "./kubeconfig-file.js";
import { KubernetesError } from "./kubernetes.js";

/** What an error says about the fleet; an error that is not about the fleet is thrown on. */
export function problemOf(error: unknown): string {
  if (error instanceof AwsError) return error.problem;
  const known = [KubernetesError, KubeconfigError, ArgoCdError, GitError].some((type) => error instanceof type);
  if (known) return (error as Error).message;
  throw error;
}

/** What to do about it, where the error itself knows. */
export function fixOf(error: unknown): string | undefined {
  return error instanceof AwsError ? error.fix : undefined;
}
