import { eksReferenceText } from "../../stacks/eks-support.js";

const away = { without: ["token"] };

const gitops = "gitops: { repoURL: https://git.example.com/fleet.git }";

/** What the reference has not: a hub that people and the Internet reach, nodes in a VPC that is there, no role. */
const given = `
apiVersion: hubspoke/v1
name: given
deletionProtection: true
${gitops}
defaults:
  cluster: { provider: eks, region: eu-central-1, version: "1.34" }
hub:
  name: hub
  cluster:
    account: "111122223333"
    endpoint: public
    publicCidrs: [203.0.113.0/24]
    admins: ["arn:aws:iam::111122223333:role/platform-admin", "arn:aws:iam::111122223333:role/ops/on-call"]
    tags: { cost-centre: "a@b" }
    logTypes: [audit]
    network: { create: { cidr: 10.0.0.0/20, azs: [eu-central-1a, eu-central-1b] } }
    nodes: { auto: true, nodePools: [general-purpose] }
    reach: { transitGateway: { id: tgw-00000000000000001 } }
spokes:
  - name: groups
    cluster:
      account: "444455556666"
      network: { vpcId: vpc-00000001, subnetIds: [subnet-00000011, subnet-00000012], cidr: 10.1.0.0/16 }
      reach: { transitGateway: { id: tgw-00000000000000001 } }
      addons: { vpc-cni: v1.20.4-eksbuild.2, aws-ebs-csi-driver: default, aws-efs-csi-driver: default }
      nodes:
        groups:
          - name: workers
            instanceTypes: [m7i.large, m6i.large]
            capacityType: SPOT
            labels: { tier: gold }
            taints: [{ key: dedicated, value: gold, effect: NO_SCHEDULE }, { key: lent, effect: NO_EXECUTE }]
          - name: bottle
            instanceTypes: [m7g.large]
            amiType: BOTTLEROCKET_ARM_64
            updateConfig: { maxUnavailable: 1 }
    registration: { access: { rules: [{ apiGroups: [apps], resources: [deployments], verbs: [get, update] }] } }
  - name: proxied
    cluster: { account: "444455556666", existing: shared, proxyUrl: "http://proxy.example.com:3128" }
    registration: { access: { namespaces: [shop, shop-jobs] } }
  - name: open
    cluster:
      account: "444455556666"
      endpoint: public
      publicCidrs: [203.0.113.0/24]
      network: { create: { cidr: 10.2.0.0/16 } }
    registration: { access: read-only }
`;

/** A hub that is there, whose issuer IAM knows already. */
const adopted = `
apiVersion: hubspoke/v1
name: adopted
${gitops}
hub:
  name: hub
  cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: shared }
  argocd: { identity: irsa }
spokes:
  - name: shop
    cluster: { provider: eks, region: eu-west-1, account: "444455556666", existing: shop, reach: routed }
`;

/** Argo CD as an EKS capability, with all that it can be given. */
const capability = `
apiVersion: hubspoke/v1
name: capability
${gitops}
defaults:
  cluster: { provider: eks, region: eu-west-1, version: "1.34" }
hub:
  name: hub
  cluster: { account: "111122223333", network: { create: { cidr: 10.0.0.0/16 } } }
  argocd:
    capability:
      identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", region: us-east-1 }
      admins: [{ group: 686103e0-f051-7068-b225-e6392b959d9e }, { user: 686103e0-f051-7068-b225-e6392b959d9f }]
      viewers: [{ group: 686103e0-f051-7068-b225-e6392b959da0 }]
      networkAccess: { vpcEndpoints: [vpce-0123456789abcdef0] }
      settings: { kustomize.buildOptions: --enable-helm }
spokes:
  - name: near
    cluster: { account: "111122223333", network: { create: { cidr: 10.1.0.0/16 } } }
  - name: far
    cluster: { account: "444455556666", region: us-east-1, existing: shared }
    registration: { access: read-only }
`;

/** Environment files by the names of their environments: together, every resource and each of its forms. */
export const environments = {
  reference: eksReferenceText({ name: "reference", ...away }),
  gov: eksReferenceText({ name: "gov", partition: "aws-us-gov", ...away }),
  irsa: eksReferenceText({ name: "irsa", identity: "irsa", ...away }),
  retired: eksReferenceText({
    name: "retired",
    retired: ["payments", "payments-away", "search", "adopted", "given"],
    ...away,
  }),
  given,
  adopted,
  capability,
} as const;
