import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { quietCommand } from "../../cli/quiet-terraform.js";
import { script, temporaryDirectory } from "../local/support.js";

const found = { version: "1.11.4", product: "terraform" } as const;

it("leaves out what a wrapper prints around JSON, and keeps everything else", async () => {
  const folder = await temporaryDirectory();
  const json = '{\n  "a": {\n    "b": [1]\n  }\n}';
  const outputs = { "version -json": "{}", "output -json": json, "apply it's": "done" };
  const command = await script(
    join(folder, "it's terraform"),
    `console.log("[wrapper] {loading}\\n" + ${JSON.stringify(outputs)}[process.argv.slice(2).join(" ")] + "\\nbye");
     process.exitCode = 3 * (process.argv[2] === "output");`,
  );
  const quiet = await quietCommand({ ...found, command, noisy: true }, join(folder, "bin", "terraform"));
  const run = (...args: string[]) => spawnSync(quiet, args, { encoding: "utf8" });
  expect(run("version", "-json")).toMatchObject({ status: 0, stdout: "{}\n" });
  expect(run("output", "-json")).toMatchObject({ status: 3, stdout: `${json}\n` });
  expect(run("apply", "it's")).toMatchObject({ status: 0, stdout: "[wrapper] {loading}\ndone\nbye\n" });
});

it("is Terraform itself where that prints nothing of its own", async () => {
  expect(await quietCommand({ ...found, command: "/bin/terraform" }, "/nowhere/terraform")).toBe("/bin/terraform");
});
