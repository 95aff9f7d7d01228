import type { Construct } from "constructs";
import { existingCluster, type ExistingClusterSpec, type ExistingEndpointSpec } from "../../config/cluster/existing.js";
import { literal, literals, quote } from "../expression.js";
import type { ClusterConnection, ClusterEndpoint, ClusterProvider, ICluster } from "./cluster.js";
import { kubeconfigCluster, kubeconfigProviders } from "./kubeconfig.js";

type OperatorAccess = Pick<ClusterConnection, "kubernetesProvider" | "helmProvider" | "execEnv">;
type ExistingSpec = ExistingClusterSpec | ExistingEndpointSpec;

/** A cluster that is already there, reached through a context of the operator's kubeconfig or by its address. */
export class ExistingCluster implements ICluster {
  readonly capabilities = existingCluster.capabilities;

  constructor(
    readonly name: string,
    private readonly spec: ExistingSpec,
  ) {}

  connect(scope: Construct): ClusterConnection {
    const { spec } = this;
    const { hubEndpoint, proxyUrl, acceptInsecure } = spec;
    return {
      ...("endpoint" in spec ? endpointProviders(spec) : kubeconfigProviders(spec)),
      facts: {},
      endpoint: () => {
        const cluster = "endpoint" in spec ? givenEndpoint(spec) : kubeconfigCluster(scope, spec);
        const server = hubEndpoint === undefined ? cluster.server : quote(hubEndpoint);
        return { ...cluster, proxyUrl, server, insecure: acceptInsecure !== undefined };
      },
    };
  }
}

export const existing: ClusterProvider<ExistingSpec> = {
  view: (name, spec) => new ExistingCluster(name, spec),
};

/** Provider settings for an address: the CA is in the file, and the credential comes from a command. */
function endpointProviders(spec: ExistingEndpointSpec): OperatorAccess {
  const { endpoint, proxyUrl, acceptInsecure } = spec;
  const { command, args, env, apiVersion } = spec.exec;
  const access = {
    host: literal(endpoint),
    proxyUrl: proxyUrl === undefined ? undefined : literal(proxyUrl),
    ...(acceptInsecure === undefined ? { clusterCaCertificate: pemOf(spec) } : { insecure: true }),
  };
  const exec = { apiVersion, command: literal(command), args: args.map(literal) };
  return {
    kubernetesProvider: { ...access, exec: [exec] },
    helmProvider: { kubernetes: { ...access, exec } },
    execEnv: literals(env),
  };
}

/** The providers take the PEM itself, and Argo CD its base64. */
function pemOf({ caData = "" }: ExistingEndpointSpec): string {
  return literal(Buffer.from(caData, "base64").toString("utf8"));
}

function givenEndpoint({ endpoint, caData = "" }: ExistingEndpointSpec): ClusterEndpoint {
  return { server: quote(endpoint), caData: quote(caData), preconditions: [] };
}
