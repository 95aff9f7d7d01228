import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { account } from "./aws-provider/account.js";
import { environmentNames, openFixture, type Fixture } from "./aws-provider/fixture.js";
import { bindingOf, untyped } from "./aws-provider/schema.js";
import { bindingShape, schemaShape } from "./provider-bindings.js";

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture(account);
});

afterAll(() => fixture?.close());

/** What Terraform finds wrong in a stack. */
async function errorsOf(name: string, stack: object): Promise<string[]> {
  const { diagnostics } = JSON.parse(await fixture.terraform(name, stack, "validate", "-json")) as {
    diagnostics: { severity: string; summary: string; detail: string }[];
  };
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail }) => `${summary}: ${detail}`);
}

test("the schemas have of every type what the bindings write", () => {
  const types = Object.entries(fixture.blocks);
  expect(types.length).toBeGreaterThan(30);
  for (const [type, block] of types) {
    const { folder, className } = bindingOf(type);
    expect(schemaShape(block), type).toEqual(bindingShape("aws", folder, className));
  }
  // Terraform would take anything for these.
  expect([...untyped]).toEqual([]);
});

test.each(environmentNames)("%s: every stack is valid Terraform", async (environment) => {
  const stacks = Object.entries(fixture.stacks).filter(([id]) => id.startsWith(`${environment}-`));
  const errors: Record<string, readonly string[]> = {};
  for (const [id, stack] of stacks) errors[id] = await errorsOf(id, stack);
  expect(errors).toEqual(Object.fromEntries(stacks.map(([id]) => [id, []])));
});

describe("Terraform refuses", () => {
  test.each([
    [
      "an argument of another name",
      '"authentication_mode":',
      '"authentication_mod":',
      'Extraneous JSON object property: No argument or block type is named "authentication_mod". Did you mean "authentication_mode"?',
    ],
    [
      "a reference to an attribute that is not there",
      "vpc_config[0].cluster_security_group_id",
      "vpc_config[0].cluster_sg_id",
      'Unsupported attribute: This object has no argument, nested block, or exported attribute named "cluster_sg_id".',
    ],
    [
      "a reference to a resource that is not there",
      "${aws_iam_role.node.arn}",
      "${aws_iam_role.nodes.arn}",
      'Reference to undeclared resource: A managed resource "aws_iam_role" "nodes" has not been declared in the root module.',
    ],
    [
      "a missing argument",
      '"role_arn":"${aws_iam_role.cluster.arn}",',
      "",
      'Missing required argument: The argument "role_arn" is required, but no definition was found.',
    ],
    [
      "a value of another type",
      '"bootstrap_self_managed_addons":false',
      '"bootstrap_self_managed_addons":"never"',
      'Incorrect attribute value type: Inappropriate value for attribute "bootstrap_self_managed_addons": a bool is required.',
    ],
  ])("%s", async (_, right, wrong, error) => {
    const stack = JSON.stringify(fixture.stacks["given-hub-cluster"]);
    expect(stack).toContain(right);
    expect(await errorsOf("broken", JSON.parse(stack.replace(right, () => wrong)) as object)).toEqual([error]);
  });
});
