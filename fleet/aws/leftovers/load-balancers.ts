import {
  DescribeTagsCommand as DescribeClassicTags,
  ElasticLoadBalancingClient,
  paginateDescribeLoadBalancers as paginateClassic,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { AwsClientConfig } from "../credentials.js";
import { ask } from "../errors.js";
import { collect } from "../pages.js";
import type { Place, Resource } from "./resource.js";
import { isOfCluster, tagsOf, type Tags } from "./tags.js";

/** How many resources DescribeTags takes at once. */
const AT_ONCE = 20;

/** Load balancers of both kinds and target groups that a cluster's controllers made. */
export async function findLoadBalancing(config: AwsClientConfig, place: Place): Promise<Resource[]> {
  const classic = new ElasticLoadBalancingClient(config);
  const v2 = new ElasticLoadBalancingV2Client(config);
  try {
    const found = await Promise.all([findBalancers(v2), findClassic(classic, place), findTargetGroups(v2)]);
    return found.flat().filter(({ kind, tags }) => isOfCluster(kind, tags, place.clusterName));
  } finally {
    classic.destroy();
    v2.destroy();
  }
}

async function findBalancers(client: ElasticLoadBalancingV2Client): Promise<Resource[]> {
  const all = await ask("elasticloadbalancing:DescribeLoadBalancers", () =>
    collect(paginateDescribeLoadBalancers({ client }, {}), (page) => page.LoadBalancers),
  );
  const named = all.map(({ LoadBalancerArn: arn = "", LoadBalancerName: name = "" }) => ({ arn, name }));
  return withTags(client, "load balancer", named);
}

async function findTargetGroups(client: ElasticLoadBalancingV2Client): Promise<Resource[]> {
  const all = await ask("elasticloadbalancing:DescribeTargetGroups", () =>
    collect(paginateDescribeTargetGroups({ client }, {}), (page) => page.TargetGroups),
  );
  const named = all.map(({ TargetGroupArn: arn = "", TargetGroupName: name = "" }) => ({ arn, name }));
  return withTags(client, "target group", named);
}

async function withTags(
  client: ElasticLoadBalancingV2Client,
  kind: Resource["kind"],
  named: readonly { readonly arn: string; readonly name: string }[],
): Promise<Resource[]> {
  const tags = new Map<string, Tags>();
  for (const chunk of chunks(named)) {
    const command = new DescribeTagsCommand({ ResourceArns: chunk.map(({ arn }) => arn) });
    const { TagDescriptions = [] } = await ask("elasticloadbalancing:DescribeTags", () => client.send(command));
    TagDescriptions.forEach(({ ResourceArn = "", Tags: list }) => tags.set(ResourceArn, tagsOf(list)));
  }
  return named.map(({ arn, name }) => ({ kind, id: arn, name, arn, tags: tags.get(arn) ?? {} }));
}

async function findClassic(client: ElasticLoadBalancingClient, place: Place): Promise<Resource[]> {
  const all = await ask("elasticloadbalancing:DescribeLoadBalancers", () =>
    collect(paginateClassic({ client }, {}), (page) => page.LoadBalancerDescriptions),
  );
  const found: Resource[] = [];
  for (const chunk of chunks(all.map(({ LoadBalancerName = "" }) => LoadBalancerName))) {
    const command = new DescribeClassicTags({ LoadBalancerNames: [...chunk] });
    const { TagDescriptions = [] } = await ask("elasticloadbalancing:DescribeTags", () => client.send(command));
    found.push(
      ...TagDescriptions.map(({ LoadBalancerName: name = "", Tags: list }) => ({
        kind: "load balancer" as const,
        id: name,
        name,
        arn: `arn:${place.partition}:elasticloadbalancing:${place.region}:${place.account}:loadbalancer/${name}`,
        tags: tagsOf(list),
        classic: true,
      })),
    );
  }
  return found;
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, index) =>
    items.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}
