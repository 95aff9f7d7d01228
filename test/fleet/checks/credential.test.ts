import { beforeEach, describe, expect, it } from "vitest";
import type { Access, HubSpokeTopology } from "../../../config/topology.js";
import { checksOf } from "../checks-of.js";
import { spokeSecret, startFleet, withSpoke, type FakeFleet, type FakeObject } from "../fake-fleet.js";
import { base64 } from "../support.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

describe("the credential", () => {
  it("is refused", async () => {
    fleet.identity = undefined;
    expect(await checksOf(fleet, "credential-authenticates")).toEqual([
      "failed a: the spoke refuses it: the token is expired, or its ServiceAccount was deleted or made anew",
    ]);
    expect(await checksOf(fleet, "credential-permissions")).toEqual([
      "skipped a: the credential does not authenticate",
    ]);
  });

  it("is another identity's", async () => {
    fleet.identity = "system:serviceaccount:default:default";
    expect(await checksOf(fleet, "credential-authenticates")).toEqual([
      'failed a: it authenticates as "system:serviceaccount:default:default", expected "system:serviceaccount:kube-system:argocd-manager"',
    ]);
  });

  it("is tried at the operator's endpoint where only the hub reaches the Secret's", async () => {
    const [spoke] = fleet.topology.spokes;
    const cluster = { ...spoke?.cluster, hubEndpoint: "https://127.0.0.1:1" } as HubSpokeTopology["hub"]["cluster"];
    const secret = fleet.objects.secrets[1] as unknown as { data: Record<string, string> };
    secret.data["server"] = base64("https://127.0.0.1:1");
    expect(
      await checksOf(fleet, "credential-authenticates", { topology: withSpoke(fleet.topology, { cluster }) }),
    ).toEqual([
      `passed a: it authenticates as "system:serviceaccount:kube-system:argocd-manager" at ${fleet.spoke.url}; https://127.0.0.1:1 is not reached from here`,
    ]);
  });

  it("may not do what access gives", async () => {
    fleet.may = (spec) => spec.nonResourceAttributes !== undefined;
    expect(await checksOf(fleet, "credential-permissions")).toEqual([
      "failed a: it may not do everything with everything",
    ]);
  });

  it("may do what access does not give", async () => {
    const access: Access = { namespaces: ["team"] };
    fleet.may = ({ resourceAttributes }) =>
      (resourceAttributes?.["namespace"] === "team" && resourceAttributes["verb"] !== "*") ||
      resourceAttributes?.["verb"] === "impersonate";
    const namespaced = withSpoke(fleet.topology, {
      registration: { mode: "bearer-token", access, lifetime: "1h", revision: 1 },
    });
    expect(await checksOf(fleet, "credential-permissions", { topology: namespaced })).toEqual([
      'passed a: it may get everything in namespace "team", list everything in namespace "team", ' +
        'watch everything in namespace "team" and 4 more',
    ]);
    expect(await checksOf(fleet, "credential-restrictions", { topology: namespaced })).toEqual([
      "failed a: it may impersonate users",
    ]);
    fleet.may = ({ resourceAttributes }) =>
      resourceAttributes?.["namespace"] === "team" && resourceAttributes["verb"] !== "*";
    expect(await checksOf(fleet, "credential-restrictions", { topology: namespaced })).toEqual([
      "passed a: it may do none of 13 things that access does not give",
    ]);
  });

  it.each([
    [{ iat: -200, exp: 165 }, /^passed a: its token expires on \d{4}-\d\d-\d\d \d\d:\d\dZ, in 165 days$/],
    [{ iat: -300, exp: 65 }, /^warning a: its token expires on \d{4}-\d\d-\d\d \d\d:\d\dZ, in 65 days of 365 days$/],
    [{ iat: -365, exp: -1 }, /^failed a: its token expired on \d{4}-\d\d-\d\d \d\d:\d\dZ$/],
    [
      { iat: 1, exp: 366 },
      /^warning a: its token begins on \d{4}-\d\d-\d\d \d\d:\d\dZ, which the clock here has yet to reach$/,
    ],
  ])("ends (%j)", async (lifetime, message) => {
    fleet.objects.secrets[1] = spokeSecret(fleet.spoke, lifetime);
    expect((await checksOf(fleet, "credential-expiry"))[0]).toMatch(message);
  });

  it("ends at another time than is recorded on the Secret", async () => {
    const secret = spokeSecret(fleet.spoke);
    fleet.objects.secrets[1] = secret;
    secret.metadata.annotations = { "hubspoke/credential-expires-at": "2021-01-01T00:00:00Z" };
    expect((await checksOf(fleet, "credential-expiry"))[0]).toMatch(
      /^warning a: its token expires on .*, in 365 days, and annotation hubspoke\/credential-expires-at says 2021-01-01T00:00:00Z$/,
    );
    secret.metadata.annotations = { "hubspoke/credential-expires-at": endOf(secret) };
    expect((await checksOf(fleet, "credential-expiry"))[0]).toMatch(/^passed a: its token expires on .*, in 365 days$/);
  });
});

function endOf(secret: FakeObject): string {
  const { config } = secret["data"] as { config: string };
  const { bearerToken } = JSON.parse(Buffer.from(config, "base64").toString()) as { bearerToken: string };
  const claims = JSON.parse(Buffer.from(bearerToken.split(".")[1] ?? "", "base64url").toString()) as { exp: number };
  return new Date(claims.exp * 1000).toISOString().replace(".000Z", "Z");
}
