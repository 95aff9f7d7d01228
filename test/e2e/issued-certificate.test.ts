import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { controlPlaneSpecs } from "../../local/control-plane-spec.js";
import { pidFile } from "../../local/control-plane-processes.js";
import { findProcess } from "../../local/process.js";
import { supplyCertificates } from "../../fleet/certificates/supply.js";
import { editSpoke } from "./environment-file.js";
import { filesWith } from "./files.js";
import {
  changedStacks,
  clusterSecret,
  decoded,
  ended,
  eventuallyVerified,
  onCluster,
  topologyOf,
  unchanged,
  upJson,
  verifyJson,
} from "./fleet.js";
import { createProject, localEnvironment, CLI, type Project } from "./project.js";

// A spoke whose own signer issues the certificate that it is registered by, on real API servers, with a real Argo CD.
const firstPort = 27600;
const stack = "local-spoke-payments-registration";
const variables = {
  certificate: "hubspoke_local_spoke_payments_certificate",
  key: "hubspoke_local_spoke_payments_key",
};
/** Parts of the keys that were issued, to look for. */
const keys: Record<string, string> = {};
let project: Project;

beforeAll(() => {
  project = createProject(localEnvironment(firstPort, ["payments"]));
  register({ lifetime: "24h", revision: 1 });
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

function register(issue: object): void {
  editSpoke(project, "payments", { registration: { mode: "client-certificate", issue, access: "admin" } });
}

interface Held {
  readonly certificate: X509Certificate;
  /** The PEM. */
  readonly key: string;
}

/** What the hub's cluster Secret holds. */
async function held(): Promise<Held> {
  const config = JSON.parse(decoded(await clusterSecret(project, "payments"), "config")) as {
    tlsClientConfig: { certData: string; keyData: string };
  };
  const { certData, keyData } = config.tlsClientConfig;
  return {
    certificate: new X509Certificate(Buffer.from(certData, "base64")),
    key: Buffer.from(keyData, "base64").toString("utf8"),
  };
}

async function requests(): Promise<readonly unknown[]> {
  const path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  const list = await onCluster(project, "payments", (api) => api.get<{ items: unknown[] }>(path));
  return list?.items ?? [];
}

/** The middle of a key: whoever writes it elsewhere may break lines elsewhere. */
function middle(pem: string): string {
  return pem.split("\n")[1] as string;
}

/** Remembers a key, as PEM and as a cluster Secret has it. */
function remember(name: string, { key }: Held): void {
  keys[name] = middle(key);
  keys[`${name} in base64`] = Buffer.from(key).toString("base64").slice(60, 120);
}

/** A program with the environment's Terraform, run through `hubspoke certificate`. */
async function throughCertificate(command: string, code = 0): Promise<string> {
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  const script = ["set -e", exports, `exec "${process.execPath}" "${CLI}" certificate local -- ${command}`].join("\n");
  return ended(await project.run("sh", ["-c", script], { env: { FORCE_COLOR: "0" } }), code).output;
}

test("a spoke issues the certificate that Argo CD syncs it with", async () => {
  await upJson(project);
  await eventuallyVerified(project);
  const first = await held();
  const { certificate } = first;
  remember("first", first);
  expect(certificate.subject).toBe("CN=hubspoke:argocd-manager");
  const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(0.9);
  expect(days).toBeLessThanOrEqual(1);
  expect(await requests()).toEqual([]);
});

test("verify tries it, as the user that access is granted to", async () => {
  const { checks } = await verifyJson(project);
  const found = checks.filter(({ id, subject }) => subject === "payments" && id.startsWith("credential-"));
  expect(found.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "credential-authenticates passed",
    "credential-permissions passed",
    "credential-expiry passed",
  ]);
  expect(found[0]?.message).toBe('it authenticates as "hubspoke:argocd-manager"');
});

test("a second deploy goes on with what the hub holds", async () => {
  expect(changedStacks(await upJson(project))).toEqual({});
  expect(middle((await held()).key)).toBe(keys["first"]);
});

test("so does cdktf, through the certificate command, and the program's exit code is its own", async () => {
  const output = await throughCertificate(`node_modules/.bin/cdktf diff ${stack} --skip-provider-lock`);
  expect(output).toMatch(/^payments: the certificate that the hub holds, until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/m);
  expect(output).toContain("No changes. Your infrastructure matches the configuration.");
  await throughCertificate("sh -c 'exit 7'", 7);
});

test("a higher revision has another one issued: one change, and Argo CD goes on syncing", async () => {
  register({ lifetime: "24h", revision: 2 });
  expect(changedStacks(await upJson(project))).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 0 } });
  remember("second", await held());
  expect(keys["second"]).not.toBe(keys["first"]);
  await eventuallyVerified(project);
});

test("without the command nothing is deployed, and the message names it", async () => {
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  const script = [
    "set -e",
    exports,
    `exec node_modules/.bin/cdktf deploy ${stack} --auto-approve --ignore-missing-stack-dependencies`,
  ].join("\n");
  const { output } = ended(await project.run("sh", ["-c", script], { env: { FORCE_COLOR: "0" } }), 1);
  const text = output.replace(/\s*\n\s*/g, " ").replaceAll(` ${stack} `, " ");
  for (const [what, name] of [
    ["certificate", variables.certificate],
    ["private key", variables.key],
  ]) {
    expect(text).toContain(`TF_VAR_${name} holds no ${what}; hubspoke certificate local -- <what deploys> fills it`);
  }
});

test("a spoke that does not sign keeps no request", async () => {
  register({ lifetime: "24h", revision: 3 });
  const topology = topologyOf(project);
  register({ lifetime: "24h", revision: 2 });
  const [, spec] = controlPlaneSpecs(topology);
  const controllers = spec && (await findProcess(pidFile(spec, "kube-controller-manager")));
  if (!spec || !controllers) throw new Error("the spoke's controllers do not run");
  process.kill(controllers.pid, "SIGSTOP");
  try {
    const { variables: none, obstacles } = await supplyCertificates(topology, { timeout: 2000 });
    expect(none).toEqual({});
    expect(obstacles.map(({ cluster, problem }) => `${cluster}: ${problem}`)).toEqual([
      `payments: no client certificate: nobody at ${spec.endpoint} signed it within 2 s`,
    ]);
    expect(await requests()).toEqual([]);
  } finally {
    process.kill(controllers.pid, "SIGCONT");
  }
});

test("a key is in no state, plan, log or synthesised file", async () => {
  const show = `sh -c 'node_modules/.bin/cdktf diff ${stack} --skip-provider-lock >&2 && cd cdktf.out/stacks/${stack} && "$TERRAFORM_BINARY_NAME" show -json plan'`;
  const plan = await throughCertificate(show);
  expect(plan).toContain(variables.certificate);
  expect(Object.values(keys).filter((key) => plan.includes(key))).toEqual([]);
  const found = filesWith(project.directory, keys);
  expect(found.filter((path) => !/clusters\/hub\/etcd\//.test(path))).toEqual([]);
  // The hub itself has them, so they are what is looked for.
  expect(new Set(found.map((path) => path.split(": ")[1]))).toEqual(new Set(["first in base64", "second in base64"]));
});

test("what removes it needs no certificate", async () => {
  editSpoke(project, "payments", { retired: { applications: "orphan" } });
  expect((await upJson(project)).changes.total).not.toEqual(unchanged);
  await expect(clusterSecret(project, "payments")).rejects.toThrow("the hub has no");
});
