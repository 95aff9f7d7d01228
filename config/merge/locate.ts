import type { Problem } from "../errors.js";
import type { Finding } from "../finding.js";
import { formatPath, valueAt, type Path } from "../path.js";
import type { Position } from "../yaml/source.js";
import type { Placed, Written } from "./layer.js";
import type { Merger } from "./merge.js";

/** Finds the files and lines. What `defaults` or a base brought into many entries is found in one place. */
export function locate(merger: Merger, document: Placed, findings: readonly Finding[]): readonly Problem[] {
  return findings
    .filter(({ ofEntry, path }) => !ofEntry || merger.writtenAt(document, path).path[0] !== "defaults")
    .map((finding) => locateOne(merger, document, finding));
}

/** The same for one of them. */
export function locateOne(
  merger: Merger,
  document: Placed,
  { path, at = path, message, fix, severity }: Finding,
): Problem {
  const missing = valueAt(document.value, at) === undefined;
  const place = missing ? ownPlace(merger, document, at) : merger.writtenAt(document, at);
  // What stands around the place that is pointed at is of the same file.
  const around = path.every((step, index) => step === at[index]) ? at.length - path.length : 0;
  const named = around > 0 ? parentOf(place, around) : merger.writtenAt(document, path);
  const { source, file } = place.layer;
  const position: Position = source.positionOf(place.path) ?? source.nearestPositionOf(place.path);
  return {
    file,
    ...position,
    path: formatPath(named.path),
    message,
    ...(fix !== undefined && { fix }),
    ...(severity !== undefined && { severity }),
  };
}

/** Where a value that is missing should have been written: in the entry itself, and not in its defaults. */
function ownPlace(merger: Merger, document: Placed, path: Path): Written {
  for (let length = path.length; length > 0; length--) {
    const { layer, path: own } = merger.writtenAt(document, path.slice(0, length));
    if (own[0] !== "defaults" || path[0] === "defaults") return { layer, path: [...own, ...path.slice(length)] };
  }
  return { layer: document.at.layer, path };
}

function parentOf({ layer, path }: Written, levels: number): Written {
  return { layer, path: path.slice(0, -levels) };
}
