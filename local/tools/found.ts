import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import type { ProgramSpec } from "./description.js";
import { compareVersions, sameMinor } from "./version.js";

interface Candidate {
  /** Names it goes by on PATH, the better first. */
  readonly names: readonly string[];
  readonly versionArguments: readonly string[];
  readonly fits: (found: string, wanted: string) => boolean;
}

const newerMinor = (found: string, wanted: string) =>
  found.split(".")[0] === wanted.split(".")[0] && compareVersions(found, wanted) >= 0;

/** Programs that are taken from PATH where they fit. */
const onPath: Readonly<Record<string, Candidate>> = {
  helm: { names: ["helm"], versionArguments: ["version", "--short"], fits: newerMinor },
  kustomize: { names: ["kustomize"], versionArguments: ["version"], fits: newerMinor },
  // Its components share a cache and Git-stored state: exactly one version.
  argocd: {
    names: ["argocd"],
    versionArguments: ["version", "--client", "--short"],
    fits: (found, wanted) => compareVersions(found, wanted) === 0,
  },
  "redis-server": {
    names: ["redis-server", "valkey-server"],
    versionArguments: ["--version"],
    fits: (found) => compareVersions(found, "6.2") >= 0,
  },
};

/** Programs that KUBEBUILDER_ASSETS may hold: people who write controllers have them. */
const assets: Readonly<Record<string, Candidate>> = {
  etcd: {
    names: ["etcd"],
    versionArguments: ["--version"],
    fits: (found, wanted) => sameMinor(found, wanted) || compareVersions(found, "3.5.0") >= 0,
  },
  "kube-apiserver": { names: ["kube-apiserver"], versionArguments: ["--version"], fits: sameMinor },
  "kube-controller-manager": { names: ["kube-controller-manager"], versionArguments: ["--version"], fits: sameMinor },
};

/** Paths of the programs that this machine has already, in a version that fits. */
export async function findPrograms(
  programs: readonly ProgramSpec[],
  environment: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const found = await Promise.all(
    programs.map(async (program) => [program.name, await find(program, environment)] as const),
  );
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** First executable file of this name on PATH. Entries that are not absolute are passed over: they depend on the current folder. */
export async function findOnPath(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  return findIn(pathFolders(environment), name);
}

async function find(program: ProgramSpec, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = environment["KUBEBUILDER_ASSETS"];
  const asset = folder ? await findFitting([folder], program, assets[program.name], environment) : undefined;
  return asset ?? findFitting(pathFolders(environment), program, onPath[program.name], environment);
}

async function findFitting(
  folders: readonly string[],
  program: ProgramSpec,
  candidate: Candidate | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (candidate === undefined) return undefined;
  for (const name of candidate.names) {
    const path = await findIn(folders, name);
    if (path !== undefined && (await fits(path, candidate, program.version, environment))) return path;
  }
  return undefined;
}

function pathFolders(environment: NodeJS.ProcessEnv): string[] {
  return (environment["PATH"] ?? "").split(delimiter).filter(isAbsolute);
}

/** Asks a program for its version; one that does not answer in time, or not with a version, does not fit. */
async function fits(
  path: string,
  candidate: Candidate,
  wanted: string,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  try {
    const options = { env: environment, timeout: 5_000, maxBuffer: 1 << 20 };
    const { stdout } = await promisify(execFile)(path, candidate.versionArguments, options);
    const version = /\bv?=?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    return version !== undefined && candidate.fits(version, wanted.replace(/^v/, ""));
  } catch {
    return false;
  }
}

async function findIn(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
