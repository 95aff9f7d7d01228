import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureCdktfJson } from "../terraform/cdktf.js";
import { UsageError } from "./output.js";

/**
 * Sees to it that cdktf can run in a project. Returns what it did, to be told to the user.
 *
 * @throws UsageError where there is no `main.ts`: that file is the user's own
 */
export function ensureProjectFiles(projectDirectory: string): string[] {
  if (ensureCdktfJson(projectDirectory)) {
    requireMain(projectDirectory);
    return ["wrote cdktf.json, which cdktf asks for"];
  }
  return [];
}

function requireMain(projectDirectory: string): void {
  if (!existsSync(join(projectDirectory, "main.ts"))) {
    throw new UsageError(
      `no main.ts in ${projectDirectory}\n` +
        '  fix: write one with two lines: import { synthesize } from "hubspoke"; synthesize();',
    );
  }
}
