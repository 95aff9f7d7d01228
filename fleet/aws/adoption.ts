import { EKSClient, paginateListClusters } from "@aws-sdk/client-eks";
import { authenticationProblem, findCluster } from "./cluster.js";
import { openOwnAccount } from "./credentials.js";
import { ask } from "./errors.js";
import { collect } from "./pages.js";

/** The account of an operator's own credentials, and the EKS clusters of a region in it. */
export interface OwnAccount {
  readonly account: string;
  /** Names, sorted. */
  readonly clusters: readonly string[];
  /** Undefined for a cluster that is not there. */
  describe(clusterName: string): Promise<AdoptableCluster | undefined>;
}

/** What an environment file has to say of a cluster that is there. */
export interface AdoptableCluster {
  /** Whether it has a public endpoint. */
  readonly public: boolean;
  /**
   * Why it cannot be a spoke by an IAM role.
   *
   * @default - it can
   */
  readonly problem?: { readonly problem: string; readonly fix: string };
}

/** @throws AwsError */
export async function lookAtOwnAccount(region: string): Promise<OwnAccount> {
  const { account, config } = await openOwnAccount(region);
  const eks = new EKSClient(config);
  try {
    const clusters = await ask("eks:ListClusters", () =>
      collect(paginateListClusters({ client: eks }, {}), (page) => page.clusters),
    );
    const describe = async (clusterName: string): Promise<AdoptableCluster | undefined> => {
      const named = { clusterName, region, account };
      const found = await findCluster(config, named);
      if (found === undefined) return undefined;
      const problem = authenticationProblem(named, found.authenticationMode);
      return { public: found.public, ...(problem && { problem }) };
    };
    return { account, clusters: clusters.sort(), describe };
  } finally {
    eks.destroy();
  }
}
