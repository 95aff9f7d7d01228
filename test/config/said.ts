import { parseDocument } from "../../config/yaml/document.js";
import { ConfigError, formatProblem, type Problem } from "../../config/errors.js";
import { parseLayer } from "../../config/parse.js";

/** All that is said of a file, mistakes and then warnings, each as it is printed. */
export function said(text: string): string {
  return problemsOf(text).map(formatProblem).join("\n");
}

/** The same without what is not implemented yet: that has tests of its own, and goes once it is. */
export function saidOfRest(text: string): string {
  return problemsOf(text)
    .filter(({ message }) => !message.includes("is not implemented yet"))
    .map(formatProblem)
    .join("\n");
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
