import { expect } from "vitest";
import { addresses, type TerraformJson } from "../../stacks/support.js";
import type { Fixture } from "./fixture.js";

/** A stack with its state beside it, and without Helm releases: charts are not there to be rendered. */
export function local(stack: TerraformJson): TerraformJson {
  const kinds = Object.entries(stack.resource ?? {}).filter(([type]) => type !== "helm_release");
  return withResources({ ...stack, terraform: without(stack.terraform, "backend") }, kinds);
}

/** Without what is in Kubernetes, where nothing answers. */
export function onlyAws(stack: TerraformJson): TerraformJson {
  const kinds = Object.entries(stack.resource ?? {}).filter(([type]) => /^(aws_|terraform_data$)/.test(type));
  const alone = kinds.map(([type, named]) => {
    const bodies = Object.entries(named).map(([name, body]) => [name, afterAws(body)] as const);
    return [type, Object.fromEntries(bodies)] as const;
  });
  return withResources(without(stack, "ephemeral"), alone);
}

function afterAws(body: Record<string, unknown>): Record<string, unknown> {
  const dependencies = (body["depends_on"] ?? []) as readonly string[];
  return { ...body, depends_on: dependencies.filter((address) => address.startsWith("aws_")) };
}

/** Addresses of what a stack manages, without what a retired one still names. */
export function defined(stack: TerraformJson): string[] {
  return addresses(without(stack, "ephemeral")).filter((address) => {
    const [type = "", name = ""] = address.split(".");
    return stack.resource?.[type]?.[name]?.["count"] !== 0;
  });
}

type Kinds = readonly (readonly [string, Record<string, Record<string, unknown>>])[];

/** Terraform takes no empty `resource`. */
function withResources(stack: TerraformJson, kinds: Kinds): TerraformJson {
  return kinds.length === 0 ? without(stack, "resource") : { ...stack, resource: Object.fromEntries(kinds) };
}

function without<T extends object, K extends string>(fields: T, name: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name)) as Omit<T, K>;
}

export interface Runner {
  /** Runs `plan`, `apply` or `destroy`; where `name` is the same, with the same state. */
  run(name: string, stack: object, ...args: readonly string[]): Promise<Outcome>;
  /** What a plan knows of each resource, by address. */
  planned(name: string, stack: object): Promise<Readonly<Record<string, unknown>>>;
}

export interface Outcome {
  readonly errors: readonly string[];
  /** `create aws_vpc.cluster`, sorted. */
  readonly changes: readonly string[];
  /** What has been done, in its order; reading is not. */
  readonly done: readonly string[];
}

/** A line of what Terraform prints with `-json`. */
interface Line {
  readonly type: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
  readonly change?: Action;
  readonly hook?: Action;
}

interface Action {
  readonly action: string;
  readonly resource: { readonly addr: string };
}

export function runner({ terraform }: Fixture): Runner {
  const run: Runner["run"] = async (name, stack, ...args) =>
    readOutcome(await terraform(name, stack, ...args, "-json", "-input=false"));
  return {
    run,
    planned: async (name, stack) => {
      expect(await run(name, stack, "plan", "-out=plan")).toMatchObject({ errors: [] });
      const { planned_values: values } = JSON.parse(await terraform(name, stack, "show", "-json", "plan")) as {
        planned_values: { root_module: { resources: { address: string; values: unknown }[] } };
      };
      return Object.fromEntries(values.root_module.resources.map((each) => [each.address, each.values]));
    },
  };
}

function readOutcome(output: string): Outcome {
  const lines = output.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
  const errors = lines.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
  return {
    errors: errors.map(({ summary, detail }) => `${summary}: ${detail}`),
    changes: lines.flatMap(({ change }) => (change ? [told(change)] : [])).sort(),
    done: lines.flatMap(({ type, hook }) =>
      type === "apply_complete" && hook && hook.action !== "read" ? [told(hook)] : [],
    ),
  };
}

function told({ action, resource }: Action): string {
  return `${action} ${resource.addr}`;
}
