import { shellQuote } from "../../constructs/shell.js";

/** A word of a command that is shown: in quotes where a shell would not take it as it is. */
export function shellWord(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : shellQuote(word);
}
