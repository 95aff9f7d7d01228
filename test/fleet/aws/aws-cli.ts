import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { vi } from "vitest";
import { temporaryFolder } from "../support.js";

/** Puts a program called aws before all others, for the rest of the test. */
export async function putAws(script: string): Promise<void> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "aws"), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(folder, "aws"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
}

/** The AWS CLI, as far as it makes a token. */
export function putTokens(token: string): Promise<void> {
  return putAws(`echo '{"status":{"token":"${token}"}}'`);
}
