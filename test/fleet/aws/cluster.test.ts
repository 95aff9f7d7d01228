import { expect, test } from "vitest";
import { protectionProblem } from "../../../fleet/aws/cluster.js";
import { openAws } from "../../../fleet/aws/credentials.js";
import { eksSpec as spec } from "./eks-spec.js";
import { startAws } from "./fake-aws.js";

test("a cluster that EKS protects is told before anything of it is destroyed", async () => {
  const aws = await startAws();
  const config = await openAws(spec);
  expect(await protectionProblem(config, spec)).toBeUndefined();
  aws.clusters = { [spec.clusterName]: { name: spec.clusterName, deletionProtection: false } };
  expect(await protectionProblem(config, spec)).toBeUndefined();
  aws.clusters = { [spec.clusterName]: { name: spec.clusterName, deletionProtection: true } };
  expect(await protectionProblem(config, spec)).toEqual({
    problem: `EKS protects cluster "${spec.clusterName}" from deletion`,
    fix: "set deletionProtection: false and deploy, then destroy it",
  });
});
