import { LineCounter, parseDocument as parseYaml, type Document, type YAMLError } from "yaml";
import { ConfigError } from "./errors.js";
import { checkNodes, type NodeComplaint } from "./nodes.js";
import { isMap } from "./path.js";
import { YamlSource, type Source } from "./source.js";

/** Largest environment file that is read, in bytes. */
export const largestFile = 10 * 1024 * 1024;

/** A YAML document: its value, and where each part of it was written. */
export interface ParsedDocument {
  readonly value: Record<string, unknown>;
  readonly source: Source;
}

/**
 * Parses the text of an environment file.
 *
 * @throws ConfigError with every mistake that keeps the text from being one YAML map
 */
export function parseDocument(text: string, file: string): ParsedDocument {
  if (text.length > largestFile) throw wholeFile(file, tooLarge);
  const lines = new LineCounter();
  const document = compose(text, file, lines);
  throwAny(syntaxComplaints(document, file), file, lines);
  const nodes = checkNodes(document);
  throwAny(nodes.complaints, file, lines);
  if (document.contents === null) throw wholeFile(file, "the file is empty", "begin with apiVersion: hubspoke/v1");
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  if (!isMap(value)) throw new ConfigError([{ file, line: 1, path: "", message: "expected a map of fields" }], false);
  return { value, source: new YamlSource(document.contents, nodes.targets, lines) };
}

const tooDeep = "the values are nested too deeply";

export const tooLarge = `the file is larger than ${largestFile / 1024 / 1024} MB`;

/** An error about the file as a whole. */
export function wholeFile(file: string, message: string, fix?: string): ConfigError {
  return new ConfigError([{ file, line: 0, path: "", message, fix }], false);
}

/** Keys are checked by {@link checkNodes}: the parser's own check takes quadratic time. */
function compose(text: string, file: string, lineCounter: LineCounter): Document {
  try {
    const options = { lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: false, merge: true } as const;
    return parseYaml(text, { ...options, schema: "core", logLevel: "error" });
  } catch (error) {
    if (error instanceof RangeError) throw wholeFile(file, tooDeep);
    throw error;
  }
}

function syntaxComplaints(document: Document, file: string): readonly NodeComplaint[] {
  const errors = [...document.errors, ...document.warnings];
  if (errors.some((error) => error.code === "RESOURCE_EXHAUSTION")) throw wholeFile(file, tooDeep);
  return errors.map((error) => ({ offset: error.pos[0], message: describe(error) }));
}

function throwAny(complaints: readonly NodeComplaint[], file: string, lines: LineCounter): void {
  if (complaints.length === 0) return;
  const problems = complaints.map(({ offset, message }) => ({
    file,
    line: Math.max(1, lines.linePos(offset).line),
    path: "",
    message,
  }));
  throw new ConfigError(problems, false);
}

/** The parser's sentence in our form, without the piece of the file that it may quote: that may be a secret. */
function describe(error: YAMLError): string {
  if (error.code === "MULTIPLE_DOCS") return "a second document, expected one environment in one file";
  if (error.code === "NON_STRING_KEY") return "a key that is not a string, expected a plain name";
  if (error.code === "TAB_AS_INDENT") return "not YAML: a tab as indentation, expected spaces";
  const sentence = error.message.replace(/(:\s*)?["\n].*$/s, "");
  return `not YAML: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/[.:]$/, "")}`;
}
