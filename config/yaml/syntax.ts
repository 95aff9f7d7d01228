import type { Document, YAMLError } from "yaml";
import type { NodeComplaint } from "./nodes.js";
import { causes, lineEnd, placesIn, type Place } from "./syntax-causes.js";

/**
 * What keeps a text from being YAML, by its usual cause.
 *
 * The parser goes on after a mistake and stumbles over what follows from it: of those only the first is told. No sentence
 * quotes the file, where there may be secrets.
 */
export function syntaxComplaints(document: Document, text: string): readonly NodeComplaint[] {
  const conflict = /^(?:<{7}|>{7}|={7}$)/m.exec(text);
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (errors.length > 0 && conflict !== null) {
    const fix = "keep one of the two sides, and remove the lines with <<<<<<<, ======= and >>>>>>>";
    return [{ offset: conflict.index, message: "not YAML: a merge conflict of Git", fix }];
  }
  return firstOfEachCause(errors, placesIn(document, text), text);
}

/** More than anybody mends at once. */
const mostComplaints = 100;

function firstOfEachCause(
  errors: readonly YAMLError[],
  placeOf: (error: YAMLError) => Place,
  text: string,
): readonly NodeComplaint[] {
  const complaints: NodeComplaint[] = [];
  const lost = lostFrom(errors);
  let told = -1;
  for (const [index, error] of errors.entries()) {
    if (error.pos[0] <= told || (complaints.length > 0 && (index >= lost || follows(error)))) continue;
    const complaint = explain(placeOf(error));
    told = lineEnd(text, Math.max(error.pos[0], complaint.offset));
    complaints.push(complaint);
    if (complaints.length === mostComplaints) break;
  }
  return complaints;
}

/** Position of the error at which the parser takes the document to be over, though more of it comes. */
function lostFrom(errors: readonly YAMLError[]): number {
  const after = errors.findIndex(({ message }) => message.includes("in YAML stream"));
  return after === -1 ? errors.length : Math.max(0, after - 1);
}

/** What the parser says of a mistake once more, a little later. */
function follows({ message }: YAMLError): boolean {
  return /followed by map values|between flow map items|flow indicator character|directives-end/.test(message);
}

function explain(place: Place): NodeComplaint {
  for (const cause of causes) {
    const complaint = cause(place);
    if (complaint !== undefined) return isYaml.has(place.error.code) ? complaint : notYaml(complaint);
  }
  return notYaml({ offset: place.offset, message: plainSentence(place.error) });
}

/** What YAML allows and an environment file does not. */
const isYaml = new Set(["MULTIPLE_DOCS", "TAG_RESOLVE_FAILED"]);

function notYaml(complaint: NodeComplaint): NodeComplaint {
  return { ...complaint, message: `not YAML: ${complaint.message}` };
}

/** The parser's sentence in our form, without the piece of the file that it may quote. */
function plainSentence(error: YAMLError): string {
  const sentence = error.message.replace(/(:\s*)?["\n].*$/s, "");
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/[.:]$/, "")}`;
}
