import { LocalError } from "../errors.js";
import { KindError } from "./program.js";
import type { KindPlace } from "./spec.js";

/** What kind said when it could not do something with a cluster, and what to do about it. */
export function kindFailure(error: unknown, doing: string, { clusterName }: KindPlace): unknown {
  if (!(error instanceof KindError)) return error;
  const { output } = error;
  const reason = reasonOf(output);
  const image = /failed to pull image "([^"]+)"/.exec(output)?.[1];
  if (image !== undefined) {
    return new LocalError(
      `image "${image}" of kind cluster "${clusterName}" cannot be pulled: ${reason}\n` +
        `  fix: name an image that is there in its cluster.image, or bring it here: docker pull ${image}`,
      2,
    );
  }
  if (isWithoutEngine(output)) {
    return new LocalError(
      `kind finds no container engine that works: ${reason}\n` +
        "  fix: start Docker, or Podman with KIND_EXPERIMENTAL_PROVIDER=podman",
      2,
    );
  }
  if (isOutOfFiles(output)) {
    return new LocalError(
      `kind cannot ${doing} cluster "${clusterName}": ${reason}; this machine lets no more files be watched\n` +
        "  fix: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512",
      2,
    );
  }
  return new LocalError(`kind cannot ${doing} cluster "${clusterName}": ${reason}`);
}

/** Before kind does anything it lists containers, so that is where it notices. */
function isWithoutEngine(output: string): boolean {
  return /failed to (list (clusters|nodes)|get (docker|podman) info)|executable file not found/.test(output);
}

/** Without files to watch systemd does not come up in a node, and kind waits for its log in vain. */
function isOutOfFiles(output: string): boolean {
  return /too many open files|could not find a log line that matches/.test(output);
}

/** One line: what the program that kind ran said, or else kind itself. */
function reasonOf(output: string): string {
  const [, error = "", command = ""] = /ERROR: (.*)(?:\n+Command Output: ([^]*))?/.exec(output) ?? [];
  const lines = command.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((each) => /^(error|cannot|permission denied|got permission)/i.test(each)) ?? lines[0];
  const ofCommand = /failed with error: (.*)$/.exec(error)?.[1];
  const reason = line ?? ofCommand ?? (error || output.trim().split("\n").at(-1)) ?? "";
  return reason.trim().slice(0, 300);
}
