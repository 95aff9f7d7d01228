import type { Path } from "./path.js";

/** A mistake before it is known in which line it was written. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly fix?: string;
  /** Whose line is printed, where it is not that of `path`. */
  readonly at?: Path;
  /** Where it is no mistake but a risk: printed, and refused only when asked for. */
  readonly severity?: "warning";
}
