/** Text in lines of at most a width; the lines after the first are indented more. */
export function wrap(text: string, width: number, indent = "", hanging = 0): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    const isStart = line.trim() === "";
    if (!isStart && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + " ".repeat(hanging) + word;
    } else {
      line += isStart && line === indent ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

/** The start of a text, with a mark where something is left out. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 3))}...`;
}

/** Fewer columns than these make a wrapped text a tower of words. */
const narrowest = 20;

/** Rows in columns, each as wide as its widest cell; the last is wrapped, or cut where that leaves too little room. */
export function table(rows: readonly (readonly string[])[], width: number): string {
  const [lefts, room] = layOut(rows, width);
  const lines = rows.map((row, index) => {
    const text = row.at(-1) ?? "";
    const left = lefts[index] ?? "";
    return room < narrowest ? cut((left + text).trimEnd(), width) : hang(left, wrap(text, room));
  });
  return lines.join("\n");
}

/** The same with a line for each row. */
export function list(rows: readonly (readonly string[])[], width: number): string {
  const [lefts] = layOut(rows, width);
  return rows.map((row, index) => cut(`${lefts[index] ?? ""}${row.at(-1) ?? ""}`.trimEnd(), width)).join("\n");
}

/** All columns but the last, and what they leave of the width. */
function layOut(rows: readonly (readonly string[])[], width: number): readonly [readonly string[], number] {
  const columns = Array.from({ length: (rows[0]?.length ?? 1) - 1 }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const shown = columns.map((size, column) => ({ size, column })).filter(({ size }) => size > 0);
  const lefts = rows.map((row) => shown.map(({ size, column }) => `${(row[column] ?? "").padEnd(size)}  `).join(""));
  return [lefts, width - (lefts[0]?.length ?? 0)];
}

function hang(left: string, text: string): string {
  return `${left}${text.replaceAll("\n", `\n${" ".repeat(left.length)}`)}`.trimEnd();
}
