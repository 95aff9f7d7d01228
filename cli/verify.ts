import { formatCheck, formatSummary } from "../fleet/report.js";
import { verify } from "../fleet/verify.js";
import { openEnvironment } from "./environment.js";
import { fleetOptions } from "./fleet-options.js";
import { EXIT, writeData } from "./output.js";

/** `hubspoke verify`: one line a check as it is known, a table at the end. */
export async function verifyCommand(environment: string, options: { json?: boolean }): Promise<number> {
  const topology = openEnvironment(environment);
  const style = { color: process.stdout.isTTY === true && !process.env["NO_COLOR"] };
  const report = await verify(topology, {
    ...fleetOptions(topology),
    ...(!options.json && { onCheck: (check) => writeData(formatCheck(check, style)) }),
  });
  writeData(options.json ? JSON.stringify(report, undefined, 2) : `\n${formatSummary(report, style)}`);
  return report.ok ? EXIT.fine : EXIT.checkFailed;
}
