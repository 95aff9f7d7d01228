import { expect, test } from "vitest";
import { implementedProviders, plannedProviders } from "../../../config/cluster/index.js";
import { environmentJsonSchema, fieldsOf, type JsonSchema } from "../../../config/json-schema/index.js";
import { plannedSettings } from "../../../config/rules/argocd.js";

const defs = environmentJsonSchema().$defs ?? {};

/** Titles of the alternatives whose description says that they are not implemented yet. */
function planned(def: JsonSchema | undefined): readonly (string | undefined)[] {
  const said = (def?.anyOf ?? []).filter(({ description }) => description?.endsWith("Not implemented yet."));
  return said.map(({ title }) => title);
}

test("providers without stacks are said to be so, and no others", () => {
  expect(planned(defs.cluster)).toEqual(plannedProviders);
  expect(planned(defs.registration)).toEqual([]);
  expect(implementedProviders).toEqual(["local", "existing", "eks"]);
});

test("settings of Argo CD too", () => {
  const fields = Object.entries(fieldsOf(defs.argocd ?? {}));
  const said = fields.filter(([, { description }]) => description?.endsWith("Not implemented yet."));
  expect(said.map(([name]) => name).sort()).toEqual([...plannedSettings].sort());
});
