import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parse } from "yaml";
import { isMap } from "../../config/path.js";

/** A context of a kubeconfig. */
export interface ContextAnswer {
  readonly context: string;
  /** As it is written in the file; that of the environment where undefined. */
  readonly kubeconfig?: string;
}

/** A context, and the kubeconfig that has it. */
export interface FoundContext {
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
}

export interface FoundContexts {
  readonly contexts: readonly FoundContext[];
  /** Files that could not be used, each with the reason. */
  readonly skipped: readonly string[];
}

/** The kubeconfigs of this user: those of KUBECONFIG, else the default one. */
export function kubeconfigFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const named = (environment["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return named.length > 0 ? named.map((file) => resolve(file)) : [join(homedir(), ".kube", "config")];
}

/** The contexts of some kubeconfigs; of two with the same name the first counts, as for kubectl. */
export function findContexts(files: readonly string[]): FoundContexts {
  const contexts = new Map<string, FoundContext>();
  const skipped: string[] = [];
  for (const file of files) {
    const names = contextNames(file);
    if (typeof names === "string") skipped.push(`${file}: ${names}`);
    else names.forEach((name) => contexts.set(name, contexts.get(name) ?? { name, file }));
  }
  return { contexts: [...contexts.values()], skipped };
}

/** The names, or why there are none: never a line of the file, which holds credentials. */
function contextNames(file: string): readonly string[] | string {
  let document: unknown;
  try {
    document = parse(readFileSync(file, "utf8"), { logLevel: "error" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "no such file";
    return code?.startsWith("E") ? `cannot be read: ${code}` : "not YAML";
  }
  if (!isMap(document)) return "no kubeconfig";
  const list: readonly unknown[] = Array.isArray(document.contexts) ? document.contexts : [];
  return list.flatMap((entry) => (isMap(entry) && typeof entry.name === "string" ? [entry.name] : []));
}

/** A path that somebody typed, as an absolute one. */
export function atHome(file: string): string {
  return file.startsWith("~/") ? join(homedir(), file.slice(2)) : resolve(file);
}

/** An absolute path as it is written in an environment file: from the project, from the home folder, or else absolute. */
export function writtenPath(file: string, projectDirectory: string): string {
  const inProject = relative(projectDirectory, file);
  if (isInside(inProject)) return inProject.split(sep).join("/");
  const inHome = relative(homedir(), file);
  return isInside(inHome) ? `~/${inHome.split(sep).join("/")}` : file;
}

function isInside(path: string): boolean {
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** A cluster's name for a context: the last part of an ARN, of `user@cluster` and the like, as a DNS label. */
export function nameFor(context: string): string {
  const last = context.split(/[/@]/).filter(Boolean).at(-1) ?? "";
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
}

/** Where contexts are looked for. */
export interface ContextPlace {
  readonly contexts: readonly FoundContext[];
  /** Absolute path of the kubeconfig that an environment names for all its clusters. */
  readonly kubeconfig: string;
  readonly projectDirectory: string;
}

/** A context, with its kubeconfig where that is not the one of the whole environment. */
export function contextAnswer(context: string, place: ContextPlace): ContextAnswer {
  const file = place.contexts.find(({ name }) => name === context)?.file ?? place.kubeconfig;
  if (file === place.kubeconfig) return { context };
  return { context, kubeconfig: writtenPath(file, place.projectDirectory) };
}
