import type { EksClusterSpec } from "../../../config/cluster/index.js";

/** A spoke that is there already. */
export const eksSpec: EksClusterSpec = {
  provider: "eks",
  clusterName: "prod-a",
  region: "eu-west-1",
  account: "111122223333",
  partition: "aws",
  clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/prod-a",
  endpoint: "private",
  publicCidrs: [],
  tags: { "hubspoke:environment": "prod", "hubspoke:cluster": "a" },
};
