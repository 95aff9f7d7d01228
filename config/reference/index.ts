export { readFormat, type Field } from "./field.js";
export { findFields } from "./find.js";
export { referencePage } from "./page.js";
