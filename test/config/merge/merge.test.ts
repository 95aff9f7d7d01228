import fc from "fast-check";
import { expect, test } from "vitest";
import type { Layer } from "../../../config/merge/layer.js";
import { Merger, placeLayer } from "../../../config/merge/merge.js";
import { noSource } from "../../../config/yaml/source.js";

function layer(file: string, value: Record<string, unknown>): Layer {
  return { file, value, source: noSource, problems: [] };
}

function over(below: Record<string, unknown>, above: Record<string, unknown>): unknown {
  return new Merger().over(placeLayer(layer("below", below)), placeLayer(layer("above", above)), "").value;
}

test("maps are merged deep, and lists and everything else replaced", () => {
  const below = { gitops: { path: "a", revision: "main" }, list: [1, 2], text: "a", map: { a: 1 } };
  const above = { gitops: { revision: "v1" }, list: [3], text: "b", map: null };
  expect(over(below, above)).toEqual({ gitops: { path: "a", revision: "v1" }, list: [3], text: "b", map: null });
});

test("spokes and clusters are merged by name, in the order of the base, new ones behind", () => {
  const below = { spokes: [{ name: "a", labels: { tier: "gold" } }, { name: "b" }] };
  const above = { spokes: [{ name: "c" }, { name: "b", retired: true }, { name: "a", labels: { region: "eu" } }] };
  expect(over(below, above)).toEqual({
    spokes: [{ name: "a", labels: { tier: "gold", region: "eu" } }, { name: "b", retired: true }, { name: "c" }],
  });
});

test("a second entry of a name stays one of its own, for the rules to refuse", () => {
  const above = { spokes: [{ name: "a", retired: true }, { name: "a" }] };
  expect(over({ spokes: [{ name: "a" }] }, above)).toEqual({ spokes: [{ name: "a", retired: true }, { name: "a" }] });
});

test("another provider or mode leaves nothing of the one below", () => {
  const below = {
    hub: { cluster: { provider: "local", port: 20000 } },
    defaults: { registration: { mode: "exec", command: "x" } },
  };
  const above = {
    hub: { cluster: { provider: "existing", context: "c" } },
    defaults: { registration: { mode: "bearer-token" } },
  };
  expect(over(below, above)).toEqual(above);
});

test("fields that exclude each other are not mixed", () => {
  expect(over({ backend: { local: {} } }, { backend: { s3: { bucket: "b" } } })).toEqual({
    backend: { s3: { bucket: "b" } },
  });
  expect(over({ backend: { s3: { bucket: "b" } } }, { backend: { s3: { region: "r" } } })).toEqual({
    backend: { s3: { bucket: "b", region: "r" } },
  });
  expect(over({ hub: { argocd: { chart: { version: "1" } } } }, { hub: { argocd: { chart: { path: "p" } } } })).toEqual(
    {
      hub: { argocd: { chart: { path: "p" } } },
    },
  );
  expect(over({ hub: { cluster: { context: "a" } } }, { hub: { cluster: { endpoint: "e" } } })).toEqual({
    hub: { cluster: { endpoint: "e" } },
  });
});

test("access is one choice", () => {
  const below = { defaults: { registration: { access: { namespaces: ["a"] } } } };
  const above = { defaults: { registration: { access: { rules: [] } } } };
  expect(over(below, above)).toEqual(above);
});

test("what is passed on as it is has no fields of ours in it", () => {
  const below = { values: { nodes: { auto: 1 }, clusters: [{ name: "a" }], backend: { a: 1 }, access: { a: 1 } } };
  const above = { values: { nodes: { groups: 2 }, clusters: [{ name: "b" }], backend: { b: 2 }, access: { b: 2 } } };
  expect(over(below, above)).toEqual({
    values: {
      nodes: { auto: 1, groups: 2 },
      clusters: [{ name: "b" }],
      backend: { a: 1, b: 2 },
      access: { a: 1, b: 2 },
    },
  });
});

test("names that every object has are names like others", () => {
  const below = { values: { valueOf: { a: 1 }, constructor: { b: 1 } } };
  expect(over(below, { values: { valueOf: { c: 1 } } })).toEqual({
    values: { valueOf: { a: 1, c: 1 }, constructor: { b: 1 } },
  });
});

test("each value is known to come from the file and the place where it was written", () => {
  const merger = new Merger();
  const below = placeLayer(
    layer("base", { gitops: { path: "p" }, spokes: [{ name: "x" }, { name: "a", labels: { tier: "gold" } }] }),
  );
  const above = placeLayer(
    layer("own", { gitops: { revision: "r" }, spokes: [{ name: "a", labels: { region: "eu" } }] }),
  );
  const merged = merger.over(below, above, "");
  const place = (...path: (string | number)[]): unknown => {
    const { layer: found, path: inside } = merger.writtenAt(merged, path);
    return [found.file, ...inside];
  };
  expect(place("gitops", "path")).toEqual(["base", "gitops", "path"]);
  expect(place("gitops", "revision")).toEqual(["own", "gitops", "revision"]);
  expect(place("spokes", 0)).toEqual(["base", "spokes", 0]);
  expect(place("spokes", 1)).toEqual(["own", "spokes", 0]);
  expect(place("spokes", 1, "labels", "tier")).toEqual(["base", "spokes", 1, "labels", "tier"]);
  expect(place("spokes", 1, "labels", "region")).toEqual(["own", "spokes", 0, "labels", "region"]);
  expect(place("spokes", 1, "labels", "missing")).toEqual(["own", "spokes", 0, "labels", "missing"]);
});

const json = fc.jsonValue({ maxDepth: 4 });
const document = fc.dictionary(fc.string({ maxLength: 5 }), json) as fc.Arbitrary<Record<string, unknown>>;

test("over nothing and under nothing a document stays what it is", () => {
  fc.assert(
    fc.property(document, (value) => {
      expect(over({}, value)).toEqual(value);
      expect(over(value, {})).toEqual(value);
    }),
  );
});

test("a document over itself stays what it is", () => {
  fc.assert(
    fc.property(document, (value) => {
      expect(over(value, value)).toEqual(value);
    }),
  );
});
