import { isAbsolute, join, normalize, resolve, sep } from "node:path";

/** What a path of an environment file is relative to. */
export interface PathBase {
  readonly projectDirectory: string;
  /** Folder that a leading `~` stands for. */
  readonly home?: string;
}

/** Makes a path of an environment file absolute: `~/` is the home folder, a relative path starts at the project. */
export function resolvePath(path: string, base: PathBase): string {
  if (startsAtHome(path) && base.home !== undefined) {
    return withoutTrailingSlash(join(base.home, path.slice(1)));
  }
  return isAbsolute(path) ? withoutTrailingSlash(normalize(path)) : resolve(base.projectDirectory, path);
}

/** Whether a path starts with `~` or `~/`; `~name` is not a home folder here. */
export function startsAtHome(path: string): boolean {
  return path === "~" || path.startsWith("~/");
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}
