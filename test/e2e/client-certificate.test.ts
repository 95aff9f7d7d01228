import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { controlPlaneSpecs } from "../../local/control-plane-spec.js";
import { pkiDirectory } from "../../local/control-plane-processes.js";
import { ensureAuthority } from "../../local/certificates.js";
import { editSpoke } from "./environment-file.js";
import { filesWith } from "./files.js";
import {
  changedStacks,
  clusterSecret,
  decoded,
  ended,
  eventuallyVerified,
  topologyOf,
  verifyJson,
  type UpJson,
} from "./fleet.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// A spoke registered by a certificate that its own authority signs, on real API servers, with a real Argo CD.
const firstPort = 26500;
const variables = { certificate: "payments_certificate", key: "payments_key" };
const stack = "local-spoke-payments-registration";
let project: Project;

beforeAll(() => {
  project = createProject(localEnvironment(firstPort, ["payments"]));
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

interface Signed {
  readonly cert: string;
  readonly key: string;
}

/** What the spoke's authority signs for a user. */
async function signed(name: string, user: string): Promise<Signed> {
  const spec = controlPlaneSpecs(topologyOf(project)).find((one) => one.name === "payments");
  if (!spec) throw new Error("there is no spoke payments");
  const folder = pkiDirectory(spec);
  const authority = await ensureAuthority(folder, "ca");
  await authority.ensure({ name, commonName: user, usage: ["client"] });
  const read = (file: string) => readFileSync(join(folder, `${name}.${file}`), "utf8");
  return { cert: read("crt"), key: read("key") };
}

function exported({ cert, key }: Signed): NodeJS.ProcessEnv {
  return { TF_VAR_payments_certificate: cert, TF_VAR_payments_key: key };
}

async function up(given: Signed): Promise<UpJson> {
  return JSON.parse(
    ended(await project.hubspoke(["up", "local", "--json"], { env: exported(given) })).stdout,
  ) as UpJson;
}

/** What a person sees of an `up` that fails, without the breaks that Terraform puts into long lines. */
async function refused(env: NodeJS.ProcessEnv): Promise<string> {
  const { output } = ended(await project.hubspoke(["up", "local"], { env }), 1);
  return output.replaceAll(`\n  ${stack}: `, " ");
}

/** Commands with the environment's Terraform; returns what they print. */
async function shell(commands: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  const script = ["set -e", exports, ...commands].join("\n");
  return ended(await project.run("sh", ["-c", script], { env: { ...env, FORCE_COLOR: "0" } })).stdout;
}

/** The middle of a key: whoever writes it elsewhere may break lines elsewhere. */
function middle(pem: string): string {
  return pem.split("\n")[1] as string;
}

let first: Signed;
let second: Signed;

test("a spoke goes from a token to a certificate", async () => {
  ended(await project.hubspoke(["up", "local", "--json"]));
  [first, second] = [await signed("argocd", "ada"), await signed("argocd-2", "ada")];
  const registration = { mode: "client-certificate", variables, subject: { kind: "User", name: "ada" } };
  editSpoke(project, "payments", { registration });
  expect(Object.keys(changedStacks(await up(first)))).toEqual([stack]);
  await eventuallyVerified(project);
  expect(decoded(await clusterSecret(project, "payments"), "config")).not.toContain("bearerToken");
});

test("verify tries it, as the user that it is of", async () => {
  const { checks } = await verifyJson(project);
  const found = checks.filter(({ id, subject }) => subject === "payments" && id.startsWith("credential-"));
  expect(found.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "credential-authenticates passed",
    "credential-permissions passed",
    "credential-expiry passed",
  ]);
  expect(found[0]?.message).toBe('it authenticates as "ada"');
});

test("the same certificate changes nothing, another one the cluster Secret alone", async () => {
  expect(changedStacks(await up(first))).toEqual({});
  expect(changedStacks(await up(second))).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 0 } });
  const { tlsClientConfig } = JSON.parse(decoded(await clusterSecret(project, "payments"), "config")) as {
    tlsClientConfig: { keyData: string };
  };
  expect(Buffer.from(tlsClientConfig.keyData, "base64").toString()).toBe(second.key);
  await eventuallyVerified(project);
});

test("without the variables nothing is deployed, and the message names them", async () => {
  const output = await refused({});
  expect(output).toContain("TF_VAR_payments_certificate holds no certificate, expected PEM without a key");
  expect(output).toContain("TF_VAR_payments_key holds no private key, expected PEM without a passphrase");
});

test("a key in the certificate's variable is refused, and not shown", async () => {
  const output = await refused(exported({ ...first, cert: first.key }));
  expect(output).toContain("TF_VAR_payments_certificate holds no certificate, expected PEM without a key");
  expect(output).not.toContain(middle(first.key));
});

test("a key is in no state, plan, log or synthesised file", async () => {
  const show = `(cd cdktf.out/stacks/${stack} && "$TERRAFORM_BINARY_NAME" show -json plan)`;
  const plan = await shell([`node_modules/.bin/cdktf diff ${stack} >&2`, show], exported(second));
  expect(JSON.parse(plan)).toMatchObject({ variables: { payments_certificate: { value: second.cert } } });
  expect(plan).not.toContain(middle(second.key));
  const found = filesWith(project.directory, { first: middle(first.key), second: middle(second.key) });
  expect(found.filter((path) => !/clusters\/(hub\/etcd|payments\/pki)\//.test(path))).toEqual([]);
  expect(found.filter((path) => /payments\/pki\//.test(path))).toHaveLength(2);
});

test("what removes it needs no variables", async () => {
  await shell([`node_modules/.bin/cdktf destroy ${stack} --auto-approve --ignore-missing-stack-dependencies`]);
  await expect(clusterSecret(project, "payments")).rejects.toThrow("the hub has no");
  ended(await project.hubspoke(["up", "local", "--json"], { env: exported(second) }));
  editSpoke(project, "payments", { retired: { applications: "orphan" } });
  ended(await project.hubspoke(["up", "local", "--json"]));
  await expect(clusterSecret(project, "payments")).rejects.toThrow("the hub has no");
});
