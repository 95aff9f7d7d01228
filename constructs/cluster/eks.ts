import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster/index.js";
import { DataAwsEksClusters } from "@cdktf/provider-aws/lib/data-aws-eks-clusters/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { Construct } from "constructs";
import { eksCluster, type EksClusterSpec } from "../../config/cluster/eks.js";
import { tokenCommand } from "../../config/cluster/eks-cli.js";
import { bridgeKeys } from "../../config/names.js";
import { defineAwsProvider } from "../aws/provider.js";
import { call, literal, quote, template, type Expression } from "../expression.js";
import { named } from "../named.js";
import type {
  ClusterAlias,
  ClusterConnection,
  ClusterProps,
  ClusterProvider,
  ConnectOptions,
  ICluster,
} from "./cluster.js";
import { defineEksCluster } from "./eks/define.js";

/** An EKS cluster, made by its own stack or there before. */
export class EksCluster implements ICluster {
  readonly capabilities = eksCluster.capabilities;

  constructor(
    readonly name: string,
    private readonly spec: EksClusterSpec,
  ) {}

  connect(scope: Construct, alias: ClusterAlias, { retired = false }: ConnectOptions = {}): ClusterConnection {
    const { spec } = this;
    const { partition, region, account, clusterArn, clusterName, proxyUrl } = spec;
    const provider = defineAwsProvider(scope, alias, spec);
    const read = retired ? readIfThere : readCluster;
    const cluster = read(scope, alias, { provider, clusterName });
    const access = operatorAccess(spec, cluster);
    const identity = { partition, region, account, clusterArn };
    return {
      kubernetesProvider: { ...access, exec: [access.exec] },
      helmProvider: { kubernetes: access },
      aws: { ...identity, provider, cluster },
      facts: factsOf(spec, cluster),
      endpoint: () => ({
        server: `${cluster}.endpoint`,
        caData: `${cluster}.certificate_authority[0].data`,
        ...(proxyUrl !== undefined && { proxyUrl }),
        preconditions: [],
      }),
    };
  }
}

interface ReadProps {
  readonly provider: AwsProvider;
  readonly clusterName: string;
}

/** By its name, which is known at synth: what the cluster's own stack would hand over is copied into this state. */
function readCluster(scope: Construct, alias: ClusterAlias, { provider, clusterName }: ReadProps): Expression {
  named(new DataAwsEksCluster(scope, `EksCluster-${alias}`, { provider, name: literal(clusterName) }), alias);
  return `data.aws_eks_cluster.${alias}`;
}

/** The same, and null where there is no such cluster: to read it would fail every plan of the stack from then on. */
function readIfThere(scope: Construct, alias: ClusterAlias, { provider, clusterName }: ReadProps): Expression {
  named(new DataAwsEksClusters(scope, `EksClusters-${alias}`, { provider }), alias);
  const data = new DataAwsEksCluster(scope, `EksCluster-${alias}`, { provider, name: template("each.value") });
  named(data, alias);
  const found = `[for name in data.aws_eks_clusters.${alias}.names : name if name == ${quote(clusterName)}]`;
  data.addOverride("for_each", template(call("toset", found)));
  return `one(values(data.aws_eks_cluster.${alias}))`;
}

export const eks: ClusterProvider<EksClusterSpec> = {
  view: (name, spec) => new EksCluster(name, spec),
  isCreated: ({ creation }) => creation !== undefined,
  define: (scope: Construct, props: ClusterProps<EksClusterSpec>) =>
    defineEksCluster(scope, { ...props, provider: defineAwsProvider(scope, "cluster", props.spec) }),
};

/**
 * A command and not a token: a token is fixed when a plan starts and ends a quarter of an hour later, which an apply
 * that creates things outlives.
 */
function operatorAccess(spec: EksClusterSpec, cluster: Expression) {
  const { proxyUrl } = spec;
  const exec = tokenCommand(spec);
  return {
    host: template(`${cluster}.endpoint`),
    clusterCaCertificate: template(call("base64decode", `${cluster}.certificate_authority[0].data`)),
    proxyUrl: proxyUrl === undefined ? undefined : literal(proxyUrl),
    exec: { ...exec, args: exec.args.map(literal) },
  };
}

/** By the names that add-on repositories of the GitOps bridge read. */
function factsOf({ clusterName, region, account, partition }: EksClusterSpec, cluster: Expression) {
  return {
    [bridgeKeys.clusterName]: quote(clusterName),
    [bridgeKeys.region]: quote(region),
    [bridgeKeys.account]: quote(account),
    [bridgeKeys.partition]: quote(partition),
    [bridgeKeys.vpc]: `${cluster}.vpc_config[0].vpc_id`,
    [bridgeKeys.oidcIssuer]: `${cluster}.identity[0].oidc[0].issuer`,
  };
}
