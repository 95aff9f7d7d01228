import { Lexer, LineCounter, parseDocument as parseYaml, type Document } from "yaml";
import { ConfigError, type Problem } from "../errors.js";
import { checkNodes, type NodeComplaint } from "./nodes.js";
import { isMap } from "../path.js";
import { YamlSource, type Source } from "./source.js";
import { syntaxComplaints } from "./syntax.js";

/** Largest environment file that is read, in bytes. */
export const largestFile = 10 * 1024 * 1024;

/** A YAML document: its value, and where each part of it was written. */
export interface ParsedDocument {
  readonly value: Record<string, unknown>;
  readonly source: Source;
  /** Keys that are there twice, of which the last was read. */
  readonly problems: readonly Problem[];
}

/**
 * Parses the text of an environment file.
 *
 * @throws ConfigError with every mistake that keeps the text from being read as one YAML map
 */
export function parseDocument(text: string, file: string): ParsedDocument {
  if (text.length > largestFile) throw wholeFile(file, tooLarge);
  const lines = linesOf(text);
  throwAny(characterComplaints(text), file, lines);
  if (hasTooManyBrackets(text)) throw wholeFile(file, onlyBrackets);
  const document = compose(text, file);
  throwAny(complaintsOf(document, text, file), file, lines);
  const nodes = checkNodes(document);
  if (nodes.complaints.some(({ also }) => also === undefined)) throwAny(nodes.complaints, file, lines);
  const value: unknown = document.contents === null ? null : document.toJS({ maxAliasCount: -1 });
  if (value === null || document.contents === null) throw wholeFile(file, "the file is empty", beginning);
  if (!isMap(value)) {
    const message = `expected a map of fields, not ${Array.isArray(value) ? "a list" : "one value"}`;
    throw new ConfigError([{ file, line: 1, path: "", message, fix: beginning }], false);
  }
  const source = new YamlSource(document.contents, nodes.targets, lines);
  return { value, source, problems: problemsOf(nodes.complaints, file, lines) };
}

const beginning = "begin with apiVersion: hubspoke/v1";

const tooDeep = "the values are nested too deeply";

const onlyBrackets = "the file is full of brackets that do not belong together, expected an environment file";

export const tooLarge = `the file is larger than ${largestFile / 1024 / 1024} MB`;

/** An error about the file as a whole. */
export function wholeFile(file: string, message: string, fix?: string): ConfigError {
  return new ConfigError([{ file, line: 0, path: "", message, fix }], false);
}

/** Where each line begins. The parser counts them too, and misses some where it has lost its way. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/** More brackets than any file leaves open, or closes without having opened them. */
const mostBrackets = 1000;

/**
 * Whether a text is all brackets, as no file is that somebody wrote: the parser takes minutes for it.
 *
 * Brackets in quotes and comments count for nothing. To tell them apart takes as long as parsing, so that is done only
 * where there are many.
 */
function hasTooManyBrackets(text: string): boolean {
  return exceedsBrackets(text) && exceedsBrackets(new Lexer().lex(text));
}

function exceedsBrackets(parts: Iterable<string>): boolean {
  let open = 0;
  for (const part of parts) {
    if (part === "[" || part === "{") open += 1;
    if (part === "]" || part === "}") open -= 1;
    if (Math.abs(open) > mostBrackets) return true;
  }
  return false;
}

/** Keys are checked by {@link checkNodes}: the parser's own check takes quadratic time. */
function compose(text: string, file: string): Document {
  const { stackTraceLimit } = Error;
  // The parser makes an error of every mistake, and in a file that is none of ours there are millions: without their
  // stack traces, which nobody reads, they take seconds and not minutes.
  Error.stackTraceLimit = 0;
  try {
    const options = { prettyErrors: false, stringKeys: true, uniqueKeys: false, merge: true } as const;
    return parseYaml(text, { ...options, schema: "core", logLevel: "error" });
  } catch (error) {
    if (error instanceof RangeError) throw wholeFile(file, tooDeep);
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What YAML does not allow anywhere; a NUL in every second place is UTF-16. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

function characterComplaints(text: string): readonly NodeComplaint[] {
  const offset = text.search(controlCharacter);
  if (offset === -1) return [];
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  const fix =
    code === "0000"
      ? "remove it, or save the file as UTF-8 text"
      : "remove it, or write it as an escape in double quotes";
  return [{ offset, message: `control character U+${code}, expected text`, fix }];
}

function complaintsOf(document: Document, text: string, file: string): readonly NodeComplaint[] {
  const errors = [...document.errors, ...document.warnings];
  if (errors.length === 0) return [];
  if (errors.some((error) => error.code === "RESOURCE_EXHAUSTION")) throw wholeFile(file, tooDeep);
  return syntaxComplaints(document, text);
}

function describeOther(line: number, other: number): string {
  return line === other ? ", twice in this line" : `, line ${other} has it too`;
}

function throwAny(complaints: readonly NodeComplaint[], file: string, lines: LineCounter): void {
  if (complaints.length > 0) throw new ConfigError(problemsOf(complaints, file, lines), false);
}

function problemsOf(complaints: readonly NodeComplaint[], file: string, lines: LineCounter): readonly Problem[] {
  return complaints.map(({ offset, message, fix, also }) => {
    const { line, col } = lines.linePos(offset);
    const other = also === undefined ? "" : describeOther(line, lines.linePos(also).line);
    const place = line === 0 ? { line: 1, column: 1 } : { line, column: col };
    return { file, ...place, path: "", message: message + other, ...(fix !== undefined && { fix }) };
  });
}
