import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cliCommand, gitopsRootChart, packageRoot } from "../../stacks/package-root.js";

test("the package is found from its own code", () => {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { name: string };
  expect(manifest.name).toBe("hubspoke");
  expect(existsSync(join(gitopsRootChart(), "Chart.yaml"))).toBe(true);
});

test("the command line that Terraform runs is a file of the package, whatever the current folder", () => {
  const script = /'([^']+)'$/.exec(cliCommand())?.[1] ?? "";
  expect(script.startsWith(packageRoot())).toBe(true);
  expect(existsSync(script)).toBe(true);
});
