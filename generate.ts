import { writeFileSync } from "node:fs";
import { environmentJsonSchemaText } from "./config/json-schema.js";

// Files that are made from the code; a test fails when one of them is stale.
writeFileSync(new URL("./schema/environment.schema.json", import.meta.url), environmentJsonSchemaText());
