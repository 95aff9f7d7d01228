import { existsSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { projectDirectoryOf } from "../../config/environment-files.js";

/** The absolute path of the file of a problem, or undefined where there is no such file. */
export type Locate = (file: string) => string | undefined;

/** Finds files that problems name, which is relative to the project of the environment that was checked. */
export function locatorFor(environments: readonly string[]): Locate {
  const projects = new Set(environments.map((file) => projectDirectoryOf(resolve(file))));
  return (file) => {
    const places = isAbsolute(file) ? [file] : [...projects].map((project) => join(project, file));
    return places.find((place) => existsSync(place));
  };
}

/** A file as CI names it: from the top of the repository where CI says which that is, and with forward slashes. */
export function repositoryPath(file: string, locate: Locate): string {
  const top = process.env["GITHUB_WORKSPACE"] || process.cwd();
  const inside = relative(top, locate(file) ?? resolve(file));
  return (inside.startsWith("..") || isAbsolute(inside) ? file : inside).split(sep).join("/");
}
