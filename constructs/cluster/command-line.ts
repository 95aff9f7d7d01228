import { literal } from "../expression.js";
import { shellQuote } from "../shell.js";
import type { ClusterProps } from "./cluster.js";

/** One of this package's own commands about a cluster, as a provisioner runs it; `flags` come behind its name. */
export function clusterCommand(
  { cli, environmentFile, name }: Pick<ClusterProps<unknown>, "cli" | "environmentFile" | "name">,
  command: string,
  ...flags: readonly string[]
): string {
  return literal([cli, command, shellQuote(environmentFile), "--cluster", shellQuote(name), ...flags].join(" "));
}
