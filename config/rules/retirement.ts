import type { Finding } from "../finding.js";
import { placedSpokes, type Checked } from "./rule.js";

/** Argo CD deletes what it delivered through the spoke's own API server. */
export function deletionReachesSpokes({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { leaving } }): Finding[] => {
    if (leaving?.applications !== "delete" || !leaving.unreachable) return [];
    const message = "nobody can delete on a spoke that is unreachable";
    const fix = "write applications: orphan, or take out unreachable";
    return [{ path: [...path, "retired", "applications"], message, fix }];
  });
}
