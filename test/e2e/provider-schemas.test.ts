import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { findTerraform } from "../../local/terraform.js";
import { synthesizeEnvironments } from "../../stacks/synthesize.js";
import { type Block, bindingShape, schemaShape } from "./provider-bindings.js";
import { useStandIns, writeKubeconfigs } from "./stand-ins.js";

interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas?: Readonly<Record<string, { readonly block: Block }>>;
  readonly data_source_schemas?: Readonly<Record<string, { readonly block: Block }>>;
}

const providers = { kubernetes: "2.38.0", helm: "3.1.1" } as const;
type ProviderName = keyof typeof providers;

let folder: string;
let terraform: (cwd: string, ...args: string[]) => string;
let schemas: Readonly<Record<string, ProviderSchema>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hubspoke-schemas-"));
  const { found } = await findTerraform(process.env);
  if (!found) throw new Error("this test needs terraform or tofu, 1.11 or newer, on PATH");
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: await useStandIns(folder, Object.keys(providers)),
    CHECKPOINT_DISABLE: "1",
  };
  terraform = (cwd, ...args) => {
    const { stdout, stderr } = spawnSync(found.command, args, { cwd, env, encoding: "utf8", maxBuffer: 8 << 20 });
    return stdout || stderr;
  };
  const required = Object.entries(providers).map(([name, version]) => [name, { source: `hashicorp/${name}`, version }]);
  const configuration = { terraform: { required_providers: Object.fromEntries(required) } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const described = JSON.parse(terraform(folder, "providers", "schema", "-json")) as {
    provider_schemas: Record<string, ProviderSchema>;
  };
  const byName = Object.entries(described.provider_schemas).map(([source, schema]) => [source.split("/")[2], schema]);
  schemas = Object.fromEntries(byName) as Record<string, ProviderSchema>;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `kubernetes_cluster_role_v1` -> `ClusterRoleV1`, of its own folder `cluster-role-v1`. */
function bindingOf(provider: ProviderName, type: string, data = false): { folder: string; className: string } {
  const words = data ? ["data", ...type.split("_")] : type.replace(`${provider}_`, "").split("_");
  return { folder: words.join("-"), className: words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("") };
}

function expectSame(provider: ProviderName, block: Block, binding: { folder: string; className: string }): void {
  expect(schemaShape(block), binding.className).toEqual(bindingShape(provider, binding.folder, binding.className));
}

test.each(Object.keys(providers) as ProviderName[])("%s: its own settings are those of the bindings", (name) => {
  const className = `${name[0]?.toUpperCase()}${name.slice(1)}Provider`;
  const { alias, ...settings } = bindingShape(name, "provider", className);
  expect(alias).toBe("simple string");
  expect(schemaShape(schemas[name]?.provider.block ?? {})).toEqual(settings);
});

test.each(Object.keys(providers) as ProviderName[])("%s: every resource type is as in the bindings", (name) => {
  const { resource_schemas = {}, data_source_schemas = {} } = schemas[name] as ProviderSchema;
  expect(Object.keys(resource_schemas).length).toBeGreaterThan(0);
  for (const [type, { block }] of Object.entries(resource_schemas)) expectSame(name, block, bindingOf(name, type));
  for (const [type, { block }] of Object.entries(data_source_schemas)) {
    expectSame(name, block, bindingOf(name, type, true));
  }
});

const registrations = {
  admin: {},
  reader: { access: "read-only", lifetime: "24h", shard: 1, project: "platform" },
  narrow: { access: { namespaces: ["a", "b"] }, quarantine: true },
  ruled: {
    access: { rules: [{ apiGroups: [""], resources: ["pods"], resourceNames: ["x"], verbs: ["get"] }] },
    serverName: "x",
  },
  urls: {
    access: { rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }] },
    proxyUrl: "http://proxy:3128",
    disableCompression: true,
  },
  command: { mode: "exec", command: "argocd-k8s-auth", args: ["gcp"], env: { "A${B}": "%{c}" } },
  preset: { mode: "exec", preset: "aks", access: "read-only", subject: { kind: "User", name: "a${b}@example.com" } },
  certified: {
    mode: "client-certificate",
    access: "read-only",
    variables: { certificate: "certified_certificate", key: "certified_key" },
    subject: { kind: "User", name: "ada ${x}" },
  },
};

/** Every kind of registration on one kind of cluster, and a spoke that is going. */
function environment(name: string, clusterOf: (name: string) => object): object {
  const hub = {
    name: "hub",
    cluster: clusterOf("hub"),
    annotations: { note: "${a} %{ b }" },
    argocd: { values: { controller: { replicas: 2 } } },
  };
  const spokes = Object.entries(registrations).map(([spoke, registration]) => {
    return { name: spoke, cluster: clusterOf(spoke), labels: { team: "platform" }, registration };
  });
  const gone = { name: "gone", cluster: clusterOf("gone"), retired: true };
  return { apiVersion: "hubspoke/v1", name, hub, spokes: [...spokes, gone] };
}

const caData = Buffer.from("-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n").toString("base64");

/** A cluster by its address; of one in two nobody checks the certificate. */
function byEndpoint(name: string): object {
  const exec = { command: "login", args: ["--cluster", name], env: { PROFILE: "${ops}" } };
  const trust = name.length % 2 === 0 ? { caData } : { insecure: true, acceptInsecure: "a lab" };
  return { provider: "existing", endpoint: `https://${name}.example.com`, exec, ...trust };
}

test("every stack is valid Terraform under the stand-ins", () => {
  const here = environment("here", () => ({ provider: "local" }));
  const there = environment("there", (context) => ({ provider: "existing", kubeconfig: "kubeconfig", context }));
  const elsewhere = environment("elsewhere", byEndpoint);
  const gitops = { repoURL: "https://git.example.com/fleet.git" };
  const cluster = { provider: "existing", kubeconfig: "kubeconfig", context: "alone" };
  const alone = {
    apiVersion: "hubspoke/v1",
    name: "alone",
    model: "standalone",
    gitops,
    clusters: [{ name: "a", cluster }],
  };
  const files = [here, { ...there, gitops }, { ...elsewhere, gitops }, alone].map((content, index) => {
    const file = join(folder, `${index}.yaml`);
    writeFileSync(file, stringify(content));
    return file;
  });
  const outdir = join(folder, "out");
  const { topologies } = synthesizeEnvironments({ environments: files, projectDirectory: folder, outdir });
  writeKubeconfigs(topologies);
  const stacks = readdirSync(join(outdir, "stacks"));
  const spokes = Object.keys(registrations).length + 1;
  expect(stacks).toHaveLength(2 + 2 * spokes + 2 * (1 + spokes) + 1);
  for (const stack of stacks) {
    const { valid, diagnostics } = JSON.parse(terraform(join(outdir, "stacks", stack), "validate", "-json")) as {
      valid: boolean;
      diagnostics: { severity: string; summary: string; detail: string }[];
    };
    expect({ stack, valid, errors: diagnostics.filter(({ severity }) => severity === "error") }).toEqual({
      stack,
      valid: true,
      errors: [],
    });
  }
});
