import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { account } from "./aws-provider/account.js";
import { environmentNames, openFixture, type Fixture } from "./aws-provider/fixture.js";
import { defined, local, runner, type Runner } from "./aws-provider/plans.js";
import type { Lookup } from "./aws-provider/server.js";

let fixture: Fixture;
let terraform: Runner;
let lookup: Lookup = account;

beforeAll(async () => {
  fixture = await openFixture((type, config) => lookup(type, config));
  terraform = runner(fixture);
});

afterEach(() => {
  lookup = account;
});

afterAll(() => fixture?.close());

function stackOf(id: string) {
  const stack = fixture.stacks[id];
  if (!stack) throw new Error(`there is no stack ${id}`);
  return local(stack);
}

/** What the plan of a stack knows of each resource. */
function planned(id: string) {
  return terraform.planned(id, stackOf(id));
}

/** What the account has otherwise than it should. */
function instead(type: string, values: object): void {
  lookup = (each, config) => ({ ...account(each, config), ...(each === type && values) });
}

test.each(environmentNames)("%s: every stack can be planned, and makes all that it defines", async (environment) => {
  for (const id of Object.keys(fixture.stacks).filter((each) => each.startsWith(`${environment}-`))) {
    const stack = stackOf(id);
    const { errors, changes } = await terraform.run(id, stack, "plan");
    expect({ id, errors }).toEqual({ id, errors: [] });
    const made = changes.map((change) => change.replace(/^create (.*?)(\[.*\])?$/, "$1"));
    expect({ id, made: [...new Set(made)] }).toEqual({ id, made: defined(stack) });
  }
});

describe("what a plan works out", () => {
  test("each route table of both VPCs leads to the other", async () => {
    const id = "reference-spoke-payments-network";
    expect((await terraform.run(id, stackOf(id), "plan")).changes).toEqual([
      'create aws_route.hub["rtb-1-of-vpc-of-reference-hub"]',
      'create aws_route.hub["rtb-2-of-vpc-of-reference-hub"]',
      'create aws_route.spoke["rtb-1-of-vpc-of-reference-payments"]',
      'create aws_route.spoke["rtb-2-of-vpc-of-reference-payments"]',
      "create aws_vpc_peering_connection.spoke",
      "create aws_vpc_peering_connection_accepter.spoke",
      "create aws_vpc_peering_connection_options.hub",
      "create aws_vpc_peering_connection_options.spoke",
      "create aws_vpc_security_group_ingress_rule.api_server",
    ]);
    expect(await planned(id)).toMatchObject({
      "aws_vpc_peering_connection.spoke": {
        vpc_id: "vpc-of-reference-hub",
        peer_vpc_id: "vpc-of-reference-payments",
        peer_owner_id: "444455556666",
      },
      'aws_route.hub["rtb-1-of-vpc-of-reference-hub"]': {
        route_table_id: "rtb-1-of-vpc-of-reference-hub",
        destination_cidr_block: "10.1.0.0/16",
      },
      "aws_vpc_security_group_ingress_rule.api_server": {
        security_group_id: "sg-of-reference-payments",
        cidr_ipv4: "10.0.0.0/16",
      },
    });
  });

  test("a transit gateway gets one subnet of each zone, always the same", async () => {
    const subnets = ["subnet-00000092", "subnet-00000091", "subnet-00000082", "subnet-00000093"];
    instead("aws_eks_cluster", { vpc_config: [{ vpc_id: "vpc-1", subnet_ids: subnets }] });
    expect(await planned("reference-hub-network")).toMatchObject({
      "aws_ec2_transit_gateway_vpc_attachment.tgw_00000000000000001": {
        transit_gateway_id: "tgw-00000000000000001",
        vpc_id: "vpc-1",
        subnet_ids: ["subnet-00000082", "subnet-00000091", "subnet-00000093"],
      },
    });
  });

  test("whoever has an access entry has the policy", async () => {
    const arn = "arn:aws:iam::111122223333:role/platform-admin";
    expect(await planned("given-hub-cluster")).toMatchObject({
      [`aws_eks_access_entry.admin["${arn}"]`]: { cluster_name: "given-hub", principal_arn: arn },
      [`aws_eks_access_policy_association.admin["${arn}"]`]: { cluster_name: "given-hub", principal_arn: arn },
    });
  });

  test("a cluster Secret says where the cluster is, and how one gets in", async () => {
    const { "kubernetes_secret_v1.cluster": secret } = await planned("reference-spoke-payments-registration");
    const { data, metadata } = secret as { data: Record<string, string>; metadata: [{ annotations: object }] };
    expect({ ...data, config: JSON.parse(data["config"] ?? "") as unknown }).toEqual({
      name: "payments",
      server: "https://reference-payments.eks.amazonaws.com",
      config: {
        awsAuthConfig: {
          clusterName: "reference-payments",
          roleARN: "arn:aws:iam::444455556666:role/hubspoke-reference-payments-argocd",
        },
        tlsClientConfig: { insecure: false, caData: Buffer.from("CA of reference-payments").toString("base64") },
      },
    });
    expect(metadata[0].annotations).toMatchObject({
      aws_vpc_id: "vpc-of-reference-payments",
      aws_oidc_issuer: "https://oidc.eks.amazonaws.com/id/reference-payments",
    });
  });

  test.each(["irsa", "adopted"])(
    "%s: the hub's role trusts the issuer of the hub, by its name in IAM",
    async (name) => {
      const { "aws_iam_role.argocd": role } = await planned(`${name}-hub-identity`);
      const { assume_role_policy: policy } = role as { assume_role_policy: string };
      const issuer = `oidc.eks.amazonaws.com/id/${name === "irsa" ? "irsa-hub" : "shared"}`;
      expect(JSON.parse(policy)).toMatchObject({
        Statement: [
          {
            Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
            Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" } },
          },
        ],
      });
    },
  );
});

