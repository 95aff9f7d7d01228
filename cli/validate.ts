import { ConfigError, plural } from "../config/errors.js";
import { checkEnvironments, type CheckedEnvironments } from "../config/load.js";
import type { Topology } from "../config/topology.js";
import { environmentFiles } from "./environment.js";
import { EXIT, writeData, writeStatus } from "./output.js";
import { locatorFor, type Locate } from "./report/files.js";
import { findingsOf } from "./report/findings.js";
import { chooseFormat, formatFindings } from "./report/index.js";

export interface ValidateOptions {
  /** Short for `format: "json"`. */
  readonly json?: boolean;
  /** @default text */
  readonly format?: string;
  /** Refuses what has warnings too. */
  readonly strict?: boolean;
}

/** `hubspoke validate`: every problem of every file; says nothing of clusters, which it never asks. */
export async function validate(environment: string | undefined, options: ValidateOptions): Promise<number> {
  const format = chooseFormat(options);
  const { files, checked } = check(environment);
  const locate = locatorFor(files);
  const refused = checked instanceof ConfigError || (options.strict === true && checked.warnings.length > 0);
  if (format === "text") {
    await writeText(checked, locate, refused);
  } else {
    const text = await formatFindings(format, { valid: !refused, ...findingsOf(checked) }, locate);
    if (text !== "") writeData(text);
  }
  return refused ? EXIT.badInput : EXIT.fine;
}

/** The files, and what is said of them; a mistake in naming them is told in the same form. */
function check(environment: string | undefined): {
  readonly files: readonly string[];
  readonly checked: CheckedEnvironments | ConfigError;
} {
  let files: readonly string[] = [];
  try {
    files = environmentFiles(environment);
    return { files, checked: checkEnvironments(files) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { files, checked: error };
  }
}

async function writeText(checked: CheckedEnvironments | ConfigError, locate: Locate, refused: boolean): Promise<void> {
  if (checked instanceof ConfigError) {
    const { writeProblems } = await import("./report/text.js");
    writeProblems(checked, locate);
    return;
  }
  const valid = refused ? [] : checked.topologies;
  for (const topology of valid) {
    writeData(`${topology.file}: environment "${topology.name}" is valid: ${describeClusters(topology)}`);
  }
  if (checked.warnings.length === 0) return;
  const { writeWarnings } = await import("./report/text.js");
  writeWarnings(checked.warnings, locate);
  if (refused) writeStatus("refused for its warnings: --strict");
}

function describeClusters(topology: Topology): string {
  return topology.model === "standalone"
    ? plural(topology.clusters.length, "standalone cluster")
    : `a hub and ${plural(topology.spokes.length, "spoke")}`;
}
