import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenTimes } from "../../fleet/token.js";
import { jwt } from "./support.js";

describe("tokenTimes", () => {
  it("reads when a token was made and when it ends", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 0, max: 4e9 }), fc.string(), (iat, exp, sub) => {
        expect(tokenTimes(jwt({ iat, exp, sub }))).toEqual({ issuedAt: iat, expiresAt: exp });
      }),
    );
  });

  it("knows a token without an end", () => {
    expect(tokenTimes(jwt({ iss: "kubernetes/serviceaccount" }))).toEqual({
      issuedAt: undefined,
      expiresAt: undefined,
    });
  });

  it("takes nothing else for a time, and never throws", () => {
    const claims = fc.oneof(
      fc.json().map((text) => Buffer.from(text).toString("base64url")),
      fc.string(),
    );
    fc.assert(
      fc.property(claims, (payload) => {
        const times = tokenTimes(`h.${payload}.s`);
        for (const time of Object.values(times ?? {})) if (time !== undefined) new Date(time * 1000).toISOString();
      }),
    );
    expect(tokenTimes("opaque")).toBeUndefined();
    expect(tokenTimes(jwt({ exp: 1e300 }))).toEqual({ issuedAt: undefined, expiresAt: undefined });
  });
});
