type OneOrMore = string | readonly string[];

/** A policy of IAM. */
export interface Policy {
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, OneOrMore>>;
  readonly Action: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** Who wants to do what. */
export interface Wish {
  readonly actions: readonly string[];
  /** For a policy of the resource: who it is. */
  readonly principal?: string;
  /** For a policy of the principal: what it is done to. */
  readonly resource?: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Whether a policy allows all of it. It knows as much of IAM as the policies of this test need, and throws at the rest. */
export function allows({ Statement }: Policy, { actions, principal, resource, context }: Wish): boolean {
  return actions.every((action) =>
    Statement.some(({ Effect, Action, Principal, Resource, Condition }) => {
      if (Effect !== "Allow") throw new Error(`a statement with effect ${Effect}`);
      return (
        holds(Action, action) &&
        (principal === undefined || Object.values(Principal ?? {}).some((listed) => holds(listed, principal))) &&
        (resource === undefined || holds(Resource, resource)) &&
        meets(Condition, context)
      );
    }),
  );
}

function meets(condition: Statement["Condition"], context: Wish["context"]): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) => {
    if (operator !== "StringEquals") throw new Error(`a condition with operator ${operator}`);
    return Object.entries(keys).every(([key, values]) => holds(values, context[key]));
  });
}

function holds(values: OneOrMore | undefined, value: string | undefined): boolean {
  return value !== undefined && [values].flat().includes(value);
}
