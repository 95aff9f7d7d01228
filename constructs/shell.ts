/** A word as a POSIX shell reads it: nothing in it is special. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
