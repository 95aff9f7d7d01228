import type { Path } from "./path.js";
import { mayHoldCredentials } from "./urls.js";

const secretKey = /password|passwd|secret|token|credential|private|keydata|certdata|cadata|apikey|authorization/i;

/** A value as it is echoed: never one that may be secret, and never at length. */
export function describeValue(path: Path, value: unknown, written?: string): string {
  if (typeof value === "object") return describeContainer(value);
  const text = typeof value === "string" ? value : (written ?? String(value));
  if (mayBeSecret(path) || mayHoldCredentials(text)) return "(hidden)";
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
  return typeof value === "string" ? quoted : `${quoted} (a ${typeof value})`;
}

/** Zod's name of a type in the words of an environment file. */
export function expectedType(type: string): string {
  const names: Readonly<Record<string, string>> = {
    object: "a map",
    record: "a map",
    array: "a list",
    int: "a whole number",
    boolean: "true or false",
  };
  return names[type] ?? `a ${type}`;
}

const emptyValues: Readonly<Record<string, string>> = {
  object: "write its fields",
  record: "write {}",
  array: "write []",
};

/** The way out of YAML's guesses: `1.10` is a number and `true` a boolean unless they are quoted. */
export function quotingFix(path: Path, value: unknown, expected: string, written?: string): string | undefined {
  if (value === null) return `${emptyValues[expected] ?? "give it a value"} or remove the line`;
  if (typeof value === "string" && expected === "number" && /^\d+$/.test(value)) return "remove the quotes";
  if (expected !== "string" || !isGuessed(value) || mayBeSecret(path)) return undefined;
  return `quote it, YAML takes it for a ${typeof value}: "${written ?? String(value)}"`;
}

function isGuessed(value: unknown): boolean {
  return typeof value === "boolean" || typeof value === "number";
}

function describeContainer(value: object | null): string {
  if (value === null) return "(empty)";
  if (!Array.isArray(value)) return "(a map)";
  return value.length === 0 ? "(an empty list)" : "(a list)";
}

function mayBeSecret(path: Path): boolean {
  return path.some((step) => typeof step === "string" && secretKey.test(step));
}
