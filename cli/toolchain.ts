import { join } from "node:path";
import { cacheDirectory } from "../local/cache.js";
import type { ArgoCdPrograms } from "../local/argocd/processes.js";
import { openToolchain, type Toolchain, type ToolchainOptions, type ToolchainProgress } from "../local/toolchain.js";
import { packageRoot } from "../stacks/package-root.js";

/** The Go module that this package brings. */
export function toolchainDirectory(): string {
  return join(packageRoot(), "local", "toolchain");
}

/** The toolchain of this package, in the cache of this user. */
export async function openLocalToolchain(
  options: Pick<ToolchainOptions, "programs" | "onProgress" | "signal"> = {},
): Promise<Toolchain> {
  return openToolchain({
    cacheDirectory: await cacheDirectory(process.env),
    goDirectory: toolchainDirectory(),
    environment: process.env,
    ...options,
  });
}

/** What Argo CD consists of and calls, once all of it is there. */
export async function argocdPrograms(toolchain: Toolchain): Promise<ArgoCdPrograms> {
  const names = ["argocd", "helm", "kustomize", "redis-server"];
  const [argocd = "", helm = "", kustomize = "", redis = ""] = await Promise.all(
    names.map((name) => toolchain.program(name)),
  );
  return { argocd, helm, kustomize, redis, redisIsOurs: redis.startsWith(toolchain.folder) };
}

/** How far a build is, in one line. */
export function describeBuild({ done, total, next, builder }: ToolchainProgress): string {
  const count = `${done} of ${total} ${total === 1 ? "program" : "programs"}`;
  if (builder !== undefined) {
    return `${count}; another run (pid ${builder}) builds them, next: ${next.slice(0, 3).join(", ")}`;
  }
  const rest = next.length > 0 ? `; building ${next.slice(0, 3).join(", ")}` : "";
  return `${count}${rest}`;
}
