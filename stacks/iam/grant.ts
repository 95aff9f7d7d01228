import { tagKeys } from "../../config/names.js";
import type { Element } from "./elements.js";

export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Something that whoever deploys has to be allowed. */
export interface Grant {
  /** Whether a plan needs it too. */
  readonly access: "read" | "write";
  /** Of one service. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** @default - none */
  readonly conditions?: Conditions;
}

/** The grants that an element of a stack needs. */
export type Needs = (element: Element) => readonly Grant[];

/** Tag of everything that is made for an environment. */
export const environmentTag = tagKeys.environment;

const anything = ["*"];

/** Allows to look at everything of a kind: IAM has no way to limit most of what lists things. */
export function look(...actions: readonly string[]): Grant {
  return { access: "read", actions, resources: anything };
}

export function read(resources: readonly string[], ...actions: readonly string[]): Grant {
  return { access: "read", actions, resources };
}

export function write(resources: readonly string[], actions: readonly string[], conditions?: Conditions): Grant {
  return { access: "write", actions, resources, ...(conditions !== undefined && { conditions }) };
}

/** On what has the environment's tag: what is made here. */
export function whereOurs({ environment }: Element): Conditions {
  return { StringEquals: { [`aws:ResourceTag/${environmentTag}`]: [environment] } };
}

/** As long as it gets the environment's tag. */
export function whenTagged({ environment }: Element): Conditions {
  return { StringEquals: { [`aws:RequestTag/${environmentTag}`]: [environment] } };
}

/** Lets AWS make the role that a service of its own acts as, which an account has once. */
export function serviceRole({ partition, account }: Element, ...services: readonly string[]): Grant {
  const resources = services.map((service) => `arn:${partition}:iam::${account}:role/aws-service-role/${service}/*`);
  return write(resources, ["iam:CreateServiceLinkedRole"], { StringEquals: { "iam:AWSServiceName": services } });
}
