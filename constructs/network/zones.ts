import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import type { CreatedVpc } from "../../config/cluster/eks-network.js";
import { acceptFindings } from "../checkov.js";
import { literal, template } from "../expression.js";
import { zoneNetworks, type ZoneNetworks } from "./layout.js";
import { named } from "../named.js";

/**
 * Zones, by the ids that are the same in every account, in which there can be no control plane.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const zonesWithoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

/** A zone of a VPC. */
export interface Zone {
  /** From 1. Part of the names of what is in it, since those of zones may be known to Terraform alone. */
  readonly position: number;
  /** Name of the zone, as an attribute takes it. */
  readonly availabilityZone: string;
  readonly networks: ZoneNetworks;
  /**
   * Of its subnets.
   *
   * @default - that of any resource
   */
  readonly lifecycle?: TerraformResourceLifecycle;
}

export interface ZonesProps {
  readonly provider: AwsProvider;
  readonly region: string;
  readonly create: CreatedVpc["create"];
}

/** The zones of a VPC: those of the file, or the first ones that the region has for the account. */
export function findZones(scope: Construct, { provider, region, create }: ZonesProps): readonly Zone[] {
  const names = create.azs?.map(literal) ?? readZones(scope, provider, region);
  // The list of a region's zones may change some day; what is in a zone stays there.
  const lifecycle = create.azs === undefined ? { ignoreChanges: ["availability_zone"] } : undefined;
  return names.map((availabilityZone, index) => {
    const position = index + 1;
    return { position, availabilityZone, networks: zoneNetworks(create.cidr, position), lifecycle };
  });
}

/** In whatever state they are: while one fails, the others must not change places, nor every plan fail. */
function readZones(scope: Construct, provider: AwsProvider, region: string): readonly string[] {
  const count = region === "us-west-1" ? 2 : 3;
  const zones = new DataAwsAvailabilityZones(scope, "Zones", {
    provider,
    excludeZoneIds: zonesWithoutEks,
    // Neither Local Zones nor Wavelength Zones.
    filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    lifecycle: {
      postcondition: [
        {
          condition: template(`length(self.names) >= ${count}`),
          errorMessage:
            `region ${region} has ${template("length(self.names)")} availability zones with EKS for this account, ` +
            `expected ${count}: name two of them in network.create.azs`,
        },
      ],
    },
  });
  named(zones, "zones");
  acceptFindings(zones, { CKV_AWS_394: "a zone that the region gets changes nothing: subnets stay where they are" });
  return Array.from({ length: count }, (_, index) => template(`data.aws_availability_zones.zones.names[${index}]`));
}
