import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { environmentJsonSchema } from "../../../config/json-schema/index.js";
import { readFormat, referencePage, type Field } from "../../../config/reference/index.js";
import { projectRoot } from "../support.js";

const schema = environmentJsonSchema();
const format = readFormat(schema);
const read = (file: string): string => readFileSync(join(projectRoot, file), "utf8");
const page = read("docs/environment-file.md");

test("the committed page is the generated one (npm run generate)", () => {
  expect(page).toBe(referencePage(format, read("environments/existing.yaml")));
});

test("every field is on the page", () => {
  const missing = names(format).filter((name) => !new RegExp(`[\`.]${name}(: \\w|[\`.[])`).test(page));
  expect(missing).toEqual([]);
});

function names(field: Field): readonly string[] {
  const below = [...field.fields, ...field.alternatives.flatMap(({ fields }) => fields)];
  return below.flatMap((each) => [each.name, ...names(each)]);
}

test("every link of the page leads to a heading, and every table has four columns", () => {
  const anchors = [...page.matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(" ", "-"));
  const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
  expect(new Set(links)).toEqual(new Set(anchors));
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  expect(rows.length).toBeGreaterThan(80);
  for (const row of rows) expect([row, row.match(/(?<!\\)\|/g)?.length]).toEqual([row, 5]);
});

test("every example of a part is one that the schema takes", () => {
  const ajv = new Ajv2020({ strictTypes: false });
  ajv.addKeyword("x-required");
  const check = ajv.compile(schema as AnySchema);
  const sections = page.split(/^## /m).slice(4);
  const examples = sections.flatMap((text) =>
    [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, example = ""]) => [text.split("\n")[0] ?? "", example] as const),
  );
  expect(new Set(examples.map(([title]) => title)).size).toBeGreaterThan(3);
  for (const [title, text] of examples) {
    const around = wrappers[title] ?? ((part: unknown) => part);
    check({ extends: "base.yaml", ...(around(parseYaml(text)) as object) });
    expect([title, text, check.errors]).toEqual([title, text, null]);
  }
});

/** Where the example of a section belongs. */
const wrappers: Readonly<Record<string, (part: unknown) => unknown>> = {
  Backend: (backend) => ({ backend }),
  Cluster: (defaults) => ({ defaults }),
  Registration: (part) => ({
    defaults: Object.hasOwn(part as object, "registration") ? part : { registration: part },
  }),
  "Argo CD": (argocd) => ({ defaults: { argocd } }),
};
