import type * as z from "zod";
import type { ArgoCdIdentity } from "../argocd/index.js";
import type { ClusterSpec, ProviderName } from "../cluster/index.js";
import type { PolicyRule } from "./access.js";

/** Which spoke a registration is of: what its derived names are made from. */
export interface SpokePlace {
  readonly environment: string;
  readonly name: string;
  /**
   * The IAM role that the hub's Argo CD acts as.
   *
   * @default - it has none
   */
  readonly argocd?: ArgoCdIdentity;
  /**
   * Rules of its access that were computed from what Git delivers.
   *
   * @default - none
   */
  readonly computedRules?: readonly PolicyRule[];
}

/**
 * One registration mode, as an environment file sees it.
 *
 * A new one is a file beside this one and a line in `index.ts`.
 */
export interface RegistrationMode<Schema extends z.ZodObject, Spec extends { readonly mode: string }> {
  /** The `registration` field for this mode; its `mode` is a literal. */
  readonly schema: Schema;
  /** Providers whose clusters can be registered this way. */
  readonly supports: readonly ProviderName[];
  /** Fills in what the file leaves out. */
  resolve(file: z.output<Schema>, cluster: ClusterSpec, spoke: SpokePlace): Spec;
}
