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
  /** Told only of what the entry says itself: what `defaults` bring to every entry may well mean nothing to one. */
  readonly ofEntry?: boolean;
}
