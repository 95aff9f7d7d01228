import { isCollection, isScalar, visit, type Document, type Node, type YAMLError } from "yaml";
import type { NodeComplaint } from "./nodes.js";

/** An error of the parser and the text around it. */
export interface Place {
  readonly error: YAMLError;
  readonly text: string;
  readonly offset: number;
  /** The line, from its first character that is no space. */
  readonly line: string;
  /** The rest of the line, from the error on. */
  readonly rest: string;
  /** What may have been left open before. */
  readonly spans: readonly Span[];
}

/** Where a quoted value, or one in brackets, begins and ends, as the parser sees it. */
interface Span {
  readonly quoted: boolean;
  readonly from: number;
  readonly to: number;
}

/** Finds what is around the errors of one text. */
export function placesIn(document: Document, text: string): (error: YAMLError) => Place {
  const spans = spansOf(document);
  return (error) => {
    const offset = afterSpaces(text, Math.min(error.pos[0], text.length));
    const end = lineEnd(text, offset);
    const line = text.slice(lineStart(text, offset), end).trimStart();
    return { error, text, offset, line, rest: text.slice(offset, end), spans };
  };
}

function spansOf(document: Document): readonly Span[] {
  const spans: Span[] = [];
  visit(document, {
    Node: (_, node: Node) => {
      const quoted = isScalar(node) && node.type?.startsWith("QUOTE") === true;
      const [from, to] = node.range ?? [0, 0];
      if (quoted || (isCollection(node) && node.flow === true)) spans.push({ quoted, from, to });
    },
  });
  return spans;
}

function afterSpaces(text: string, offset: number): number {
  let at = offset;
  while (text.charAt(at) === " ") at++;
  return at;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line of an offset ends. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}

type Cause = (place: Place) => NodeComplaint | undefined;

/** From the most particular cause to the most general one. */
export const causes: readonly Cause[] = [
  template,
  byCode,
  unclosedQuote,
  unclosedBracket,
  itemAmongFields,
  secondColon,
  lineWithoutColon,
  reservedCharacter,
  afterValue,
];

function template({ line, offset, text }: Place): NodeComplaint | undefined {
  if (!line.includes("{{")) return undefined;
  const start = lineStart(text, offset);
  const at = text.indexOf("{{", start);
  if (line.startsWith("{{")) {
    return { offset: at, message: "a line of a template, expected YAML", fix: "render the template to a file first" };
  }
  return {
    offset: at,
    message: "{{ }} of a template without quotes",
    fix: 'put the whole value in quotes: "{{ ... }}"',
  };
}

const quoteIt = "put the whole value in quotes";

const byCodeOnly: Readonly<Record<string, Omit<NodeComplaint, "offset">>> = {
  TAB_AS_INDENT: { message: "a tab as indentation, expected spaces", fix: "indent with two spaces for each level" },
  BAD_DQ_ESCAPE: {
    message: "an unknown escape in double quotes",
    fix: "write \\\\ for a backslash, or use single quotes",
  },
  BAD_ALIAS: { message: 'a "*" or "&" without a name', fix: quoteIt },
  MULTIPLE_ANCHORS: { message: "two anchors at one value", fix: "keep one of them" },
  ALIAS_PROPS: { message: "an anchor or tag at an alias", fix: "remove it: the alias stands for the value as it is" },
  BLOCK_IN_FLOW: { message: "two fields in { } without a comma between them", fix: "put a comma between them" },
  BAD_DIRECTIVE: { message: 'a directive of YAML, a line that begins with "%"', fix: "remove the line" },
  TAG_RESOLVE_FAILED: {
    message: "an unknown tag, expected a plain value",
    fix: 'remove it, or put a value that begins with "!" in quotes',
  },
  NON_STRING_KEY: { message: "a key that is a list or a map, expected a name", fix: "write it as name: value" },
  MULTIPLE_DOCS: {
    message: "a second document, expected one environment in one file",
    fix: "write a file for each environment, or remove the line with ---",
  },
};

const noColon = {
  message: "a line without a colon, expected name: value",
  fix: "write name: value, or remove the line",
};

/** What the parser has no code of its own for, by how its sentence begins. */
const bySentence: readonly (readonly [start: string, said: Omit<NodeComplaint, "offset">])[] = [
  ["Comments must be separated", { message: 'no space before "#"', fix: "put a space before the comment" }],
  ["Implicit map keys need to be followed", noColon],
  [
    "Sequence item without -",
    {
      message: "wrong indentation below an item of a list",
      fix: 'begin it in the column of the item\'s first field, or with "- " for a new item',
    },
  ],
  [
    "Block scalars with more-indented",
    { message: "an empty line with more spaces than the text below it", fix: "remove the spaces of the empty line" },
  ],
];

