/** One line that cdktf printed, put back to the stack it belongs to. */
export interface StackLine {
  readonly stack: string;
  readonly text: string;
}

// cdktf draws its frames with cursor movements even where there is no terminal.
const CONTROL_SEQUENCE = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/**
 * Turns the output of `cdktf deploy` into lines by stack.
 *
 * cdktf prints a stack's id before the first line of a block only; what follows is indented to the same column. A line that is
 * neither is its own: what it has counted, and, where it crashes after an error, where in its code it did.
 */
export function stackLineParser(isStack: (id: string) => boolean): (line: string) => StackLine | undefined {
  let current: string | undefined;
  return (raw) => {
    const line = raw.replace(CONTROL_SEQUENCE, "").trimEnd();
    const [, head = "", rest = ""] = /^(\S+) {2}(.*)$/.exec(line) ?? [];
    if (isStack(head)) {
      current = head;
      return { stack: head, text: rest.trim() };
    }
    if (/^\S/.test(line)) current = undefined;
    return current !== undefined && line.startsWith("  ") ? { stack: current, text: line.trim() } : undefined;
  };
}

/** What Terraform counted at the end of one stack's apply. */
export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

export function parseApplyComplete(text: string): Changes | undefined {
  const match =
    /(?:Apply|Destroy) complete! Resources: (?:\d+ imported, )?(?:(\d+) added, (\d+) changed, )?(\d+) destroyed/.exec(
      text,
    );
  if (!match) {
    return undefined;
  }
  const [, added = "0", changed = "0", destroyed = "0"] = match;
  return { added: Number(added), changed: Number(changed), destroyed: Number(destroyed) };
}

/** The sum over stacks. */
export function total(changes: Iterable<Changes>): Changes {
  const sum = { added: 0, changed: 0, destroyed: 0 };
  for (const { added, changed, destroyed } of changes) {
    sum.added += added;
    sum.changed += changed;
    sum.destroyed += destroyed;
  }
  return sum;
}

/** `1 added, 0 changed, 0 destroyed`, as Terraform says it. */
export function describeChanges({ added, changed, destroyed }: Changes): string {
  return `${added} added, ${changed} changed, ${destroyed} destroyed`;
}
