import { afterAll, beforeAll, expect, test } from "vitest";
import { account } from "./aws-provider/account.js";
import { openFixture, type Fixture } from "./aws-provider/fixture.js";
import { local, onlyAws, runner, type Runner } from "./aws-provider/plans.js";

let fixture: Fixture;
let run: Runner["run"];

beforeAll(async () => {
  fixture = await openFixture(account);
  run = runner(fixture).run;
});

afterAll(() => fixture?.close());

function stackOf(id: string) {
  const stack = fixture.stacks[id];
  if (!stack) throw new Error(`there is no stack ${id}`);
  return local(stack);
}

test("the cluster of a spoke comes, stays as it is, and goes", async () => {
  const [id, retired] = ["reference-spoke-payments-away-cluster", "retired-spoke-payments-away-cluster"] as const;
  const deployed = await run("cluster", stackOf(id), "apply", "-auto-approve");
  expect(deployed.errors).toEqual([]);
  const created = [
    ["aws_cloudwatch_log_group.cluster", "aws_eks_cluster.cluster"],
    ["aws_iam_role_policy_attachment.cluster_cluster", "aws_eks_cluster.cluster"],
    ["aws_route.private_1", "aws_eks_node_group.general"],
    ["aws_iam_role_policy_attachment.node_worker", "aws_eks_node_group.general"],
    ["aws_eks_addon.vpc_cni", "aws_eks_node_group.general"],
    ["aws_eks_node_group.general", "aws_eks_addon.coredns"],
  ] as const;
  for (const [first, second] of created) expectOrder(deployed.done, `create ${first}`, `create ${second}`);

  expect(await run("cluster", stackOf(id), "plan")).toEqual({ errors: [], changes: [], done: [] });

  const gone = await run("cluster", stackOf(retired), "apply", "-auto-approve");
  expect(gone.errors).toEqual([]);
  expect(gone.done).toHaveLength(deployed.done.length);
  expectOrder(gone.done, "delete terraform_data.leftovers[0]", "delete aws_eks_node_group.general");
  expectOrder(gone.done, "delete aws_eks_cluster.cluster", "delete aws_vpc.cluster");
  for (const [first, second] of created) expectOrder(gone.done, `delete ${second}`, `delete ${first}`);
});

test("the way to a spoke comes, stays as it is, and goes", async () => {
  const [id, retired] = ["reference-spoke-payments-network", "retired-spoke-payments-network"] as const;
  const deployed = await run("network", stackOf(id), "apply", "-auto-approve");
  expect(deployed.errors).toEqual([]);
  const created = [
    ["aws_vpc_peering_connection_accepter.spoke", 'aws_route.hub["rtb-1-of-vpc-of-reference-hub"]'],
    ["aws_vpc_peering_connection_accepter.spoke", "aws_vpc_peering_connection_options.hub"],
    ["aws_vpc_peering_connection_accepter.spoke", "aws_vpc_peering_connection_options.spoke"],
  ] as const;
  for (const [first, second] of created) expectOrder(deployed.done, `create ${first}`, `create ${second}`);
  expect(await run("network", stackOf(id), "plan")).toMatchObject({ errors: [], changes: [] });
  const gone = await run("network", stackOf(retired), "apply", "-auto-approve");
  expect(gone.errors).toEqual([]);
  expect(gone.changes).toHaveLength(deployed.changes.length);
  for (const [first, second] of created) expectOrder(gone.done, `delete ${second}`, `delete ${first}`);
});

test("a cluster stays while its controllers have left something", async () => {
  const [id, retired] = ["reference-spoke-payments-cluster", "retired-spoke-payments-cluster"] as const;
  expect(await run("gate", stackOf(id), "apply", "-auto-approve")).toMatchObject({ errors: [] });
  const shut = JSON.stringify(stackOf(retired)).replace("true leftovers", "false leftovers");
  const { errors, done } = await run("gate", JSON.parse(shut) as object, "apply", "-auto-approve");
  expect(errors).toEqual([expect.stringMatching(/^local-exec provisioner error: /)]);
  expect(done).toEqual([]);
});

test.each([
  [
    "reference-spoke-payments-registration",
    "aws_iam_role.argocd",
    ["aws_eks_access_entry.argocd", "aws_eks_access_policy_association.argocd", "terraform_data.argocd"],
  ],
  ["capability-hub-argocd", "aws_eks_capability.argocd", ["aws_eks_access_policy_association.argocd"]],
])("%s: access is given anew where %s is made anew", async (id, anew, access) => {
  const stack = onlyAws(stackOf(id));
  expect(await run(`access-${id}`, stack, "apply", "-auto-approve")).toMatchObject({ errors: [] });
  const { errors, changes } = await run(`access-${id}`, stack, "plan", `-replace=${anew}`);
  expect(errors).toEqual([]);
  expect(changes).toEqual([anew, ...access].sort().map((address) => `replace ${address}`));
});

test.each(["registration", "network"])(
  "a retired spoke's %s is found empty, also once its cluster is gone",
  async (of) => {
    const stack = stackOf(`retired-spoke-search-${of}`);
    expect(await run(`gone-${of}`, stack, "apply", "-auto-approve")).toEqual({ errors: [], changes: [], done: [] });
  },
);

test("a protected cluster stays", async () => {
  const stack = stackOf("given-spoke-groups-cluster");
  expect(await run("protected", stack, "apply", "-auto-approve")).toMatchObject({ errors: [] });
  const { errors, done } = await run("protected", stack, "destroy", "-auto-approve");
  expect(errors).toEqual([
    expect.stringMatching(/^Instance cannot be destroyed: Resource terraform_data.leftovers has /),
  ]);
  expect(done).toEqual([]);
});

function expectOrder(done: readonly string[], first: string, second: string): void {
  expect(done).toContain(first);
  expect(done).toContain(second);
  expect(done.indexOf(first), `${first}, then ${second}`).toBeLessThan(done.indexOf(second));
}
