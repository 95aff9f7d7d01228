import { expect, test } from "vitest";
import { requiredProviders } from "../../cli/terraform-environment.js";
import { eksCluster, spoke, topology } from "../stacks/support.js";

const kubernetesAndHelm = [
  { name: "kubernetes", version: "2.38.0" },
  { name: "helm", version: "3.1.1" },
];

test("the AWS provider, which is large, is asked for where a cluster is in AWS", () => {
  expect(requiredProviders(topology())).toEqual(kubernetesAndHelm);
  const onEks = topology({ spokes: [spoke("alpha"), spoke("beta", { cluster: eksCluster("beta") })] });
  expect(requiredProviders(onEks)).toEqual([...kubernetesAndHelm, { name: "aws", version: "6.25.0" }]);
});