/** What is not as it should be, by type of data source. */
const faults = {
  "a cluster without access entries": {
    stack: "reference-spoke-adopted-registration",
    aws_eks_cluster: { access_config: [{ authentication_mode: "CONFIG_MAP" }] },
    error:
      'precondition failed: EKS cluster "shared" is in authentication mode "CONFIG_MAP", expected "API" or "API_AND_CONFIG_MAP": ' +
      'run "aws eks update-cluster-config --name shared --region eu-west-1 --access-config ' +
      'authenticationMode=API_AND_CONFIG_MAP", which cannot be undone, or use mode bearer-token',
  },
  "subnets of one zone": {
    stack: "reference-spoke-search-cluster",
    aws_subnet: { availability_zone: "eu-west-1a" },
    error:
      "precondition failed: the subnets of vpc-00000003 are all in one availability zone, expected two at least: " +
      "EKS takes no fewer",
  },
  "subnets of another VPC": {
    stack: "reference-spoke-search-cluster",
    aws_subnet: { vpc_id: "vpc-00000009" },
    error: "precondition failed: not all subnets are of vpc-00000003, expected subnets of the network's own VPC",
  },
  "a region with too few zones": {
    stack: "reference-hub-cluster",
    aws_availability_zones: { names: ["eu-west-1a", "eu-west-1b"] },
    error:
      "postcondition failed: region eu-west-1 has 2 availability zones with EKS for this account, expected 3: " +
      "name two of them in network.create.azs",
  },
  "credentials that get no way into the cluster": {
    stack: "given-hub-cluster",
    aws_iam_session_context: { issuer_arn: "arn:aws:iam::111122223333:role/visitor" },
    error:
      "precondition failed: these credentials are of arn:aws:iam::111122223333:role/visitor, which is none of the " +
      "cluster's admins and could deploy nothing to it: add it to admins, or name the role that deploys in assumeRole",
  },
};

test.each(Object.entries(faults))("a plan refuses %s", async (_, { stack, error, ...answers }) => {
  Object.entries(answers).forEach(([type, values]) => instead(type, values));
  expect((await terraform.run(stack, stackOf(stack), "plan")).errors).toEqual([`Resource ${error}`]);
});
