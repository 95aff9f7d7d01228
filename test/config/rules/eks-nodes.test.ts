import { expect, test } from "vitest";
import { complaints, eks, hubAndSpokes } from "../complaints.js";

const hub = (rest: string) => complaints(hubAndSpokes(eks("10.0.0.0/16", rest)));
const spoke = (rest: string) =>
  `name: a, cluster: { ${eks("10.1.0.0/16", rest)}, endpoint: public, publicCidrs: [203.0.113.0/24] }`;

test("Auto Mode needs none of the add-ons that it has", () => {
  expect(hub(", addons: { vpc-cni: default, metrics-server: default }")).toEqual([
    "dev.yaml:6  hub.cluster.addons.vpc-cni\n" +
      "  warning: EKS Auto Mode has vpc-cni built in, the add-on has nothing to do\n  fix: remove it",
  ]);
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16"), spoke(", addons: { aws-ebs-csi-driver: default }")))).toEqual([
    "dev.yaml:8  spokes[0].cluster.addons.aws-ebs-csi-driver\n" +
      "  warning: EKS Auto Mode has aws-ebs-csi-driver built in, the add-on has nothing to do\n  fix: remove it",
  ]);
  const nodes = ", nodes: { groups: [{ name: a, instanceTypes: [m7i.large] }] }";
  expect(hub(`${nodes}, addons: { vpc-cni: default }`)).toEqual([]);
});

test("Argo CD has nodes that take it, and a spoke may have others", () => {
  expect(hub(", nodes: { auto: true, nodePools: [system] }")).toEqual([
    'dev.yaml:6  hub.cluster.nodes.nodePools\n  node pool "system" takes no pod of Argo CD, expected general-purpose among nodePools',
  ]);
  expect(hub(", nodes: { auto: true, nodePools: [general-purpose] }")).toEqual([]);
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16"), spoke(", nodes: { auto: true, nodePools: [system] }")))).toEqual(
    [],
  );
});
