import { createPrivateKey, X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { beforeEach, describe, expect, it } from "vitest";
import { issueCertificate, IssueError, type IssueOptions } from "../../../fleet/certificates/issue.js";
import { operatorClient } from "../../../fleet/operator.js";
import {
  base64,
  certificate,
  cleanUp,
  startServer,
  status,
  writeKubeconfigFor,
  type Answer,
  type Received,
  type TestServer,
} from "../support.js";
import { fakeSigner, REQUESTS, signed, type FakeSigner } from "./fake-signer.js";

const allowIt =
  "let whoever deploys create, get and delete certificatesigningrequests there, update " +
  'certificatesigningrequests/approval, and approve signers "kubernetes.io/kube-apiserver-client"';
const doWithoutIt =
  "some clusters sign none for clients (EKS): use mode: bearer-token, or a certificate of another authority in " +
  "variables (docs/client-certificate.md)";

let signer: FakeSigner;
let server: TestServer;
let refuse: (received: Received) => Answer | undefined;
beforeEach(async () => {
  signer = fakeSigner();
  refuse = () => undefined;
  server = await startServer((received) => refuse(received) ?? signer.answer(received) ?? status(404, "no such path"));
});

async function issue(lifetime = "720h", options: IssueOptions = {}) {
  const kubeconfig = await writeKubeconfigFor(server);
  const client = await operatorClient({ provider: "existing", kubeconfig, context: "admin" }, { env: {} });
  cleanUp(() => client.close());
  return issueCertificate(client, { lifetime, revision: 1 }, options);
}

/** The message and the fix of an issue that comes to nothing. */
async function refused(options: IssueOptions = {}): Promise<readonly string[]> {
  const error = await issue("720h", options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof IssueError)) throw new Error(`expected an IssueError, got ${String(error)}`);
  return [error.message, error.fix];
}

describe("a certificate that a cluster issues", () => {
  it("is asked for in Argo CD's name, with its lifetime and for clients alone", async () => {
    await issue("1h30m");
    const { spec } = signer.seen[0]!;
    expect({ ...spec, request: "" }).toEqual({
      request: "",
      signerName: "kubernetes.io/kube-apiserver-client",
      expirationSeconds: 5400,
      usages: ["client auth", "digital signature"],
    });
    const request = new x509.Pkcs10CertificateRequest(Buffer.from(spec.request, "base64").toString("utf8"));
    expect(request.subject).toBe("CN=hubspoke:argocd-manager");
    expect(await request.verify()).toBe(true);
  });

  it("comes with the key that it was asked for with, which nobody was sent", async () => {
    const pair = await issue();
    expect(new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
    const middle = pair.key.split("\n")[1] as string;
    expect(server.requests.filter(({ body }) => body.includes(middle))).toEqual([]);
    expect((await issue()).key).not.toBe(pair.key);
  });

  it("is approved, waited for, and its request is taken away", async () => {
    const sign = signer.sign;
    let polls = 0;
    signer.sign = () => {};
    refuse = ({ method, path }) => {
      const request = signer.open.get(path);
      if (method === "GET" && request && ++polls === 2) void sign(request);
      return undefined;
    };
    await issue();
    expect(server.requests.slice(0, 3).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST ${REQUESTS}`,
      `PUT ${REQUESTS}/hubspoke-argocd-manager-x0/approval`,
      `GET ${REQUESTS}/hubspoke-argocd-manager-x0`,
    ]);
    expect(JSON.parse(server.requests[1]!.body)).toMatchObject({
      metadata: { name: "hubspoke-argocd-manager-x0" },
      status: { conditions: [{ type: "Approved", status: "True", reason: "HubspokeIssue" }] },
    });
    expect(signer.open.size).toBe(0);
  });
});

describe("a cluster that issues none", () => {
  it("does not sign it", async () => {
    signer.sign = () => {};
    expect(await refused({ timeout: 300 })).toEqual([`nobody at ${server.url} signed it within 0.3 s`, doWithoutIt]);
    expect(signer.open.size).toBe(0);
  });

  it.each([
    ["Denied", "not this user", "denied it: not this user"],
    ["Failed", undefined, "failed to sign it: it says no reason"],
  ])("says that it %s it", async (type, message, what) => {
    signer.sign = (request) => void (request.status = { conditions: [{ type, status: "True", message }] });
    expect(await refused()).toEqual([`${server.url} ${what}`, doWithoutIt]);
    expect(signer.open.size).toBe(0);
  });

  it.each([
    ["asking", "POST", REQUESTS],
    ["approving", "PUT", `${REQUESTS}/hubspoke-argocd-manager-x0/approval`],
    ["reading", "GET", `${REQUESTS}/hubspoke-argocd-manager-x0`],
  ])("does not allow %s, and the permissions are named", async (_, method, path) => {
    refuse = (received) => (received.method === method ? status(403, 'User "ada" cannot') : undefined);
    expect(await refused()).toEqual([`${server.url} answered 403 to ${method} ${path}: User "ada" cannot`, allowIt]);
    expect(signer.open.size).toBe(0);
  });

  it("allows no deleting: what it issued is good all the same", async () => {
    refuse = ({ method }) => (method === "DELETE" ? status(403, "no") : undefined);
    await issue();
    expect(signer.open.size).toBe(1);
  });

  it("signs another key, another subject, or nothing that is a certificate", async () => {
    const { publicKey } = new x509.X509Certificate((await certificate()).cert);
    const answers = async (make: (request: Parameters<typeof signed>[0]) => Promise<string>) => {
      signer.sign = async (request) => void (request.status = { certificate: base64(await make(request)) });
      return refused();
    };
    expect(await answers((request) => signed(request, { publicKey }))).toEqual([
      "what the signer answered is of no use: its key is not that of its certificate",
      doWithoutIt,
    ]);
    expect(await answers((request) => signed(request, { subject: "CN=ada, O=team" }))).toEqual([
      'the signer made it out to "CN=ada, O=team", expected "CN=hubspoke:argocd-manager"',
      doWithoutIt,
    ]);
    expect(await answers(async () => "none")).toEqual([
      "what the signer answered is of no use: its certificate cannot be read",
      doWithoutIt,
    ]);
    expect(signer.open.size).toBe(0);
  });

  it("is no longer waited for when that is interrupted, and keeps no request", async () => {
    signer.sign = () => {};
    const controller = new AbortController();
    refuse = ({ method }) => {
      if (method === "GET") controller.abort(new Error("interrupted"));
      return undefined;
    };
    await expect(issue("720h", { signal: controller.signal })).rejects.toThrow(/^interrupted$/);
    expect(signer.open.size).toBe(0);
  });
});
