import { createRequire } from "node:module";
import type { createJiti as CreateJiti } from "jiti";
import { defineEnvironment } from "./define-environment.js";
import { wholeFile } from "./yaml/document.js";
import { ConfigError, type Problem } from "./errors.js";
import type { Layer } from "./merge/layer.js";
import { formatPath, isMap, type Path } from "./path.js";
import { noSource } from "./yaml/source.js";

/**
 * Runs a TypeScript environment file and takes its default export.
 *
 * In such a file, and in what it imports, `hubspoke` is this very package, installed or not, and gives
 * `defineEnvironment` alone: loading the rest would make every command wait for it.
 *
 * @param file absolute path
 * @param name the file as the operator would name it
 * @throws ConfigError for a file that does not compile, that throws, or whose export is not plain data
 */
export function readTypeScript(file: string, name: string): Layer {
  const exported = run(file, name);
  const value: unknown = isMap(exported) ? exported.default : undefined;
  if (!isMap(value)) {
    const fix = "write export default defineEnvironment({ ... })";
    throw wholeFile(name, `the default export is ${describe(value)}, expected a map of fields`, fix);
  }
  const problems = complaintsOf(value, [], new Set()).map((complaint) => ({ file: name, line: 0, ...complaint }));
  if (problems.length > 0) throw new ConfigError(problems, false);
  return { file: name, value, source: noSource, problems: [] };
}

/** Synchronous, as all of loading is: a file cannot await anything. */
function run(file: string, name: string): unknown {
  const require = createRequire(import.meta.url);
  const { createJiti } = require("jiti") as { readonly createJiti: typeof CreateJiti };
  const jiti = createJiti(file, {
    virtualModules: { hubspoke: { defineEnvironment } },
    interopDefault: false,
    fsCache: false,
    moduleCache: false,
  });
  try {
    return jiti(file);
  } catch (error) {
    throw new ConfigError([explain(error, file, name)], false);
  }
}

function explain(thrown: unknown, file: string, name: string): Problem {
  const message = firstLine(thrown instanceof Error ? thrown.message : String(thrown));
  const here = { file: name, path: "", ...placeOf(thrown, file) };
  if (message.startsWith("ParseError:")) {
    return { ...here, message: `not TypeScript: ${message.slice("ParseError:".length).trim()}` };
  }
  if (message.startsWith("await is only valid")) {
    const fix = "make the value without await: the file is loaded synchronously";
    return { ...here, line: 0, message: "await at the top of the file, expected a value that is there at once", fix };
  }
  return { ...here, message: `the file throws: ${message}` };
}

/** Line and column that an error names for the file itself. */
function placeOf(thrown: unknown, file: string): { readonly line: number; readonly column?: number } {
  const text = thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ""}` : "";
  const at = text.indexOf(`${file}:`);
  const [, line, column] = at === -1 ? [] : (/^:(\d+):(\d+)/.exec(text.slice(at + file.length)) ?? []);
  return line === undefined ? { line: 0 } : { line: Number(line), column: Number(column) };
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 200);
}

interface ValueComplaint {
  readonly path: string;
  readonly message: string;
}

/** What a value has that YAML could not: it would be lost, or print as something else. */
function complaintsOf(value: unknown, path: Path, around: ReadonlySet<unknown>): readonly ValueComplaint[] {
  if (around.has(value)) return [{ path: formatPath(path), message: "a value that contains itself" }];
  if (around.size > 100) return [{ path: formatPath(path), message: "the values are nested more than 100 deep" }];
  if (Array.isArray(value)) {
    const inside = new Set([...around, value]);
    return value.flatMap((item, index) => complaintsOf(item, [...path, index], inside));
  }
  if (isPlainMap(value)) {
    const inside = new Set([...around, value]);
    return Object.entries(value).flatMap(([key, child]) => complaintsOf(child, [...path, key], inside));
  }
  return isScalar(value)
    ? []
    : [
        {
          path: formatPath(path),
          message: `${describe(value)}, expected text, a number, true or false, a list or a map`,
        },
      ];
}

/** An optional field that is set to undefined is as good as absent. */
function isScalar(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || value === undefined || typeof value === "string" || typeof value === "boolean";
}

/** Made by `{}`, also in another context than ours. */
function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (!isMap(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  if (typeof value === "object") return `a ${(value as object).constructor.name || "object"}`;
  return `a ${typeof value}`;
}
