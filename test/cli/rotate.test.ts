import { beforeEach, expect, test, vi } from "vitest";
import type * as outputModule from "../../cli/output.js";
import { rotate } from "../../cli/rotate.js";
import type { ClusterSecret } from "../../fleet/cluster-secret.js";
import type * as expiryModule from "../../fleet/credential-expiry.js";
import { KubernetesError } from "../../fleet/kubernetes.js";
import { jwt } from "../fleet/support.js";
import { inProject, local, refusal } from "./spoke/project.js";

const output = vi.hoisted(() => [] as string[]);
vi.mock("../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeStatus: (text: string) => void output.push(text),
}));

const hub = vi.hoisted(() => ({ secrets: vi.fn<typeof expiryModule.spokeSecrets>() }));
vi.mock("../../fleet/credential-expiry.js", async (original) => ({
  ...(await original<typeof expiryModule>()),
  spokeSecrets: hub.secrets,
}));

const { read, write } = inProject();
beforeEach(() => void (output.length = 0));

/** The hub has a token of each spoke that ends in so many days. */
function endingIn(days: Readonly<Record<string, number>>): void {
  hub.secrets.mockImplementation(({ topology }) =>
    Promise.resolve(
      topology.spokes.map((spoke) => {
        const exp = Math.floor(Date.now() / 1000) + (days[spoke.name] ?? 0) * 86_400;
        return { spoke, secret: { config: { bearerToken: jwt({ exp }), tlsClientConfig: {} } } as ClusterSecret };
      }),
    ),
  );
}

test("the revision of a spoke is raised, comments kept, and what follows is said", async () => {
  expect(await rotate("local", ["payments"], {})).toBe(0);
  expect(read("local.yaml")).toBe(
    local.replace("  - name: payments\n", "  - name: payments\n    registration: { revision: 2 }\n"),
  );
  expect(output[0]).toContain("+    registration: { revision: 2 }");
  expect(output[1]).toBe(
    'environments/local.yaml: another credential for "payments" at the next deployment; the present one works until it ends\n' +
      "next: commit it, then\n" +
      "  npx hubspoke up local   # or: npx cdktf deploy local-spoke-payments-registration",
  );
});

test("what comes from defaults or a base is counted on, in the spoke's own entry", async () => {
  write("base/fleet.yaml", "defaults:\n  registration: { mode: bearer-token, revision: 4 }\n");
  write("local.yaml", local.replace("name: local\n", "name: local\nextends: base/fleet.yaml\n"));
  await rotate("local", ["search", "search"], {});
  expect(read("local.yaml")).toContain("  - name: search\n    registration: { revision: 5 }\n");
});

test("a certificate that is issued has a revision of its own", async () => {
  write(
    "local.yaml",
    local.replace("  - name: search\n", "  - name: search\n    registration: { mode: client-certificate }\n"),
  );
  await rotate("local", ["search"], {});
  expect(read("local.yaml")).toContain("registration: { mode: client-certificate, issue: { revision: 2 } }");
});

test("--expiring takes those that end within it, and --dry-run writes nothing", async () => {
  endingIn({ payments: 20, search: 40 });
  await rotate("local", [], { expiring: "30d", dryRun: true });
  expect(read("local.yaml")).toBe(local);
  await rotate("local", [], { expiring: "30d" });
  expect(read("local.yaml").match(/revision: 2/g)).toHaveLength(1);
  await rotate("local", [], { expiring: "40d1h" });
  expect(read("local.yaml")).toContain("  - name: payments\n    registration: { revision: 3 }");
  expect(read("local.yaml")).toContain("  - name: search\n    registration: { revision: 2 }");
});

test("--expiring finds nothing, and says so", async () => {
  endingIn({ payments: 20, search: 40 });
  expect(await rotate("local", [], { expiring: "24h" })).toBe(0);
  expect(output).toEqual(["no credential that is made at deploy ends within 24h: nothing to do"]);
  expect(read("local.yaml")).toBe(local);
});

test("a hub that does not answer is an error, and nothing is written", async () => {
  hub.secrets.mockRejectedValue(new KubernetesError("unreachable", "https://hub does not answer: connection refused"));
  await expect(rotate("local", [], { expiring: "30d" })).rejects.toThrow(
    /^the hub of "local" cannot be read: https:\/\/hub does not answer: connection refused$/,
  );
  expect(read("local.yaml")).toBe(local);
});

test("what ends and is not made here is named, and left to whoever makes it", async () => {
  endingIn({ payments: 1, search: 400 });
  const registration =
    "registration: { mode: client-certificate, variables: { certificate: payments_certificate, key: payments_key } }";
  const given = local.replace("  - name: payments\n", `  - name: payments\n    ${registration}\n`);
  write("local.yaml", given);
  const nothing =
    'the client certificate of spoke "payments" comes in Terraform variables: nobody here makes it\n' +
    "  fix: have a new one signed, export TF_VAR_payments_certificate and TF_VAR_payments_key, then hubspoke up local";
  await rotate("local", [], { expiring: "30d" });
  expect(output).toEqual([nothing, "no credential that is made at deploy ends within 30d: nothing to do"]);
  expect(await refusal(rotate("local", ["payments"], {}))).toBe(nothing);
  expect(read("local.yaml")).toBe(given);
});

test("without a spoke nothing is rotated by accident", async () => {
  expect(await refusal(rotate("local", [], {}))).toBe(
    "no spoke to rotate the credential of, expected names of: payments, search\n" +
      "  fix: name some, or those that end soon: hubspoke rotate local --expiring 30d",
  );
  expect(await refusal(rotate("local", ["payments"], { expiring: "30d" }))).toBe(
    "--expiring beside names of spokes, expected one of them",
  );
});

test.each(["", "d", "30", "-1d", "1.5d", "1h30d", "soon"])("%j is no duration", async (expiring) => {
  expect(await refusal(rotate("local", [], { expiring }))).toBe(
    `--expiring ${JSON.stringify(expiring)}, expected a duration such as 30d, 12h or 1d12h`,
  );
});

test("modes that have no credential say where theirs comes from", async () => {
  const exec = "registration: { mode: exec, command: gke-gcloud-auth-plugin }";
  write(
    "local.yaml",
    local.replace(
      / {2}- name: search\n.*\n/,
      `  - name: search\n    cluster: { provider: existing, kubeconfig: k, context: s }\n    ${exec}\n`,
    ),
  );
  expect(await refusal(rotate("local", ["search"], {}))).toBe(
    'spoke "search" has no credential to rotate: mode exec gets a short one each time, by a command in Argo CD\'s pods',
  );
});

test("a spoke that is not there, is retired or is another file's is refused", async () => {
  expect(await refusal(rotate("local", ["serch"], {}))).toBe(
    'no spoke "serch" in environments/local.yaml, expected one of: payments, search\n  fix: did you mean "search"?',
  );
  write("local.yaml", local.replace("  - name: search\n", "  - name: search\n    retired: true\n"));
  expect(await refusal(rotate("local", ["search"], {}))).toBe(
    'spoke "search" is retired: its credential goes with the next deployment',
  );
  write("base/spokes.yaml", "spokes:\n  - name: shared\n    cluster: { provider: local }\n");
  write("local.yaml", local.replace("name: local\n", "name: local\nextends: base/spokes.yaml\n"));
  expect(await refusal(rotate("local", ["shared"], {}))).toBe(
    'spoke "shared" is written in environments/base/spokes.yaml, which environments/local.yaml extends\n' +
      "  fix: edit environments/base/spokes.yaml; that changes every environment that extends it",
  );
});
