import { expect, test } from "vitest";
import { addresses } from "../../../stacks/support.js";
import { eksSpec, eksStack, groups, resource } from "./support.js";

const gate = "terraform_data.leftovers";

test("the first to be removed is a gate that looks for what Terraform does not know", () => {
  const json = eksStack(eksSpec(), { name: "shop", environmentFile: "/home/o'neil/environments/dev.yaml" });
  expect(resource(json, gate).provisioner).toEqual([
    {
      "local-exec": {
        when: "destroy",
        command: `hubspoke-cli leftovers '/home/o'\\''neil/environments/dev.yaml' --cluster 'shop' --before-destroy`,
      },
    },
  ]);
});

test("all else of the stack goes after the gate", () => {
  const json = eksStack(eksSpec({ ...groups({}), network: { create: { cidr: "10.20.0.0/16" } }, tags: { team: "a" } }));
  const others = addresses(json).filter((address) => address !== gate);
  expect(others).toEqual(expect.arrayContaining(["aws_flow_log.cluster", "aws_kms_alias.cluster", "aws_vpc.cluster"]));
  expect([...(resource(json, gate).depends_on as string[])].sort()).toEqual(others);
});

test("of a retired cluster the gate alone is left, so that its removal is looked at", () => {
  const json = eksStack(eksSpec(groups({})), { retired: true });
  expect(addresses(json)).toEqual([gate]);
  expect(resource(json, gate)).toMatchObject({ count: 0 });
  expect(JSON.stringify(resource(json, gate))).toContain("--before-destroy");
  expect(json.provider?.aws?.map(({ alias }) => alias)).toEqual(["cluster"]);
});

test("a protected cluster cannot be retired by mistake", () => {
  const json = eksStack(eksSpec(), { retired: true, deletionProtection: true });
  expect(resource(json, gate).lifecycle).toEqual({ prevent_destroy: true });
});
