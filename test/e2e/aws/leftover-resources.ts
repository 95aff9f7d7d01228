import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  AttachNetworkInterfaceCommand,
  EC2Client,
  RunInstancesCommand,
  type _InstanceType,
} from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand as CreateClassicCommand,
  ElasticLoadBalancingClient,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";

export type TagMap = Readonly<Record<string, string>>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A VPC of an account and region, and what controllers of a cluster make in it. */
export interface World {
  loadBalancer(name: string, tags: TagMap): Promise<string>;
  classicLoadBalancer(name: string, tags: TagMap): Promise<void>;
  targetGroup(name: string, tags: TagMap): Promise<string>;
  volume(tags: TagMap): Promise<string>;
  securityGroup(name: string, tags: TagMap): Promise<string>;
  /** An interface, attached to an instance where one is named. */
  networkInterface(tags: TagMap, instance?: string): Promise<string>;
  instance(tags: TagMap): Promise<string>;
}

const list = (tags: TagMap) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export async function createWorld(region: string, endpoint: string, credentials: Credentials): Promise<World> {
  const config = { region, endpoint, credentials };
  const ec2 = new EC2Client(config);
  const elb = new ElasticLoadBalancingClient(config);
  const v2 = new ElasticLoadBalancingV2Client(config);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  const zones = [`${region}a`, `${region}b`];
  const subnets = await Promise.all(
    zones.map(async (AvailabilityZone, index) => {
      const input = { VpcId, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone };
      return (await ec2.send(new CreateSubnetCommand(input))).Subnet?.SubnetId ?? "";
    }),
  );
  const SubnetId = subnets[0] ?? "";
  const spec = (ResourceType: "volume" | "security-group" | "network-interface" | "instance", tags: TagMap) => ({
    TagSpecifications: [{ ResourceType, Tags: list(tags) }],
  });
  const volume = async (tags: TagMap): Promise<string> => {
    const input = { Size: 1, AvailabilityZone: zones[0], ...spec("volume", tags) };
    return (await ec2.send(new CreateVolumeCommand(input))).VolumeId ?? "";
  };
  return {
    volume,
    loadBalancer: async (Name, tags) => {
      const input = { Name, Subnets: subnets, Tags: list(tags) };
      return (await v2.send(new CreateLoadBalancerCommand(input))).LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    },
    classicLoadBalancer: async (LoadBalancerName, tags) => {
      const Listeners = [{ Protocol: "TCP", LoadBalancerPort: 80, InstancePort: 30080 }];
      await elb.send(new CreateClassicCommand({ LoadBalancerName, Listeners, Subnets: subnets, Tags: list(tags) }));
    },
    targetGroup: async (Name, tags) => {
      const input = { Name, VpcId, Protocol: "HTTP" as const, Port: 80, Tags: list(tags) };
      return (await v2.send(new CreateTargetGroupCommand(input))).TargetGroups?.[0]?.TargetGroupArn ?? "";
    },
    securityGroup: async (GroupName, tags) => {
      const input = { GroupName, VpcId, Description: "made by a controller", ...spec("security-group", tags) };
      return (await ec2.send(new CreateSecurityGroupCommand(input))).GroupId ?? "";
    },
    networkInterface: async (tags, InstanceId) => {
      const input = { SubnetId, ...spec("network-interface", tags) };
      const created = await ec2.send(new CreateNetworkInterfaceCommand(input));
      const NetworkInterfaceId = created.NetworkInterface?.NetworkInterfaceId ?? "";
      if (InstanceId !== undefined) {
        await ec2.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 }));
      }
      return NetworkInterfaceId;
    },
    instance: async (tags) => {
      const InstanceType: _InstanceType = "m5.large";
      const input = { ImageId: "ami-12c6146b", InstanceType, MinCount: 1, MaxCount: 1, SubnetId };
      const { Instances } = await ec2.send(new RunInstancesCommand({ ...input, ...spec("instance", tags) }));
      return Instances?.[0]?.InstanceId ?? "";
    },
  };
}
