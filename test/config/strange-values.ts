import fc from "fast-check";

/** Values that a file may hold where nobody expected them. */
export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    "",
    [],
    {},
    [[]],
    [null],
    0,
    -1,
    1.5,
    1e21,
    65536,
    true,
    "on",
    "~",
    "~/x",
    "../x",
    "/",
    "https://a:b@c",
    "HTTPS://[::1]:443/",
    "${HOME}",
    "local",
    "existing",
    "eks",
    "kind",
    "exec",
    "aws-iam",
    "client-certificate",
    "standalone",
    "hub",
    "in-cluster",
    "10.0.0.0/8",
    "a".repeat(64),
    "a".repeat(300),
    "\u0000",
    "\ud83d\ude00",
    "constructor",
    { constructor: 1, toString: 2 },
    { provider: "eks" },
    { provider: "kind", image: "kindest/node:v1.34.0" },
    { provider: "existing", endpoint: "https://a.example.com", caData: "eA==" },
    { s3: { bucket: "b", region: "eu-west-1" } },
    { http: { address: "http://a.example.com" } },
    { namespaces: ["a"] },
    { rules: [{ verbs: ["*"] }] },
  ),
);

/** A copy of a document with another value at one of its places, chosen by number. */
export function replacedSomewhere(document: unknown, place: number, value: unknown): unknown {
  const places = placesOf(document);
  return replacedAt(document, places[place % places.length] ?? [], value);
}

type Place = readonly (string | number)[];

function placesOf(value: unknown, path: Place = []): readonly Place[] {
  const below = isContainer(value)
    ? Object.entries(value).flatMap(([key, child]) => placesOf(child, [...path, key]))
    : [];
  return [path, ...below];
}

function replacedAt(document: unknown, [first, ...rest]: Place, value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(document))
    return document.map((item, index) => (index === Number(first) ? replacedAt(item, rest, value) : item));
  const map = document as Record<string, unknown>;
  return { ...map, [first]: replacedAt(map[first], rest, value) };
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
