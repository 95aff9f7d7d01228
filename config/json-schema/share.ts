import { mapParts, type JsonSchema } from "./json.js";

/** Shorter ones are easier to read where they are used. */
const shortestShared = 150;

/** The same schema with what it has several times under `$defs`, each named after the field that it was found at. */
export function share(schema: JsonSchema): JsonSchema {
  const uses = countUses(schema);
  const names = new Map<string, string>();
  const $defs: Record<string, JsonSchema> = {};

  const replace = (part: JsonSchema, name: string): JsonSchema => {
    const { notes, body, key } = split(part);
    if ((uses.get(key)?.count ?? 0) < 2) return mapParts(part, replace);
    const known = names.get(key);
    const shared = known ?? unusedName(uses.get(key)?.name || name || "part", $defs);
    if (known === undefined) {
      names.set(key, shared);
      $defs[shared] = {};
      $defs[shared] = mapParts(body, replace);
    }
    return { ...notes, $ref: `#/$defs/${shared}` };
  };

  const root = mapParts(schema, replace);
  return { ...root, $defs };
}

interface Use {
  readonly name: string;
  readonly count: number;
}

/** How often each part is there. Parts of one that was there before are part of that one, and not counted again. */
function countUses(schema: JsonSchema): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  const count = (part: JsonSchema, name: string): JsonSchema => {
    const { key } = split(part);
    const use = uses.get(key);
    if (key.length >= shortestShared) uses.set(key, { name: use?.name || name, count: (use?.count ?? 0) + 1 });
    return use === undefined ? mapParts(part, count) : part;
  };
  mapParts(schema, count);
  return uses;
}

/** What differs from use to use of a part, and the rest. */
function split(part: JsonSchema): { readonly notes: JsonSchema; readonly body: JsonSchema; readonly key: string } {
  const { title, description, default: fallback, examples, ...body } = part;
  const notes = {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    ...(examples !== undefined && { examples }),
  };
  return { notes, body, key: JSON.stringify(body) };
}

function unusedName(name: string, taken: Readonly<Record<string, unknown>>): string {
  let unused = name;
  for (let number = 2; Object.hasOwn(taken, unused); number++) unused = `${name}${number}`;
  return unused;
}
