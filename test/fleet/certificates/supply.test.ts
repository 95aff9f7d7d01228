import { X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { beforeEach, describe, expect, it } from "vitest";
import type { HubSpokeTopology } from "../../../config/topology.js";
import { supplyCertificates, type Supply } from "../../../fleet/certificates/supply.js";
import { startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64, status, writeKubeconfigFor } from "../support.js";
import { fakeSigner, signed, type FakeSigner, type Signing } from "./fake-signer.js";

const variables = { certificate: "hubspoke_dev_spoke_a_certificate", key: "hubspoke_dev_spoke_a_key" };
const user = "hubspoke:argocd-manager";

let fleet: FakeFleet;
let signer: FakeSigner;
let topology: HubSpokeTopology;
beforeEach(async () => {
  fleet = await startFleet();
  fleet.identity = user;
  signer = fakeSigner();
  fleet.spokeFirst = (received) => signer.answer(received);
  topology = issuing();
});

/** The environment, with a spoke that issues its certificate. */
function issuing(lifetime = "720h", revision = 1): HubSpokeTopology {
  const issue = { lifetime, revision };
  return withSpoke(fleet.topology, {
    annotations: { "hubspoke/certificate-issue": JSON.stringify(issue) },
    registration: {
      mode: "client-certificate",
      access: "admin",
      certificate: { issue, variables, subject: { kind: "User", name: user } },
    },
  });
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** What Terraform is given. */
function pairIn(supply: Supply): Pair {
  return {
    certificate: supply.variables[`TF_VAR_${variables.certificate}`] ?? "",
    key: supply.variables[`TF_VAR_${variables.key}`] ?? "",
  };
}

/** Puts a pair into the spoke's cluster Secret, as a deploy does. */
function deployed({ certificate, key }: Pair, of = topology): void {
  const secret = fleet.objects.secrets[1] as unknown as { metadata: object; data: Record<string, string> };
  Object.assign(secret.metadata, { annotations: of.spokes[0]?.annotations });
  const tlsClientConfig = { caData: base64(fleet.spoke.ca), certData: base64(certificate), keyData: base64(key) };
  secret.data["config"] = base64(JSON.stringify({ tlsClientConfig }));
}

/** One that the signer made in another way than it was asked to, and that was deployed. */
async function deployedAs(signing: Signing): Promise<Pair> {
  const { key, certificate } = pairIn(await supplyCertificates(topology));
  const { publicKey } = new x509.X509Certificate(certificate);
  const other = { certificate: await signed(signer.seen[0]!, { publicKey, ...signing }), key };
  deployed(other);
  return other;
}

describe("the certificate of a spoke that issues it", () => {
  it("is a new one where the hub holds none", async () => {
    const supply = await supplyCertificates(topology);
    const { certificate, key } = pairIn(supply);
    expect(new X509Certificate(certificate).subject).toBe(`CN=${user}`);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(supply.notes.join()).toMatch(/^a: issued a certificate, until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(supply.obstacles).toEqual([]);
  });

  it("is that which the hub holds, while that is good", async () => {
    const first = pairIn(await supplyCertificates(topology));
    deployed(first);
    const supply = await supplyCertificates(topology);
    expect(pairIn(supply)).toEqual(first);
    expect(supply.notes.join()).toMatch(/^a: the certificate that the hub holds, until /);
    expect(signer.seen).toHaveLength(1);
  });

  it.each([
    ["a higher revision", () => issuing("720h", 2)],
    ["another lifetime", () => issuing("24h")],
  ])("is a new one for %s", async (_, changed) => {
    deployed(pairIn(await supplyCertificates(topology)));
    await supplyCertificates(changed());
    expect(signer.seen).toHaveLength(2);
  });

  it.each([
    ["less than a third of its life is left", { ago: 2001, seconds: 1000 }, 2],
    ["more than a third of its life is left", { ago: 1990, seconds: 1010 }, 1],
    ["it is another user's", { subject: "CN=ada" }, 2],
    ["it is of a group, too", { subject: `CN=${user}, O=system:nodes` }, 2],
  ])("where %s is judged by what it says", async (_, signing, issued) => {
    await deployedAs(signing);
    await supplyCertificates(topology);
    expect(signer.seen).toHaveLength(issued);
  });

  it("is a new one where the spoke takes the old one no more, or for somebody else", async () => {
    deployed(pairIn(await supplyCertificates(topology)));
    fleet.identity = "somebody";
    await supplyCertificates(topology);
    fleet.identity = undefined;
    await supplyCertificates(topology);
    expect(signer.seen).toHaveLength(3);
  });

  it("is the old one where the spoke cannot be asked whom it takes it for", async () => {
    const first = pairIn(await supplyCertificates(topology));
    deployed(first);
    fleet.spokeFirst = () => status(503, "starting");
    expect(pairIn(await supplyCertificates(topology))).toEqual(first);
  });

  it("says how much of the lifetime the signer has left out", async () => {
    signer.sign = async (request) => {
      request.status = { certificate: base64(await signed(request, { seconds: 3600 })) };
    };
    expect((await supplyCertificates(topology)).notes.join()).toMatch(/Z, less than 720h$/);
  });
});

describe("what stands in the way", () => {
  it("is an obstacle of the spoke, with the fix", async () => {
    signer.sign = (request) => void (request.status = { conditions: [{ type: "Denied", message: "not here" }] });
    const supply = await supplyCertificates(topology);
    expect(supply).toEqual({
      variables: {},
      notes: [],
      obstacles: [
        {
          cluster: "a",
          problem: `no client certificate: ${fleet.spoke.url} denied it: not here`,
          fix:
            "some clusters sign none for clients (EKS): use mode: bearer-token, or a certificate of another authority in " +
            "variables (docs/client-certificate.md)",
        },
      ],
    });
  });

  it("is a spoke that does not answer", async () => {
    await fleet.spoke.close();
    expect((await supplyCertificates(topology)).obstacles).toEqual([
      { cluster: "a", problem: `no client certificate: ${fleet.spoke.url} does not answer: connection refused` },
    ]);
  });

  it("is a hub whose Secrets may not be read: each deploy would have another one issued", async () => {
    const kubeconfig = fleet.topology.hub.cluster as { kubeconfig: string };
    Object.assign(kubeconfig, { kubeconfig: await writeKubeconfigFor(fleet.hub, { user: { token: "nobody" } }) });
    const { obstacles } = await supplyCertificates(topology);
    expect(obstacles.map(({ problem }) => problem)).toEqual([
      `no client certificate: ${fleet.hub.url} answered 401 to GET /api/v1/namespaces/argocd/secrets` +
        "?labelSelector=argocd.argoproj.io%2Fsecret-type%3Dcluster: Unauthorized",
    ]);
    expect(signer.seen).toEqual([]);
  });

  it("is no hub that is yet to be made", async () => {
    await fleet.hub.close();
    expect((await supplyCertificates(topology)).obstacles).toEqual([]);
    expect(signer.seen).toHaveLength(1);
  });

  it("is nothing for a retired spoke, or one of another registration: neither is asked", async () => {
    await supplyCertificates(withSpoke(topology, { retired: true }));
    await supplyCertificates(fleet.topology);
    expect([...fleet.spoke.requests, ...fleet.hub.requests]).toEqual([]);
  });
});
