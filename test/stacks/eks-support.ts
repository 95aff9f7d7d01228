import type { HubSpokeTopology } from "../../config/topology.js";
import { parse } from "../config/support.js";

export const accounts = { hub: "111122223333", payments: "444455556666", search: "777788889999" } as const;

export interface ReferenceOptions {
  /** @default "prod" */
  readonly name?: string;
  /** @default "pod-identity" */
  readonly identity?: "pod-identity" | "irsa";
  /** @default "aws" */
  readonly partition?: "aws" | "aws-us-gov";
  /** Spokes that are in the file and retired. @default - none */
  readonly retired?: readonly string[];
  /** Spokes that are not in the file. @default - none */
  readonly without?: readonly string[];
  /** @default false */
  readonly deletionProtection?: boolean;
}

type Regions = Readonly<Record<"home" | "away", string>>;

const regions: Readonly<Record<"aws" | "aws-us-gov", Regions>> = {
  aws: { home: "eu-west-1", away: "us-east-1" },
  "aws-us-gov": { home: "us-gov-west-1", away: "us-gov-east-1" },
};

/**
 * A hub in one account, spokes in two more and in a second region, every endpoint private: each way of reaching, each
 * kind of nodes and each access once.
 */
export function eksReference(options: ReferenceOptions = {}): HubSpokeTopology {
  return parse(eksReferenceText(options), `environments/${options.name ?? "prod"}.yaml`);
}

export function eksReferenceText(options: ReferenceOptions = {}): string {
  const { name = "prod", identity = "pod-identity", partition = "aws", deletionProtection = false } = options;
  const { retired = [], without = [] } = options;
  const entries = Object.entries(spokes(partition)).filter(([spoke]) => !without.includes(spoke));
  return `
apiVersion: hubspoke/v1
name: ${name}
deletionProtection: ${deletionProtection}
gitops: { repoURL: https://git.example.com/fleet.git }
defaults:
  cluster: { provider: eks, region: ${regions[partition].home}, version: "1.34", tags: { team: platform } }
hub:
  name: hub
  cluster: {
    ${of(accounts.hub, partition)},
    network: { create: { cidr: 10.0.0.0/16, nat: per-zone } },
    reach: { transitGateway: { id: tgw-00000000000000001 } }
  }
  argocd: { identity: ${identity} }
spokes:
${entries.map(([spoke, text]) => `  - name: ${spoke}\n    retired: ${retired.includes(spoke)}${text}`).join("\n")}
`;
}

/** The spokes by name: what their entries have beside it. */
function spokes(partition: "aws" | "aws-us-gov"): Readonly<Record<string, string>> {
  const { home, away } = regions[partition];
  return {
    payments: `
    cluster: { ${of(accounts.payments, partition)}, network: { create: { cidr: 10.1.0.0/16 } }, reach: peering }`,
    "payments-away": `
    cluster: {
      ${of(accounts.payments, partition)},
      region: ${away},
      network: { create: { cidr: 10.2.0.0/16, azs: [${away}a, ${away}b] } },
      reach: { transitGateway: { id: tgw-00000000000000002 } },
      nodes: { groups: [
        { name: general, instanceTypes: [m7i.large], minSize: 2, maxSize: 6 },
        { name: arm, instanceTypes: [m7g.large], amiType: AL2023_ARM_64_STANDARD, minSize: 0, maxSize: 3 }
      ] },
      addons: { aws-ebs-csi-driver: default }
    }
    registration: { access: read-only }`,
    search: `
    cluster: {
      ${of(accounts.search, partition)},
      network: { vpcId: vpc-00000003, subnetIds: [subnet-00000031, subnet-00000032], cidr: 10.3.0.0/16 },
      reach: peering,
      kmsKeyArn: "arn:${partition}:kms:${home}:${accounts.search}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    registration: { access: { namespaces: [search, search-jobs] } }`,
    adopted: `
    cluster: { ${of(accounts.search, partition)}, existing: shared, reach: routed }
    registration: { access: { rules: [{ apiGroups: [apps], resources: [deployments], verbs: ["*"] }] } }`,
    given: `
    cluster: { ${of(accounts.search, partition)}, existing: lent, reach: routed }
    registration: { roleArn: "arn:${partition}:iam::${accounts.search}:role/lent-to-argocd" }`,
    token: `
    cluster: { provider: existing, kubeconfig: /home/ada/.kube/config, context: elsewhere }
    registration: { mode: bearer-token, access: { namespaces: [team] } }`,
  };
}

function of(account: string, partition: string): string {
  return `account: "${account}", assumeRole: "arn:${partition}:iam::${account}:role/deploy"`;
}
