import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../../../config/registration/index.js";
import type { Access, HubSpokeTopology } from "../../../config/topology.js";
import { verify } from "../../../fleet/verify.js";
import { checksOf, optionsFor } from "../checks-of.js";
import { startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64, certificate, type Certificate } from "../support.js";

const variables = { certificate: "a_certificate", key: "a_key" };
const ada: Subject = { kind: "User", name: "ada" };

let fleet: FakeFleet;
let topology: HubSpokeTopology;
beforeEach(async () => {
  fleet = await startFleet();
  topology = registeredBy(ada);
  fleet.identity = "ada";
  holds(await lasting());
});

function registeredBy(subject?: Subject, access: Access = "admin"): HubSpokeTopology {
  const given = { variables, ...(subject !== undefined && { subject }) };
  return withSpoke(fleet.topology, { registration: { mode: "client-certificate", access, certificate: given } });
}

/** A certificate whose life is from and to so many days from now. */
function lasting(from = -1, to = 364): Promise<Certificate> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000 + 60_000);
  return certificate(undefined, { notBefore: day(from), notAfter: day(to) });
}

/** Puts it into the spoke's cluster Secret. */
function holds({ cert, key }: Partial<Certificate>): void {
  const { data } = fleet.objects.secrets[1] as unknown as { data: Record<string, string> };
  const parts = {
    ...(cert !== undefined && { certData: base64(cert) }),
    ...(key !== undefined && { keyData: base64(key) }),
  };
  const tlsClientConfig = { insecure: false, caData: base64(fleet.spoke.ca), ...parts };
  data["config"] = base64(JSON.stringify({ tlsClientConfig }));
}

function checks(id: string, of = topology): Promise<string[]> {
  return checksOf(fleet, id, { topology: of });
}

describe("a client certificate", () => {
  it("is tried as Argo CD would, and may do what access says", async () => {
    const report = await verify(topology, optionsFor(fleet));
    const credential = report.checks.filter(
      (check) => check.id.startsWith("credential-") || check.id === "cluster-secret",
    );
    expect(credential.map(({ id, status, subject }) => `${id} ${status} ${subject}`)).toEqual([
      "cluster-secret passed hub",
      "cluster-secret passed a",
      "credential-authenticates passed a",
      "credential-permissions passed a",
      "credential-expiry passed a",
    ]);
    expect(credential[2]?.message).toBe('it authenticates as "ada"');
    expect(
      fleet.spoke.requests.filter(({ path }) => path.endsWith("reviews")).map(({ headers }) => headers.authorization),
    ).toEqual([undefined, undefined, undefined]);
  });

  it("is refused, and the fix names the variables", async () => {
    fleet.identity = undefined;
    const report = await verify(topology, optionsFor(fleet));
    expect(report.checks.find(({ id }) => id === "credential-authenticates")).toEqual({
      id: "credential-authenticates",
      subject: "a",
      status: "failed",
      message:
        "the spoke refuses it: the certificate is expired, or of an authority that the spoke does not take clients from",
      fix: "have a new one signed, export TF_VAR_a_certificate and TF_VAR_a_key, then hubspoke up dev",
    });
    expect(await checks("credential-permissions")).toEqual(["skipped a: the credential does not authenticate"]);
  });

  it("is refused where the spoke issued it, and the fix has another one issued", async () => {
    const issue = { lifetime: "24h", revision: 1 };
    const subject: Subject = { kind: "User", name: "hubspoke:argocd-manager" };
    const issued = withSpoke(fleet.topology, {
      registration: { mode: "client-certificate", access: "admin", certificate: { issue, variables, subject } },
    });
    const fixed = async () => {
      const { checks: all } = await verify(issued, optionsFor(fleet));
      const { status, message, fix } = all.find(({ id }) => id === "credential-authenticates") ?? {};
      return { status, message, fix };
    };
    expect(await fixed()).toEqual({
      status: "failed",
      message: 'it authenticates as "ada", expected "hubspoke:argocd-manager"',
      fix: "hubspoke rotate dev a, then hubspoke up dev",
    });
    fleet.identity = "hubspoke:argocd-manager";
    expect(await fixed()).toMatchObject({ status: "passed" });
  });

  it("is another user's", async () => {
    fleet.identity = "eve";
    expect(await checks("credential-authenticates")).toEqual(['failed a: it authenticates as "eve", expected "ada"']);
    expect(await checks("credential-permissions")).toEqual(["skipped a: it is another identity's credential"]);
  });

  it("is of a user of the group, or not", async () => {
    topology = registeredBy({ kind: "Group", name: "gitops" });
    fleet.groups = ["gitops", "system:authenticated"];
    expect(await checks("credential-authenticates")).toEqual(['passed a: it authenticates as "ada"']);
    fleet.groups = ["system:authenticated"];
    expect(await checks("credential-authenticates")).toEqual([
      'failed a: it authenticates as "ada", expected a user of group "gitops"',
    ]);
  });

  it("keeps the rights that it has where no subject is named", async () => {
    topology = registeredBy();
    fleet.identity = "whoever";
    fleet.may = () => false;
    expect(await checks("credential-authenticates")).toEqual(['passed a: it authenticates as "whoever"']);
    expect(await checks("credential-permissions")).toEqual([
      "skipped a: no subject is named: it keeps the rights that it has",
    ]);
  });

  it("may do what access does not give", async () => {
    topology = registeredBy(ada, "read-only");
    const report = await verify(topology, optionsFor(fleet));
    const { status, fix } = report.checks.find(({ id }) => id === "credential-restrictions") ?? {};
    expect({ status, fix }).toEqual({
      status: "failed",
      fix: 'deploy the spoke\'s registration stack again, and look for other role bindings of User "ada"',
    });
  });

  it("is of no use with another's key, or with what cannot be read, and neither is shown", async () => {
    const one = await lasting();
    const other = await lasting();
    holds({ cert: one.cert, key: other.key });
    expect(await checks("credential-authenticates")).toEqual(["failed a: its key is not that of its certificate"]);
    holds({ cert: one.cert, key: "canary" });
    expect(await checks("credential-authenticates")).toEqual(["failed a: its key cannot be read"]);
    expect(await checks("credential-permissions")).toEqual(["skipped a: it is of no use"]);
    holds({ cert: "canary", key: one.key });
    expect(await checks("credential-authenticates")).toEqual(["failed a: its certificate cannot be read"]);
    expect(await checks("credential-expiry")).toEqual(["failed a: its certificate cannot be read"]);
  });

  it("is not there", async () => {
    holds({});
    expect(await checks("credential-authenticates")).toEqual([
      "skipped a: the cluster Secret holds no client certificate or no server",
    ]);
  });

  it.each([
    [-200, 165, /^passed a: its client certificate expires on \d{4}-\d\d-\d\d \d\d:\d\dZ, in 165 days$/],
    [-300, 65, /^warning a: its client certificate expires on \d{4}-\d\d-\d\d \d\d:\d\dZ, in 65 days of 365 days$/],
    [-365, -1, /^failed a: its client certificate expired on \d{4}-\d\d-\d\d \d\d:\d\dZ$/],
  ])("ends (%d to %d days from now)", async (from, to, message) => {
    holds(await lasting(from, to));
    expect((await checks("credential-expiry"))[0]).toMatch(message);
  });
});
