import type { Problem } from "../errors.js";
import type { Path } from "../path.js";
import type { Source } from "../yaml/source.js";

/** What one file says, before anything is merged into it. */
export interface Layer {
  /** File as the operator would name it. */
  readonly file: string;
  readonly value: Record<string, unknown>;
  readonly source: Source;
  /** What is wrong with the file however it is read. */
  readonly problems: readonly Problem[];
}

/** Where a value was written: a path of one file. */
export interface Written {
  readonly layer: Layer;
  readonly path: Path;
}

/** A value, and where it was written. */
export interface Placed {
  readonly value: unknown;
  readonly at: Written;
}
