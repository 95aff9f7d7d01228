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

test("everything that would be gone without the gate waits for it", () => {
  const json = eksStack(eksSpec(groups({})));
  expect(resource(json, gate).depends_on).toEqual([
    "aws_eks_cluster.cluster",
    "aws_eks_access_entry.admin",
    "aws_eks_access_policy_association.admin",
    "aws_eks_addon.vpc_cni",
    "aws_eks_addon.kube_proxy",
    "aws_eks_addon.eks_pod_identity_agent",
    "aws_eks_node_group.workers",
    "aws_eks_addon.coredns",
  ]);
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
