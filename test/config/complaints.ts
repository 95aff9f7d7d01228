import { formatProblem } from "../../config/errors.js";
import { isPlan, problemsOf } from "./said.js";

/**
 * All that is said of the clusters of a file, mistakes and warnings, each as it is printed.
 *
 * Without what no stack is defined for yet: that has its own tests, and goes once a stack is.
 */
export function complaints(text: string): readonly string[] {
  return problemsOf(text)
    .filter((problem) => !isPlan(problem) && !problem.path.startsWith("backend"))
    .map(formatProblem);
}

/** What is said of a file to be not implemented yet. */
export function plans(text: string): readonly string[] {
  return problemsOf(text).filter(isPlan).map(formatProblem);
}

const header = "apiVersion: hubspoke/v1\nname: dev\ngitops: { repoURL: https://github.com/acme/gitops.git }\n";

/** A hub with this `cluster` on line 6, and spokes, one a line from line 8 on. */
export function hubAndSpokes(cluster: string, ...spokes: readonly string[]): string {
  const list = spokes.length === 0 ? "" : `spokes:\n${spokes.map((spoke) => `  - { ${spoke} }\n`).join("")}`;
  return `${header}hub:\n  name: hub\n  cluster: { ${cluster} }\n${list}`;
}

/** Fields of a cluster that is there. */
export function existing(context: string): string {
  return `provider: existing, kubeconfig: /k, context: ${context}`;
}

/** Fields of an EKS cluster that is created, with a network of its own. */
export function eks(cidr: string, rest = ""): string {
  return `provider: eks, region: eu-west-1, account: "111122223333", version: "1.35", network: { create: { cidr: ${cidr} } }${rest}`;
}
