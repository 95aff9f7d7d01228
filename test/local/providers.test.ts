import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chooseProviders } from "../../local/providers.js";
import { failureOf, script, temporaryDirectory } from "./support.js";

const required = [
  { name: "kubernetes", version: "2.38.0" },
  { name: "helm", version: "3.1.1" },
];

async function machine(init: string) {
  const root = await temporaryDirectory();
  const command = await script(join(root, "terraform"), init);
  const built = join(root, "cache", "toolchain", "key", "bin");
  const programs = {
    program: async (name: string) => {
      await mkdir(built, { recursive: true });
      await writeFile(join(built, name), name);
      return join(built, name);
    },
  };
  const options = {
    required,
    terraform: { command, version: "1.11.4", product: "terraform" as const },
    environment: { PATH: "/bin" },
    cacheDirectory: join(root, "cache"),
    directory: join(root, "environment"),
    allLocal: true,
    programs: async () => programs,
  };
  return { root, options, mirror: join(root, "cache", "toolchain", "key", "mirror") };
}

const unreachable = "process.exit(1)";

test("what Terraform finds by itself is used, and shared between the stacks", async () => {
  const { options } = await machine('console.log("- Installed hashicorp/helm v3.1.1 (signed by HashiCorp)")');
  const { source, environment } = await chooseProviders(options);
  expect(source).toBe("terraform");
  expect(environment["TF_PLUGIN_CACHE_DIR"]).toBe(join(options.cacheDirectory, "plugins"));
});

test("a plugin cache of the operator's own is kept", async () => {
  const { options } = await machine("");
  const environment = { ...options.environment, TF_PLUGIN_CACHE_DIR: "/their/cache" };
  const chosen = await chooseProviders({ ...options, environment });
  expect(chosen.environment["TF_PLUGIN_CACHE_DIR"]).toBe("/their/cache");
});

test("a stand-in gets into no plugin cache, which other projects share", async () => {
  const { options } = await machine(unreachable);
  const environment = { ...options.environment, TF_PLUGIN_CACHE_DIR: "/their/cache" };
  const chosen = await chooseProviders({ ...options, environment });
  expect(chosen.environment).toMatchObject({ TF_PLUGIN_CACHE_DIR: "", CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" });
  expect(chosen.environment).toHaveProperty("CDKTF_SKIP_PROVIDER_LOCK", "true");
});

test("where it finds none, stand-ins serve both registry hosts from a mirror", async () => {
  const { options, mirror } = await machine(unreachable);
  const { source, environment } = await chooseProviders(options);
  expect(source).toBe("stand-in");
  const config = await readFile(environment["TF_CLI_CONFIG_FILE"] as string, "utf8");
  expect(config).toBe(`provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  for (const host of ["registry.terraform.io", "registry.opentofu.org"]) {
    const path = join(
      mirror,
      host,
      "hashicorp",
      "kubernetes",
      "2.38.0",
      platform,
      "terraform-provider-kubernetes_v2.38.0",
    );
    expect((await stat(path)).isFile()).toBe(true);
  }
});

test("the choice is kept: a registry that comes back changes nothing", async () => {
  const { options } = await machine(unreachable);
  await chooseProviders(options);
  await script(options.terraform.command, 'console.log("signed by HashiCorp")');
  expect(await chooseProviders(options)).toMatchObject({ source: "stand-in", changed: false });
});

test("other versions are looked for anew, and the lock files no longer fit", async () => {
  const { options } = await machine(unreachable);
  await chooseProviders(options);
  await script(options.terraform.command, 'console.log("signed by HashiCorp")');
  const newer = [{ name: "kubernetes", version: "2.39.0" }];
  expect(await chooseProviders({ ...options, required: newer })).toMatchObject({ source: "terraform", changed: true });
});

test("stand-ins are never used where a cluster is not local", async () => {
  const { options } = await machine(unreachable);
  expect(await failureOf(chooseProviders({ ...options, allLocal: false }))).toBe(
    "Terraform cannot install its providers (kubernetes 2.38.0, helm 3.1.1): no registry can be reached and no mirror has them\n" +
      "  fix: set HTTPS_PROXY, or copy them with `terraform providers mirror DIR` on a machine with network and name DIR in\n" +
      "  provider_installation { filesystem_mirror { path = DIR } } of ~/.terraformrc",
  );
});
