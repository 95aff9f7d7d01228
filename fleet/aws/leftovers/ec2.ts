import {
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeVolumes,
  type Instance,
  type NetworkInterface,
} from "@aws-sdk/client-ec2";
import type { AwsClientConfig } from "../credentials.js";
import { ask } from "../errors.js";
import { collect } from "../pages.js";
import { ec2Arn, type Place, type Resource } from "./resource.js";
import { clusterTags, goesWithCluster, isOfCluster, tagsOf, type LeftoverKind, type Owner, type Tags } from "./tags.js";

/** Volumes, network interfaces and security groups that a cluster's controllers made and that outlive it. */
export async function findInEc2(config: AwsClientConfig, place: Place): Promise<Resource[]> {
  const client = new EC2Client(config);
  try {
    const found = await Promise.all([
      findVolumes(client, place),
      findInterfaces(client, place),
      findSecurityGroups(client, place),
    ]);
    return found.flat();
  } finally {
    client.destroy();
  }
}

/** EC2 joins filters with "and", so each tag is asked for by itself. */
async function byTag<Item>(
  { clusterName }: Place,
  kind: LeftoverKind,
  list: (input: { Filters: { Name: string; Values: string[] }[] }) => Promise<Item[]>,
  idOf: (item: Item) => string | undefined,
): Promise<Item[]> {
  const inputs = clusterTags(kind, clusterName).map(([key, value]) => ({
    Filters: [{ Name: `tag:${key}`, Values: [value] }],
  }));
  const found = (await Promise.all(inputs.map(list))).flat();
  return [...new Map(found.map((item) => [idOf(item), item])).values()];
}

async function findVolumes(client: EC2Client, place: Place): Promise<Resource[]> {
  const volumes = await byTag(
    place,
    "volume",
    (input) =>
      ask("ec2:DescribeVolumes", () => collect(paginateDescribeVolumes({ client }, input), (page) => page.Volumes)),
    ({ VolumeId }) => VolumeId,
  );
  return volumes
    .filter(({ Attachments = [] }) => !Attachments.some(({ DeleteOnTermination }) => DeleteOnTermination))
    .map(({ VolumeId: id = "", Tags: list }) => resource("volume", { id, place, tags: tagsOf(list) }))
    .filter(({ kind, tags }) => isOfCluster(kind, tags, place.clusterName));
}

async function findSecurityGroups(client: EC2Client, place: Place): Promise<Resource[]> {
  const groups = await byTag(
    place,
    "security group",
    (input) =>
      ask("ec2:DescribeSecurityGroups", () =>
        collect(paginateDescribeSecurityGroups({ client }, input), (page) => page.SecurityGroups),
      ),
    ({ GroupId }) => GroupId,
  );
  return groups
    .map(({ GroupId: id = "", GroupName: name = id, Tags: list }) => ({
      ...resource("security group", { id, place, tags: tagsOf(list) }),
      name,
    }))
    .filter(({ kind, tags }) => isOfCluster(kind, tags, place.clusterName) && !(place.exists && goesWithCluster(tags)));
}

/** Those of nodes that Terraform or EKS removes with the cluster are left out: they go with their instance. */
async function findInterfaces(client: EC2Client, place: Place): Promise<Resource[]> {
  const all = await byTag(
    place,
    "network interface",
    (input) =>
      ask("ec2:DescribeNetworkInterfaces", () =>
        collect(paginateDescribeNetworkInterfaces({ client }, input), (page) => page.NetworkInterfaces),
      ),
    ({ NetworkInterfaceId }) => NetworkInterfaceId,
  );
  const interfaces = all.filter(({ TagSet }) => isOfCluster("network interface", tagsOf(TagSet), place.clusterName));
  const holders = new Map(interfaces.map((one) => [one.NetworkInterfaceId ?? "", instanceOf(one, interfaces)]));
  const instances = await findInstances(
    client,
    [...holders.values()].flatMap((id) => id ?? []),
  );
  return interfaces.flatMap(({ NetworkInterfaceId: id = "", TagSet }) => {
    const instance = holders.get(id);
    const ofInstance = instance === undefined ? {} : (instances.get(instance) ?? {});
    if (place.exists && isManagedNode(ofInstance)) return [];
    const owner = instance === undefined ? undefined : nodeOwner(instance, ofInstance);
    const found = resource("network interface", { id, place, tags: tagsOf(TagSet) });
    return [{ ...found, ...(owner && { owner, instance }) }];
  });
}

/** An interface of a pod hangs on that of its node. */
function instanceOf(one: NetworkInterface, all: readonly NetworkInterface[]): string | undefined {
  const trunk = tagsOf(one.TagSet)["vpcresources.k8s.aws/trunk-eni-id"];
  const holder = trunk === undefined ? one : all.find(({ NetworkInterfaceId }) => NetworkInterfaceId === trunk);
  return holder?.Attachment?.InstanceId;
}

async function findInstances(client: EC2Client, ids: readonly string[]): Promise<ReadonlyMap<string, Tags>> {
  if (ids.length === 0) return new Map();
  // By a filter: asked for by its id, an instance that has just gone is an error.
  const input = { Filters: [{ Name: "instance-id", Values: [...new Set(ids)] }] };
  const instances: Instance[] = await ask("ec2:DescribeInstances", () =>
    collect(paginateDescribeInstances({ client }, input), (page) =>
      page.Reservations?.flatMap(({ Instances = [] }) => Instances),
    ),
  );
  return new Map(instances.map(({ InstanceId = "", Tags: list }) => [InstanceId, tagsOf(list)]));
}

/** A node of a managed node group, or of EKS Auto Mode. */
function isManagedNode(tags: Tags): boolean {
  return "eks:nodegroup-name" in tags || "eks:kubernetes-node-pool-name" in tags;
}

function nodeOwner(instance: string, tags: Tags): Owner {
  const pool = tags["karpenter.sh/nodepool"];
  return pool === undefined ? { kind: "instance", name: instance } : { kind: "NodePool", name: pool };
}

function resource(
  kind: Resource["kind"],
  { id, place, tags }: { readonly id: string; readonly place: Place; readonly tags: Tags },
): Resource {
  return { kind, id, name: tags["Name"] || id, arn: ec2Arn(place, kind.replace(" ", "-"), id), tags };
}
