import type { Topology } from "../../../config/topology.js";
import { parse, parseAny } from "../../config/support.js";
import { eksReference } from "../eks-support.js";

const header = "apiVersion: hubspoke/v1\nname: prod\ngitops: { repoURL: https://git.example.com/fleet.git }\n";

/** A hub whose Argo CD is a capability of EKS. */
function withCapability(): Topology {
  return parse(`${header}
hub:
  name: hub
  cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: hub }
  argocd:
    capability:
      identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" }
      admins: [{ group: 12345678-90ab-cdef-1234-567890abcdef }]
spokes:
  - name: shop
    cluster: { provider: eks, region: us-east-1, account: "444455556666", existing: shop }
`);
}

/** A hub that is there, and so has an issuer that is known to IAM; whoever deploys is not said. */
function withIssuer(): Topology {
  return parse(
    `${header}
hub:
  name: hub
  cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: hub }
  argocd: { identity: irsa }
spokes:
  - name: shop
    cluster:
      { provider: eks, region: eu-west-1, account: "111122223333", version: "1.34", reach: peering,
        network: { create: { cidr: 10.9.0.0/16 } } }
`.replace(
      "existing: hub }",
      "existing: hub, network: { vpcId: vpc-00000001, subnetIds: [subnet-00000001, subnet-00000002], cidr: 10.8.0.0/16 } }",
    ),
  );
}

function standalone(): Topology {
  return parseAny(`${header}
model: standalone
clusters:
  - name: solo
    cluster:
      { provider: eks, region: cn-north-1, account: "111122223333", version: "1.34",
        network: { create: { cidr: 10.0.0.0/16 } } }
`);
}

/** So many spokes that the policies of Argo CD's role fill more than one. */
export function large(spokes = 170): Topology {
  const entries = Array.from({ length: spokes }, (_, index) => {
    const account = String(200_000_000_000 + index);
    return `  - name: spoke-${index}\n    cluster: { provider: eks, region: eu-west-1, account: "${account}", existing: s }`;
  });
  return parse(`${header}
hub:
  name: hub
  cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: hub }
defaults: { cluster: { reach: routed } }
spokes:
${entries.join("\n")}
`);
}

/** One environment of each kind: together they have every resource that is ever made. */
export const environments: Readonly<Record<string, () => Topology>> = {
  reference: () => eksReference(),
  irsa: () => eksReference({ identity: "irsa" }),
  govcloud: () => eksReference({ partition: "aws-us-gov" }),
  capability: withCapability,
  issuer: withIssuer,
  standalone,
  large: () => large(),
};
