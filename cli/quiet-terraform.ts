import { shellQuote } from "../constructs/shell.js";
import { writeAtomic } from "../local/files.js";
import type { Terraform } from "../local/terraform.js";

/**
 * The command for a program that reads JSON from Terraform, as cdktf does: Terraform itself, or, where that is a wrapper
 * that prints lines of its own, a script at `path` that leaves them out.
 */
export async function quietCommand(terraform: Terraform, path: string): Promise<string> {
  if (!terraform.noisy) return terraform.command;
  await writeAtomic(path, filterScript(terraform.command), 0o700);
  return path;
}

/** Terraform's JSON is an object: on one line, or with its first and its last brace on a line of their own. */
function filterScript(command: string): string {
  const terraform = shellQuote(command);
  return [
    "#!/bin/sh",
    "# Terraform, without what its wrapper prints around JSON.",
    'case " $* " in',
    '  *" -json "*) ;;',
    `  *) exec ${terraform} "$@" ;;`,
    "esac",
    `output=$(${terraform} "$@")`,
    "code=$?",
    `printf '%s\\n' "$output" | awk '`,
    "  !inside && /^[{].*[}]$/ { print; exit }",
    "  /^[{]$/ { inside = 1 }",
    "  inside { print; if (/^[}]/) exit }'",
    "exit $code",
    "",
  ].join("\n");
}
