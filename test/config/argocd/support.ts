/** A hub with nodes whose `argocd` is on line 7, and what follows it from line 8 on. */
export function hubWith(argocd: Record<string, unknown>, rest = ""): string {
  return `apiVersion: hubspoke/v1
name: dev
gitops: { repoURL: https://github.com/acme/gitops.git }
hub:
  name: hub
  cluster: { provider: existing, kubeconfig: /k, context: hub }
  argocd: ${JSON.stringify(argocd)}
${rest}`;
}
