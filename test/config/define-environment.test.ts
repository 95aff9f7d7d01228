import { expect, test } from "vitest";
import { defineEnvironment } from "../../config/index.js";

// What matters here is whether each compiles: `npm run lint` checks it.
test("a definition is typed as the format has it", () => {
  const head = { apiVersion: "hubspoke/v1", name: "dev" } as const;
  const definitions = [
    defineEnvironment({ ...head, hub: { name: "hub", cluster: { provider: "local" } } }),
    defineEnvironment({ ...head, extends: "base/acme.yaml", hub: { cluster: { context: "hub" } } }),
    defineEnvironment({ ...head, model: "standalone", clusters: [{ name: "fra", cluster: { provider: "local" } }] }),
    // @ts-expect-error a provider that there is not
    defineEnvironment({ ...head, hub: { name: "hub", cluster: { provider: "lokal" } } }),
    // @ts-expect-error a field that a provider has not
    defineEnvironment({ ...head, hub: { name: "hub", cluster: { provider: "existing", region: "eu-west-1" } } }),
    // @ts-expect-error a field that there is not
    defineEnvironment({ ...head, spoke: [] }),
  ];
  expect(definitions.map(({ name }) => name)).toEqual(Array(6).fill("dev"));
});
