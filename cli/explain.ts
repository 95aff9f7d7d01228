import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonSchema } from "../config/json-schema/json.js";
import { readFormat } from "../config/reference/field.js";
import { findFields, type NotFound } from "../config/reference/find.js";
import { nearest } from "../config/messages/suggest.js";
import { packageRoot } from "../stacks/package-root.js";
import { explainField, explainFormat } from "./explain/text.js";
import { EXIT, UsageError, writeData } from "./output.js";

/**
 * `hubspoke explain`: what a field of an environment file means.
 *
 * It reads the JSON schema of the package, so that it answers at once: nothing of the code that checks files is loaded.
 */
export async function explain(path: string | undefined, options: { json?: boolean }): Promise<number> {
  const format = readFormat(JSON.parse(readFileSync(schemaFile(), "utf8")) as JsonSchema);
  const found = findFields(format, path ?? "");
  if (!("fields" in found)) {
    throw new UsageError(notFound(found));
  }
  const { fields } = found;
  if (options.json) {
    writeData(
      JSON.stringify(
        fields.map(({ field, choices }) => ({ ...field, choices })),
        undefined,
        2,
      ),
    );
    return EXIT.fine;
  }
  const width = process.stdout.isTTY ? process.stdout.columns || 80 : Infinity;
  const texts = fields.map((each) =>
    each.field === format ? explainFormat(format, width) : explainField(each, width),
  );
  writeData(texts.join("\n\n"));
  return EXIT.fine;
}

function schemaFile(): string {
  return join(packageRoot(), "schema", "environment.schema.json");
}

function notFound({ parent, step, known }: NotFound): string {
  const where = parent.path === "" ? "an environment file" : parent.path;
  const shown = JSON.stringify(step.slice(0, 60));
  if (known.length === 0) {
    return `unknown field ${shown}, ${where} has no fields: it is ${parent.type}\n  fix: hubspoke explain ${parent.path}`;
  }
  const guess = nearest(step, known);
  const fix = guess === undefined ? `hubspoke explain ${parent.path}`.trim() : `did you mean "${guess}"?`;
  return `unknown field ${shown} in ${where}, expected one of: ${known.join(", ")}\n  fix: ${fix}`;
}
