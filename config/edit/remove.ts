import { isAlias, visit, type Node, type YAMLSeq } from "yaml";
import { ConfigError } from "../errors.js";
import { extentAt, withBlanksAbove, withBlanksBelow, withComments } from "./block.js";
import { afterSpokesKey, cannotEdit, columnAt, dashesOf, flowToken, rangeOf, type Editable } from "./document.js";
import { removeItem } from "./flow.js";
import { lineAt, type Splice } from "./text.js";

/**
 * Takes a spoke out, with the comment right above it.
 *
 * @throws ConfigError where something else refers to an anchor in it
 */
export function removeSplices(edit: Editable, list: YAMLSeq, index: number): Splice[] {
  requireNoReferences(edit, list.items[index] as Node);
  const token = flowToken(list);
  return token === undefined ? removeFromBlock(edit, list, index) : removeItem(edit, list, token, index);
}

function removeFromBlock(edit: Editable, list: YAMLSeq, index: number): Splice[] {
  const dash = dashesOf(list)[index];
  if (dash === undefined) throw cannotEdit(edit.file, "the list of spokes");
  const lines = linesToRemove(edit, dash, index === 0 && list.items.length > 1);
  if (list.items.length > 1) return [lines];
  const key = afterSpokesKey(edit);
  return [{ start: key, end: key, insert: " []" }, lines];
}

/** The lines of an entry, and the blank ones that set it off: above it, or below the first one. */
function linesToRemove(edit: Editable, dash: number, blanksBelow: boolean): Splice {
  const { lines, text } = edit;
  const indent = columnAt(edit, dash);
  const { first, last } = extentAt(lines, lineAt(lines, dash), indent);
  const top = withComments(lines, first, indent);
  const from = blanksBelow ? top : withBlanksAbove(lines, top);
  const to = blanksBelow ? withBlanksBelow(lines, last) : last;
  return { start: lines[from - 1]?.end ?? 0, end: lines[to]?.end ?? text.length, insert: "" };
}

function requireNoReferences({ root, file, lines }: Editable, entry: Node): void {
  const anchors = new Set<string>();
  visit(entry, (_, node) => {
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) anchors.add(anchor);
  });
  visit(root, (_, node) => {
    if (node === entry) return visit.SKIP;
    if (!isAlias(node) || !anchors.has(node.source)) return undefined;
    const line = lineAt(lines, rangeOf(node)[0]) + 1;
    const message = `alias *${node.source} refers to a part of the entry that would go`;
    const fix = `write &${node.source} at an entry that stays`;
    throw new ConfigError([{ file, line, path: "", message, fix }], true);
  });
}
