import { ConfigError, formatProblem, type Problem } from "../../config/errors.js";
import { parseDocument } from "../../config/yaml/document.js";
import { parseLayer } from "../../config/parse.js";

/**
 * All that is said of the clusters of a file, mistakes and warnings, each as it is printed.
 *
 * Without what no stack is defined for yet: that has its own tests, and goes once a stack is.
 */
export function complaints(text: string): readonly string[] {
  return problemsOf(text)
    .filter(({ message, path }) => !message.includes("is not implemented yet") && !path.startsWith("backend"))
    .map(formatProblem);
}

/** What is said of a file to be not implemented yet. */
export function plans(text: string): readonly string[] {
  return problemsOf(text)
    .filter(({ message }) => message.includes("is not implemented yet"))
    .map(formatProblem);
}

function problemsOf(text: string): readonly Problem[] {
  const file = "dev.yaml";
  const { value, source } = parseDocument(text, file);
  try {
    return parseLayer({ file, value, source }, { file, projectDirectory: "/project", home: "/home/ada" }).warnings;
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems, ...error.warnings];
    throw error;
  }
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
  return `provider: eks, region: eu-west-1, version: "1.35", network: { create: { cidr: ${cidr} } }${rest}`;
}
