import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import type { ITerraformDependable } from "cdktf";
import type { CreatedVpc } from "../../config/cluster/eks-network.js";
import { literal, template, type Expression } from "../expression.js";
import type { VpcContext } from "./context.js";
import { named } from "../named.js";
import type { Zone } from "./zones.js";

export interface NatProps {
  readonly zones: readonly Zone[];
  readonly mode: CreatedVpc["create"]["nat"];
  /** The way from the public subnets to the Internet. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Tells which NAT gateway is that of a zone. */
export type NatOfZone = (zone: Zone) => Expression;

/** Defines a NAT gateway in the first zone, or in every one. */
export function defineNat(context: VpcContext, { zones, mode, dependsOn }: NatProps): NatOfZone {
  const own = mode === "single" ? zones.slice(0, 1) : zones;
  own.forEach(({ position }) => defineNatGateway(context, position, dependsOn));
  return ({ position }) => `aws_nat_gateway.nat_${mode === "single" ? 1 : position}.id`;
}

function defineNatGateway(
  { scope, provider, name }: VpcContext,
  position: number,
  dependsOn: readonly ITerraformDependable[],
): void {
  const id = `nat_${position}`;
  // Neither can be had, nor be given back, without the internet gateway.
  const common = { provider, tags: { Name: literal(`${name}-nat-${position}`) }, dependsOn: [...dependsOn] };
  named(new Eip(scope, `Eip-${position}`, { ...common, domain: "vpc" }), id);
  const gateway = new NatGateway(scope, `NatGateway-${position}`, {
    ...common,
    allocationId: template(`aws_eip.${id}.id`),
    subnetId: template(`aws_subnet.public_${position}.id`),
  });
  named(gateway, id);
}
