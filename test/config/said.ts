import { ConfigError, formatProblem, type Problem } from "../../config/errors.js";
import { parseLayer } from "../../config/parse.js";
import { parseDocument } from "../../config/yaml/document.js";

/** All that is said of a file, mistakes and then warnings. */
export function problemsOf(text: string): readonly Problem[] {
  const file = "dev.yaml";
  const surroundings = { file, projectDirectory: "/project", home: "/home/ada" };
  try {
    return parseLayer({ file, ...parseDocument(text, file) }, surroundings).warnings;
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems, ...error.warnings];
    throw error;
  }
}

/** The same as it is printed. */
export function said(text: string): string {
  return problemsOf(text).map(formatProblem).join("\n");
}

/** The same without what is not implemented yet: that has tests of its own, and goes once it is. */
export function saidOfRest(text: string): string {
  return problemsOf(text)
    .filter((problem) => !isPlan(problem))
    .map(formatProblem)
    .join("\n");
}

/** Whether a problem says of something that it is not implemented yet. */
export function isPlan({ message }: Problem): boolean {
  return message.includes("is not implemented yet");
}
