import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Lets so many runs of Terraform work at a time, while cdktf believes that all of them do. */
export interface Turns {
  /** What is added to cdktf's environment: its Terraform, which waits. */
  readonly environment: { readonly TERRAFORM_BINARY_NAME: string; readonly [name: string]: string };
  /** Those that still wait fail from now on; those that work are left alone. */
  end(): void;
  /** Ends, and removes its files. */
  close(): void;
}

/**
 * Opens turns for Terraform.
 *
 * Where cdktf itself counts, a stack that fails ends it at once: stacks that have not begun never do, and the Terraform of
 * one that is at work is killed, before it has written down what it made. Without a limit it waits for them all.
 */
export async function openTurns(terraform: string, atOnce: number): Promise<Turns> {
  const folder = mkdtempSync(join(tmpdir(), "hubspoke-turns-"));
  const tokens = join(folder, "tokens");
  await promisify(execFile)("mkfifo", ["-m", "600", tokens]);
  // Read and write, so that nobody has to be at its other end.
  const pipe = openSync(tokens, "r+");
  writeSync(pipe, ".".repeat(atOnce));
  const command = join(folder, "terraform-in-turn");
  writeFileSync(command, script, { mode: 0o700 });
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    // First the name: whoever opened a pipe that nobody writes to would wait for somebody to.
    unlinkSync(tokens);
    closeSync(pipe);
  };
  return {
    environment: { TERRAFORM_BINARY_NAME: command, HUBSPOKE_TERRAFORM: terraform, HUBSPOKE_TURNS: tokens },
    end,
    close() {
      end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A token is a character in a pipe; once we have closed it, whoever waits reads none. */
const script = `#!/bin/sh
case "$1" in
  apply | destroy) ;;
  *) exec "$HUBSPOKE_TERRAFORM" "$@" ;;
esac
token=$(dd bs=1 count=1 <"$HUBSPOKE_TURNS" 2>/dev/null)
[ -n "$token" ] || { echo "Error: interrupted before it began"; exit 1; }
"$HUBSPOKE_TERRAFORM" "$@"
code=$?
[ -p "$HUBSPOKE_TURNS" ] && printf . 1<>"$HUBSPOKE_TURNS"
exit $code
`;
