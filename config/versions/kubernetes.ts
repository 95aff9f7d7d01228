/** A Kubernetes version that EKS offers or offered; dates as ISO 8601. */
export interface EksRelease {
  readonly version: string;
  /** From this day on its support costs extra. */
  readonly endOfStandardSupport: string;
  /** From this day on no cluster can be created with it, and EKS upgrades those that have it. */
  readonly endOfExtendedSupport: string;
}

/** Day on which {@link eksReleases} was compared with Amazon's calendar. */
export const eksReleasesAsOf = "2026-11-25";

/**
 * Kubernetes versions of EKS, newest first.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const eksReleases: readonly EksRelease[] = [
  { version: "1.36", endOfStandardSupport: "2027-08-02", endOfExtendedSupport: "2028-08-02" },
  { version: "1.35", endOfStandardSupport: "2027-03-27", endOfExtendedSupport: "2028-03-27" },
  { version: "1.34", endOfStandardSupport: "2026-12-02", endOfExtendedSupport: "2027-12-02" },
  { version: "1.33", endOfStandardSupport: "2026-07-29", endOfExtendedSupport: "2027-07-29" },
  { version: "1.32", endOfStandardSupport: "2026-03-23", endOfExtendedSupport: "2027-03-23" },
  { version: "1.31", endOfStandardSupport: "2025-11-26", endOfExtendedSupport: "2026-11-26" },
  { version: "1.30", endOfStandardSupport: "2025-07-23", endOfExtendedSupport: "2026-07-23" },
  { version: "1.29", endOfStandardSupport: "2025-03-23", endOfExtendedSupport: "2026-03-23" },
];

/** Whole days from one day to another, both as ISO 8601. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
