import { clusterProviders, type EksClusterSpec } from "../../../../config/cluster/index.js";
import { defineAwsProvider } from "../../../../constructs/aws/provider.js";
import { defineEksCluster, type EksClusterProps } from "../../../../constructs/cluster/eks/define.js";
import type { TerraformJson } from "../../../stacks/support.js";
import { stackOf } from "../../support.js";

type Fields = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, unknown>>;

export const givenNetwork = {
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
};

/** Fields of node groups: one, with these beside what a group needs. */
export function groups(...over: readonly Fields[]): Fields {
  return { nodes: { groups: over.map((fields) => ({ name: "workers", instanceTypes: ["m7i.large"], ...fields })) } };
}

/** Cluster "shop" of environment "dev" as its file says it: in a VPC that is there, by a role of the account. */
export function eksSpec(fields: Fields = {}, place = { environment: "dev", name: "shop" }): EksClusterSpec {
  const { schema, resolve } = clusterProviders.eks;
  const file = schema.parse({
    provider: "eks",
    region: "eu-west-1",
    account: "111122223333",
    assumeRole: "arn:aws:iam::111122223333:role/deployer",
    version: "1.35",
    network: givenNetwork,
    ...fields,
  });
  return resolve(file, { ...place, position: 0, projectDirectory: "/project", home: "/home/ada" });
}

/** What a stack has that defines this cluster and nothing else. */
export function eksStack(spec: EksClusterSpec, over: Partial<EksClusterProps> = {}): TerraformJson {
  return stackOf((stack) => {
    defineEksCluster(stack, {
      provider: defineAwsProvider(stack, "cluster", spec),
      environment: "dev",
      name: "shop",
      spec,
      cli: "hubspoke-cli",
      environmentFile: "/project/environments/dev.yaml",
      retired: false,
      deletionProtection: false,
      ...over,
    });
  });
}

/** A resource of a stack, by its address. */
export function resource(json: TerraformJson, address: string): Attributes {
  const [type = "", name = ""] = address.split(".");
  const found = resources(json, type)[name];
  if (found === undefined) throw new Error(`no ${address} among ${Object.keys(resources(json, type)).join(", ")}`);
  return found;
}

/** Resources of a type in a stack, by name; without what cdktf notes of them. */
export function resources(json: TerraformJson, type: string): Readonly<Record<string, Attributes>> {
  return withoutNotes(json.resource?.[type]);
}

/** Data sources of a type in a stack, by name. */
export function dataSources(json: TerraformJson, type: string): Readonly<Record<string, Attributes>> {
  return withoutNotes(json.data?.[type] as Record<string, Attributes> | undefined);
}

function withoutNotes(named: Readonly<Record<string, Attributes>> = {}): Readonly<Record<string, Attributes>> {
  return Object.fromEntries(
    Object.entries(named).map(([name, attributes]) => [
      name,
      Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== "//")),
    ]),
  );
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Statements of a policy in an attribute, as IAM gets them: Terraform's escapes are undone. */
export function statements(policy: unknown): readonly Statement[] {
  const text = String(policy).replace(/([$%])\1\{/g, "$1{");
  return (JSON.parse(text) as { readonly Statement: readonly Statement[] }).Statement;
}
