import type { Path } from "../path.js";
import { hasUrlCredentials, secretKindOf } from "./secrets.js";
import { mayHoldCredentials } from "../fields/urls.js";

const secretKey = /password|passwd|secret|token|credential|private|keydata|certdata|cadata|apikey|authorization/i;

/** What is printed in place of a value that may be secret. */
export const hidden = "(hidden)";

/** A key as it is echoed. */
export function quoteName(name: string): string {
  return looksSecret(name) ? hidden : JSON.stringify(name.slice(0, 80));
}

/** A value as it is echoed: never one that may be secret, and never at length. */
export function describeValue(path: Path, value: unknown, written?: string): string {
  if (typeof value === "object") return describeContainer(value);
  const text = typeof value === "string" ? value : (written ?? String(value));
  if (mayBeSecret(path) || looksSecret(text)) return hidden;
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
  return typeof value === "string" ? quoted : `${quoted} (a ${typeof value})`;
}

/** Whether a text may hold a secret, by its looks: it is then never echoed. */
export function looksSecret(text: string): boolean {
  return mayHoldCredentials(text) || hasUrlCredentials(text) || secretKindOf(text) !== undefined;
}

/** Whether a name, or a piece of a file with one, is of something that may be secret. */
export function namesSecret(text: string): boolean {
  return secretKey.test(text);
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

/** What to do about a value of another type than the one that is wanted. */
export function typeFix(path: Path, value: unknown, expected: string, written?: string): string | undefined {
  if (value === null) return `${emptyValues[expected] ?? "give it a value"} or remove the line`;
  if (typeof value === "object") return containerFix(path, value, expected);
  if (mayBeSecret(path)) return undefined;
  if (typeof value === "string") return looksSecret(value) ? undefined : textFix(path, value, expected);
  // `1.10` is a number and `true` a boolean unless they are quoted.
  if (expected !== "string" || !isGuessed(value)) return undefined;
  return `quote it, YAML takes it for a ${typeof value}: "${written ?? String(value)}"`;
}

const booleanWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  y: true,
  false: false,
  no: false,
  off: false,
  n: false,
};

/** Whether older YAML, as that of kubectl, Helm and Argo CD, takes a plain word for a boolean, and this one for text. */
export function isOldBoolean(text: string): boolean {
  return /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/.test(text);
}

/** By the type that is wanted. */
const textFixes: Readonly<Record<string, (text: string) => string | undefined>> = {
  number: quotedNumberFix,
  int: quotedNumberFix,
  boolean: booleanFix,
  array: (text) => {
    if (/^-\S/.test(text)) return 'put a space after each "-"';
    return /^[\w./:-]{1,60}$/.test(text) ? `write a list: [${text}]` : "write a list";
  },
  object: missingSpaceFix,
  record: missingSpaceFix,
};

/** Maps that people write as the name that chooses among them. */
const choices = new Map([
  ["cluster", "provider"],
  ["registration", "mode"],
  ["sso", "provider"],
]);

function textFix(path: Path, text: string, expected: string): string | undefined {
  const isEntry = path.length === 2 && isClusterList(path[0]) && /^[\w.-]{1,63}$/.test(text);
  if (expected === "object" && isEntry) return `write - name: ${text}, with its fields below the name`;
  const choice = expected === "object" && /^[\w-]{1,30}$/.test(text) ? choices.get(String(path.at(-1))) : undefined;
  if (choice !== undefined) return `write ${String(path.at(-1))}: { ${choice}: ${text} }`;
  return Object.hasOwn(textFixes, expected) ? textFixes[expected]?.(text) : undefined;
}

function isClusterList(step: Path[number] | undefined): boolean {
  return step === "spokes" || step === "clusters";
}

function quotedNumberFix(text: string): string | undefined {
  return /^-?\d+$/.test(text) ? "remove the quotes" : undefined;
}

function booleanFix(text: string): string | undefined {
  const word = text.toLowerCase();
  const meant = Object.hasOwn(booleanWords, word) ? booleanWords[word] : undefined;
  if (meant === undefined) return undefined;
  return isOldBoolean(text) ? `write ${meant}: YAML takes ${text} for text` : "remove the quotes";
}

function missingSpaceFix(text: string): string | undefined {
  return /^[\w./-]+:\S/.test(text) ? "put a space after the colon" : undefined;
}

function containerFix(path: Path, value: object, expected: string): string | undefined {
  const isList = Array.isArray(value);
  if ((expected === "object" || expected === "record") && isList) return 'write its fields without "-" and [ ]';
  if (expected !== "array" || isList) return undefined;
  const named = path.length === 1 && (path[0] === "spokes" || path[0] === "clusters");
  return named
    ? "write a list: each as - name: <name>, with its fields below the name"
    : 'write a list, with a "-" each';
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
  return path.some((step) => typeof step === "string" && (namesSecret(step) || looksSecret(step)));
}
