import type { Finding } from "../finding.js";
import { placedClusters, type Checked } from "./rule.js";

/** Kubernetes limits the annotations of an object, keys and values together, to 256 KiB. */
export function annotationsFit({ topology }: Checked): readonly Finding[] {
  return placedClusters(topology).flatMap(({ path, cluster }) => {
    const size = Object.entries(cluster.annotations).reduce(
      (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
      0,
    );
    if (size <= 256 * 1024) return [];
    return [{ path: [...path, "annotations"], message: `annotations of ${size} bytes, expected at most 262144` }];
  });
}
