import { partitionOf, type Partition } from "../../config/cluster/aws.js";

type Attributes = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** A stack in Terraform's JSON, as far as IAM is concerned. */
export interface StackJson {
  readonly provider?: { readonly aws?: readonly Attributes[] };
  readonly resource?: Named;
  readonly data?: Named;
}

/** A resource or data source of AWS, and where it is. */
export interface Element {
  /** Its type in Terraform; that of a data source has "data." before it. */
  readonly type: string;
  readonly environment: string;
  readonly partition: Partition;
  readonly region: string;
  readonly account: string;
  /** Role that it is made through. @default - the operator's own credentials */
  readonly role?: string;
  readonly attributes: Attributes;
  /**
   * Text of an attribute, also where it is that of another element of the stack.
   *
   * @default - undefined: Terraform works it out
   */
  readonly text: (attribute: string) => string | undefined;
  /** The same for a template that is no attribute. */
  readonly resolve: (template: unknown) => string | undefined;
}

/** Everything of AWS that a stack makes or reads. */
export function elementsOf(environment: string, stack: StackJson): readonly Element[] {
  const all = [...Object.entries(stack.resource ?? {}), ...data(stack)];
  return all
    .filter(([type]) => /^(data\.)?aws_/.test(type))
    .flatMap(([type, named]) =>
      Object.values(named).map((attributes) => ({
        type,
        environment,
        ...placeOf(stack, attributes),
        attributes,
        text: (attribute: string) => textOf(stack, attributes[attribute]),
        resolve: (template: unknown) => textOf(stack, template),
      })),
    );
}

function data(stack: StackJson) {
  return Object.entries(stack.data ?? {}).map(([type, named]) => [`data.${type}`, named] as const);
}

/** Account and region of an element: those of its provider, which is of one account. */
function placeOf({ provider }: StackJson, attributes: Attributes) {
  const found = provider?.aws?.find(({ alias }) => attributes.provider === `aws.${String(alias)}`);
  const region = String(found?.region);
  const [account = ""] = (found?.allowed_account_ids ?? []) as readonly string[];
  const [assumed] = (found?.assume_role ?? []) as readonly { readonly role_arn: string }[];
  return {
    account,
    region,
    partition: partitionOf(region),
    ...(assumed !== undefined && { role: assumed.role_arn }),
  };
}

/** One reference deep: names are literal, or those of another element. */
function textOf(stack: StackJson, value: unknown): string | undefined {
  return literalOf(value) ?? literalOf(targetOf(stack, String(value)));
}

/** What a template refers to, where it is nothing but a reference. */
function targetOf({ resource, data: sources }: StackJson, value: string): unknown {
  const [, isData, type = "", name = "", attribute = ""] = /^\$\{(data\.)?(\w+)\.([\w-]+)\.(\w+)\}$/.exec(value) ?? [];
  const named = (isData === undefined ? resource : sources)?.[type];
  return named?.[name]?.[attribute];
}

function literalOf(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}
