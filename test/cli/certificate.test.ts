import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { certificate } from "../../cli/certificate.js";
import { UsageError } from "../../cli/output.js";
import { fakeSigner, type FakeSigner } from "../fleet/certificates/fake-signer.js";
import { startServer, temporaryFolder, writeKubeconfigFor, type TestServer } from "../fleet/support.js";

const printed = vi.hoisted(() => [] as string[]);
vi.mock("../../cli/output.js", async (original) => ({
  ...(await original<object>()),
  writeStatus: (text: string) => printed.push(text),
}));

const stem = "TF_VAR_hubspoke_dev_spoke_a";

let signer: FakeSigner;
let spoke: TestServer;
let file: string;
let out: string;
beforeEach(async () => {
  signer = fakeSigner();
  const hub = await startServer(() => ({ items: [] }));
  spoke = await startServer((received) => signer.answer(received) ?? {});
  const folder = await temporaryFolder();
  out = path.join(folder, "out");
  file = path.join(folder, "environments", "dev.yaml");
  const cluster = async (server: TestServer) => ({ context: "admin", kubeconfig: await writeKubeconfigFor(server) });
  await mkdir(path.dirname(file));
  await writeFile(
    file,
    stringify({
      apiVersion: "hubspoke/v1",
      name: "dev",
      gitops: { repoURL: "https://git.example/gitops.git" },
      hub: { name: "hub", cluster: { provider: "existing", ...(await cluster(hub)) } },
      spokes: [
        {
          name: "a",
          cluster: { provider: "existing", ...(await cluster(spoke)) },
          registration: { mode: "client-certificate" },
        },
      ],
    }),
  );
  printed.length = 0;
});

function shell(script: string): Promise<number> {
  return certificate(file, ["sh", "-c", script, "sh", out]);
}

test("the program has the certificate and its key, and its exit code is the command's", async () => {
  expect(await shell(`printf %s "$${stem}_certificate$${stem}_key" > "$1"; exit 7`)).toBe(7);
  expect(await readFile(out, "utf8")).toMatch(
    /^-----BEGIN CERTIFICATE-----\n[^-]*-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n[^-]*-----END PRIVATE KEY-----\n$/,
  );
  expect(printed.join("\n")).toMatch(/^a: issued a certificate, until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(signer.open.size).toBe(0);
});

test("a spoke that issues none stops no program, which has no variables for it", async () => {
  signer.sign = (request) => void (request.status = { conditions: [{ type: "Denied", message: "not here" }] });
  expect(await shell(`env | grep -c "^${stem}" > "$1"; exit 0`)).toBe(0);
  expect(await readFile(out, "utf8")).toBe("0\n");
  expect(printed).toEqual([
    "a deploy of these registrations would fail:\n" +
      `  a: no client certificate: ${spoke.url} denied it: not here\n` +
      "    fix: some clusters sign none for clients (EKS): use mode: bearer-token, or a certificate of another authority in " +
      "variables (docs/client-certificate.md)",
  ]);
});

test("without a program nothing is asked of anybody", async () => {
  const error = await certificate(file, []).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as Error).message).toBe(
    `what to run is missing\n  fix: hubspoke certificate ${file} -- npx cdktf deploy 'dev-*'`,
  );
  expect(signer.seen).toEqual([]);
});
