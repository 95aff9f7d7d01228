import { expect, it } from "vitest";
import { checkNode } from "../../cli/machine.js";

it.each(["20.11.0", "22.20.0"])("Node %s runs cdktf-cli", (version) => {
  expect(() => checkNode(version)).not.toThrow();
});

it.each(["18.20.4", "24.1.0"])("Node %s does not, and the message says which do", (version) => {
  expect(() => checkNode(version)).toThrow(
    new Error(
      `Node ${version} cannot run cdktf-cli, expected Node 20 to 22\n  fix: install Node 22: https://nodejs.org/en/download`,
    ),
  );
});
