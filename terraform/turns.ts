import { execFile } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
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
 * Opens turns for Terraform, with files in a folder that no other run uses.
 *
 * Where cdktf itself counts, a stack that fails ends it at once: stacks that have not begun never do, and the Terraform of
 * one that is at work is killed, before it has written down what it made. Without a limit it waits for them all.
 */
export async function openTurns(folder: string, terraform: string, atOnce: number): Promise<Turns> {
  // What a killed run left there goes with the next one.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
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

/**
 * A token is a character in a pipe; once we have closed it, whoever waits reads none.
 *
 * cdktf initialises one stack after the other, and asks each for its outputs: both are left out where there is nothing to
 * do, since they would take a quarter of a deploy without a change.
 */
const script = `#!/bin/sh
known=.terraform/hubspoke-initialised.json
case "$*" in
  apply* | destroy*) ;;
  "init" | "init -no-color")
    if [ -z "$TF_CLI_ARGS$TF_CLI_ARGS_init" ] && [ -d .terraform/providers ] && [ -f .terraform.lock.hcl ]; then
      cmp -s cdk.tf.json "$known" && exit 0
    fi
    "$HUBSPOKE_TERRAFORM" "$@" && { [ ! -d .terraform ] || cp cdk.tf.json "$known"; }
    exit
    ;;
  "output -json")
    grep -q '"output":' cdk.tf.json || { echo "{}"; exit 0; }
    exec "$HUBSPOKE_TERRAFORM" "$@"
    ;;
  *) exec "$HUBSPOKE_TERRAFORM" "$@" ;;
esac
token=$(dd bs=1 count=1 <"$HUBSPOKE_TURNS" 2>/dev/null)
[ -n "$token" ] || { echo "Error: interrupted before it began"; exit 1; }
"$HUBSPOKE_TERRAFORM" "$@"
code=$?
# What was initialised may have gone since: then the next run does it again.
[ "$code" = 0 ] || rm -f "$known"
[ -p "$HUBSPOKE_TURNS" ] && printf . 1<>"$HUBSPOKE_TURNS"
exit $code
`;