function byCode({ error, offset, rest }: Place): NodeComplaint | undefined {
  const complaint = inBraces(error, rest) ? undefined : byCodeOnly[error.code];
  if (complaint !== undefined) return { offset, ...complaint };
  const said = bySentence.find(([start]) => error.message.startsWith(start))?.[1];
  if (said !== undefined) return { offset, ...said };
  if (error.code !== "BAD_INDENT" || error.message.startsWith("Flow")) return undefined;
  const fix = "begin it in the column of the line that it belongs beside";
  return { offset, message: "wrong indentation, expected the column of the lines before", fix };
}

/** Where a quote was opened: the parser notices at the next one, or at the end of the file. */
function unclosedQuote({ error, offset, spans, text }: Place): NodeComplaint | undefined {
  const missing = error.message.startsWith("Missing closing");
  if (!missing && error.code !== "UNEXPECTED_TOKEN") return undefined;
  const start = lineStart(text, offset);
  const opened = spans.findLast(({ quoted, from, to }) => {
    if (!quoted || from > offset) return false;
    return missing ? to >= offset - 1 : from < start && to > start && to <= offset;
  });
  if (opened === undefined) return undefined;
  const quote = text.charAt(opened.from);
  const message = `a quote that is not closed, expected another ${quote}`;
  return { offset: opened.from, message, fix: `end the value with ${quote}` };
}

function unclosedBracket({ error, offset, spans, text }: Place): NodeComplaint | undefined {
  const opened = spans.findLast(({ quoted, from, to }) => !quoted && from < offset && to >= offset);
  if (opened === undefined) return undefined;
  const bracket = text.charAt(opened.from);
  const closing = bracket === "{" ? "}" : "]";
  if (error.code === "MULTILINE_IMPLICIT_KEY" || error.message.startsWith("Missing ,")) {
    return { offset, message: `a part of ${bracket} ${closing} without a comma behind it`, fix: "put a comma there" };
  }
  if (!error.message.startsWith("Flow")) return undefined;
  const fix = `end it with ${closing}, or put a comma between its parts`;
  return { offset: opened.from, message: `a ${bracket} that is not closed, expected ${closing}`, fix };
}

function itemAmongFields({ error, offset, rest }: Place): NodeComplaint | undefined {
  if (!error.code.endsWith("IMPLICIT_KEY") || !/^-(\s|$)/.test(rest)) return undefined;
  const fix = "indent it below the field whose list it belongs to, which has no other value";
  return { offset, message: "a list item among fields", fix };
}

/** `a: b: c`, or a value that goes on in a deeper line with a field of its own. */
function secondColon({ error, offset, rest, text }: Place): NodeComplaint | undefined {
  if (error.code !== "BLOCK_AS_IMPLICIT_KEY" && !inBraces(error, rest)) return undefined;
  if (/:(\s|$)/.test(rest)) {
    return {
      offset,
      message: 'a second ": " in one line, expected one field with its value',
      fix: "put a value with a colon in quotes",
    };
  }
  const next = lineEnd(text, offset) + 1;
  const fix = "begin it in the column of the field above, or leave that one without a value";
  const message = "wrong indentation, the field above has a value and can have no fields";
  return { offset: next + text.slice(next).search(/\S|$/), message, fix };
}

/** `{ a: b: c }`, where `{ a: b c: d }` lacks a comma. */
function inBraces({ code }: YAMLError, rest: string): boolean {
  return code === "BLOCK_IN_FLOW" && /^[^\s,{}[\]]+:\s/.test(rest);
}

function lineWithoutColon({ error, offset, rest }: Place): NodeComplaint | undefined {
  if (error.code !== "MULTILINE_IMPLICIT_KEY") return undefined;
  if (/^[\w./-]+:\S/.test(rest)) {
    return { offset, message: "no space after the colon", fix: "write name: value, with a space" };
  }
  if (/^[\w./-]+\s*=/.test(rest)) return { offset, message: '"=" in place of a colon', fix: "write name: value" };
  return { offset, ...noColon };
}

function reservedCharacter({ error, offset, rest, line }: Place): NodeComplaint | undefined {
  if (error.message.startsWith("Block scalar header") || error.message.startsWith("Not a YAML token")) {
    const header = /[|>]/.exec(line)?.[0] ?? "|";
    const fix = `${quoteIt}, or begin its text in the next line`;
    return { offset, message: `text after "${header}", which begins a text of several lines`, fix };
  }
  if (error.code !== "BAD_SCALAR_START") return undefined;
  const message = `a value that begins with ${JSON.stringify(rest.charAt(0))}, which YAML keeps for itself`;
  return { offset, message, fix: quoteIt };
}

function afterValue({ error, offset, rest, line }: Place): NodeComplaint | undefined {
  if (error.code !== "UNEXPECTED_TOKEN") return undefined;
  if (/^[\]}]/.test(rest)) {
    return {
      offset,
      message: `a ${rest.charAt(0)} that closes nothing`,
      fix: "remove it, or open it where it belongs",
    };
  }
  if (line.includes("'")) {
    const fix = "put the whole value in quotes, and write '' for a quote in it";
    return { offset, message: "text after the end of a value", fix };
  }
  return {
    offset,
    message: "text after the end of a value",
    fix: "put the whole value in quotes, or check the indentation",
  };
}
