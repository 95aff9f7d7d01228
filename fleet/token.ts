/** When a ServiceAccount token was made and when it ends, in seconds since 1970. */
export interface TokenTimes {
  readonly issuedAt?: number;
  /** Absent in the old kind of token that never expires. */
  readonly expiresAt?: number;
}

/** Reads the times of a JWT without checking its signature (the API server does that); undefined if it is none. */
export function tokenTimes(token: string): TokenTimes | undefined {
  const claims = tokenClaims(token);
  return claims && { issuedAt: seconds(claims["iat"]), expiresAt: seconds(claims["exp"]) };
}

/** What a JWT says, without a check of its signature; undefined if it is none. */
export function tokenClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null || Array.isArray(claims)) return undefined;
    return claims as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Outside of what a Date can hold, a number is no time. */
function seconds(value: unknown): number | undefined {
  return typeof value === "number" && Math.abs(value) <= 8.64e12 ? value : undefined;
}
