/** Environment file of a fleet of clusters on this machine, each with ports of its own. */
export function localFleetFile(name: string, spokes: number, basePort: number): string {
  return [
    ...heading(name),
    // The sample fleet of this package, whatever the environment is called.
    "gitops: { path: environments/local }",
    "defaults:",
    "  cluster: { provider: local }",
    "hub:",
    "  name: hub",
    `  cluster: { port: ${basePort} }`,
    "spokes:",
    ...spokeNames(spokes).flatMap((spoke, index) => [
      `  - name: ${spoke}`,
      `    cluster: { port: ${basePort + 10 * (index + 1)} }`,
      `    labels: { tier: ${index % 2 === 0 ? "gold" : "silver"}, region: eu }`,
    ]),
    "",
  ].join("\n");
}

/** Environment file of a large fleet: clusters that are there already, as hundreds of them would be. */
export function existingFleetFile(name: string, spokes: number): string {
  return [
    ...heading(name),
    "gitops:",
    "  repoURL: https://git.example.com/platform/gitops.git",
    "defaults:",
    "  cluster: { provider: existing, kubeconfig: kubeconfig }",
    "hub:",
    "  name: hub",
    "  cluster: { context: hub }",
    "spokes:",
    ...spokeNames(spokes).flatMap((spoke, index) => [
      `  - name: ${spoke}`,
      `    cluster: { context: ${spoke} }`,
      `    labels: { tier: ${index % 2 === 0 ? "gold" : "silver"}, region: r${index % 7} }`,
    ]),
    "",
  ].join("\n");
}

export function spokeNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `spoke-${String(index + 1).padStart(4, "0")}`);
}

function heading(name: string): string[] {
  return ["apiVersion: hubspoke/v1", `name: ${name}`];
}
