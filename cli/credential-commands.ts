import type { Command } from "commander";
import { define, withWriteOptions } from "./project-commands.js";

/** Adds the commands about credentials; what they do is loaded when one is used. */
export function addCredentialCommands(hubspoke: Command): void {
  addStatus(hubspoke);
  addRotate(hubspoke);
  addCertificate(hubspoke);
}

function addStatus(hubspoke: Command): void {
  const command = define(hubspoke, "status <environment>", "list the clusters and when their credentials end", [
    "hubspoke status prod",
    "hubspoke status prod --json | jq '.clusters[] | select(.credential.state == \"ending\") | .name'",
    "hubspoke status prod --record",
  ]);
  command
    .option("--json", "print the result as JSON on stdout")
    .option("--record", "write the end of each credential onto its cluster Secret, as up does after a deploy");
  command.action(async (environment: string, options: object) => {
    process.exitCode = await (await import("./status.js")).status(environment, options);
  });
}

function addRotate(hubspoke: Command): void {
  const command = define(
    hubspoke,
    "rotate <environment> [spokes...]",
    "raise the revision of credentials in the environment file: the next deployment makes new ones",
    ["hubspoke rotate prod payments search", "hubspoke rotate prod --expiring 30d --yes"],
  );
  withWriteOptions(command).option("--expiring <duration>", "those that end within it: 30d, 12h");
  command.action(async (environment: string, spokes: readonly string[], options: object) => {
    process.exitCode = await (await import("./rotate.js")).rotate(environment, spokes, options);
  });
}

function addCertificate(hubspoke: Command): void {
  const command = define(
    hubspoke,
    "certificate <environment> [command...]",
    "run what deploys, with the client certificates that spokes issue in its environment",
    [
      "hubspoke certificate prod -- npx cdktf deploy 'prod-*'",
      "hubspoke certificate prod -- npx cdktf diff prod-spoke-payments-registration",
    ],
  );
  command.action(async (environment: string, words: readonly string[]) => {
    process.exitCode = await (await import("./certificate.js")).certificate(environment, words);
  });
}
