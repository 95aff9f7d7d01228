export { environmentJsonSchema, jsonSchemas, schemaText } from "./environment.js";
export { fieldsOf, type JsonSchema } from "./json.js";
export { environmentDefinition } from "./typescript.js";
