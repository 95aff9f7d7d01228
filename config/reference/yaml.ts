import { isMap } from "../path.js";

/** A value as an environment file would have it, on one line. */
export function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, inside]) => `${inYaml(key)}: ${inYaml(inside)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return typeof value === "string" && isPlain(value) ? value : JSON.stringify(value);
}

/** A field with its value, over several lines where the value is a map. */
export function inYamlLines(name: string, value: unknown, indent = ""): readonly string[] {
  if (!isMap(value) || Object.keys(value).length === 0) return [`${indent}${name}: ${inYaml(value)}`];
  const inside = Object.entries(value).flatMap(([key, below]) => inYamlLines(inYaml(key), below, `${indent}  `));
  return [`${indent}${name}:`, ...inside];
}

/** Whether YAML takes it for text without quotes. */
function isPlain(text: string): boolean {
  const isWord = /^[\w/~.][\w./@:~+-]*$/.test(text) && !text.endsWith(":");
  return isWord && Number.isNaN(Number(text)) && !/^(true|false|yes|no|on|off|null|~)$/i.test(text);
}
