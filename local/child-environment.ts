const loopback = ["127.0.0.1", "localhost", "::1"];

/** What a program needs to run at all, and what tells it how to reach the world: nothing that configures Kubernetes or Argo CD. */
const inherited = /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|SSL_CERT_(FILE|DIR)|(https?|all)_proxy)$/i;

/**
 * Environment of a program that runs beside us for long.
 *
 * The operator's own KUBECONFIG, ARGOCD_* or GIT_* must not steer it, so it gets a few variables by name instead of all.
 */
export function programEnvironment(
  from: NodeJS.ProcessEnv,
  additions: Record<string, string> = {},
): Record<string, string> {
  const kept = Object.entries(from).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && inherited.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...noProxy(from), ...additions };
}

/** NO_PROXY with the loopback addresses added, in both spellings: a proxy must never see traffic of this machine to itself. */
export function noProxy(from: NodeJS.ProcessEnv): { NO_PROXY: string; no_proxy: string } {
  const given = (from["NO_PROXY"] ?? from["no_proxy"] ?? "").split(",").map((host) => host.trim());
  const hosts = [...new Set([...given.filter((host) => host !== ""), ...loopback])].join(",");
  return { NO_PROXY: hosts, no_proxy: hosts };
}
