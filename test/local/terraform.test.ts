import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findTerraform, parseVersion } from "../../local/terraform.js";
import { failureOf, script, temporaryDirectory } from "./support.js";

async function pathWith(scripts: Record<string, string>): Promise<{ bin: string; environment: NodeJS.ProcessEnv }> {
  const bin = join(await temporaryDirectory(), "bin");
  await mkdir(bin);
  for (const [name, output] of Object.entries(scripts))
    await script(join(bin, name), `console.log(process.argv[3] === "-json" ? "{}" : ${JSON.stringify(output)})`);
  return { bin, environment: { PATH: bin } };
}

test.each([
  ["Terraform v1.11.4\non linux_amd64\n", { version: "1.11.4", product: "terraform" }],
  ["OpenTofu v1.12.6-dev\non linux_amd64\n", { version: "1.12.6", product: "opentofu" }],
  [
    "[wrapper] using cached binary v9.9.9\n\u001b[1mTerraform v1.11.4\u001b[0m\nbye\n",
    { version: "1.11.4", product: "terraform" },
  ],
  [
    'loading...\n{\n  "terraform_version": "1.13.0",\n  "platform": "linux_amd64"\n}\nbye',
    { version: "1.13.0", product: "terraform" },
  ],
])("%j says which version it is", (output, expected) => {
  expect(parseVersion("/bin/terraform", output)).toEqual({ command: "/bin/terraform", ...expected });
});

test("what says no version is none", () => {
  expect(parseVersion("/bin/terraform", "command not found")).toBeUndefined();
});

test("a Terraform that is too old is passed over for OpenTofu, and told", async () => {
  const { bin, environment } = await pathWith({ terraform: "Terraform v1.10.5", tofu: "OpenTofu v1.11.0" });
  expect(await findTerraform(environment)).toEqual({
    found: { command: join(bin, "tofu"), version: "1.11.0", product: "opentofu" },
    passedOver: [`terraform 1.10.5 (${join(bin, "terraform")}) is older than 1.11.0`],
  });
});

test("none is no error: OpenTofu can be built", async () => {
  expect(await findTerraform({ PATH: "/nowhere" })).toEqual({ passedOver: [] });
});

test("TERRAFORM_BINARY_NAME that cannot be used is an error, and not passed over", async () => {
  const { bin, environment } = await pathWith({ old: "Terraform v1.5.7", terraform: "Terraform v1.11.4" });
  expect(await failureOf(findTerraform({ ...environment, TERRAFORM_BINARY_NAME: "old" }))).toBe(
    `TERRAFORM_BINARY_NAME is "old": terraform 1.5.7 (${join(bin, "old")}) is older than 1.11.0`,
  );
  expect(await failureOf(findTerraform({ ...environment, TERRAFORM_BINARY_NAME: "none" }))).toBe(
    'TERRAFORM_BINARY_NAME is "none", which is not on PATH',
  );
});

test("a wrapper that prints lines of its own around JSON is found out", async () => {
  const { bin, environment } = await pathWith({});
  const outputs = { version: "Terraform v1.11.4", "version -json": "{}" };
  await script(
    join(bin, "terraform"),
    `console.log("[wrapper] loading\\n" + ${JSON.stringify(outputs)}[process.argv.slice(2).join(" ")] + "\\nbye");`,
  );
  expect((await findTerraform(environment)).found).toEqual({
    command: join(bin, "terraform"),
    version: "1.11.4",
    product: "terraform",
    noisy: true,
  });
});
