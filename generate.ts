import { readFileSync, writeFileSync } from "node:fs";
import { environmentDefinition, environmentJsonSchema, jsonSchemas, schemaText } from "./config/json-schema/index.js";
import { readFormat, referencePage } from "./config/reference/index.js";

// Files that are made from the code; a test fails when one of them is stale.
for (const [name, schema] of Object.entries(jsonSchemas())) write(`schema/${name}`, schemaText(schema));

write("config/environment-definition.ts", environmentDefinition(environmentJsonSchema()));

const example = readFileSync(fileOf("environments/existing.yaml"), "utf8");
write("docs/environment-file.md", referencePage(readFormat(environmentJsonSchema()), example));

function write(path: string, text: string): void {
  writeFileSync(fileOf(path), text);
}

function fileOf(path: string): URL {
  return new URL(path, import.meta.url);
}
