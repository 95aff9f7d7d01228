import { expect, test } from "vitest";
import { complaints, eks, hubAndSpokes } from "../complaints.js";

function addons(text: string): readonly string[] {
  const nodes = "nodes: { groups: [{ name: a, instanceTypes: [m7i.large] }] }";
  return complaints(hubAndSpokes(eks("10.0.0.0/16", `, ${nodes}, addons: { ${text} }`)));
}

test("an add-on has a version of EKS's, or its choice", () => {
  expect(addons("vpc-cni: default, kubecost_kubecost: v1.103.3-eksbuild.0, coredns: v1.12.4-eksbuild.1")).toEqual([]);
  expect(addons("vpc-cni: latest")).toEqual([
    'dev.yaml:6  hub.cluster.addons.vpc-cni\n  invalid vpc-cni "latest", expected default, or a version as EKS writes it, ' +
      "for example v1.20.4-eksbuild.2",
  ]);
});

test("its name is one of EKS's form", () => {
  expect(addons("VPC: default")).toEqual([
    "dev.yaml:6  hub.cluster.addons\n" +
      '  invalid key "VPC", expected the name of an EKS add-on, for example vpc-cni, as aws eks describe-addon-versions has it',
  ]);
});
