import { expect, test } from "vitest";
import { environmentJsonSchema, fieldsOf, type JsonSchema } from "../../../config/json-schema/index.js";
import { plannedSettings } from "../../../config/rules/argocd.js";

const defs = environmentJsonSchema().$defs ?? {};

/** Titles of the alternatives whose description says that they are not implemented yet. */
function planned(def: JsonSchema | undefined): readonly (string | undefined)[] {
  const said = (def?.anyOf ?? []).filter(({ description }) => description?.endsWith("Not implemented yet."));
  return said.map(({ title }) => title);
}

test("every provider and mode is there", () => {
  expect(planned(defs.cluster)).toEqual([]);
  expect(planned(defs.registration)).toEqual([]);
});

test("settings of Argo CD that no stack is defined for are said to be so, and no others", () => {
  const fields = Object.entries(fieldsOf(defs.argocd ?? {}));
  const said = fields.filter(([, { description }]) => description?.endsWith("Not implemented yet."));
  expect(said.map(([name]) => name).sort()).toEqual([...plannedSettings].sort());
});
