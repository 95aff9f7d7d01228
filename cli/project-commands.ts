import type { Command } from "commander";
import { writeData, writeStatus } from "./output.js";

/** Adds the commands that write the files of a project; what they do is loaded when one is used. */
export function addProjectCommands(hubspoke: Command): void {
  addInit(hubspoke);
  addAdopt(hubspoke);
  const spoke = hubspoke.command("spoke").description("edit the spokes of an environment file, comments kept");
  addSpokeAdd(spoke);
  addSpokeRetire(spoke);
  addSpokeRemove(spoke);
  addSpokeDrain(spoke);
  addAccess(hubspoke);
}

function addInit(hubspoke: Command): void {
  const init = define(hubspoke, "init [folder]", "write a project, or an environment where there is a project", [
    "hubspoke init                        asks for what it needs",
    "hubspoke init acme --yes             a hub and two spokes on this machine",
    "hubspoke init --name prod --provider existing --hub prod-hub --spoke payments=prod-payments \\",
    "  --repo-url https://github.com/acme/gitops.git",
    "hubspoke init --name prod --region eu-west-1 --account 111122223333 --spoke payments --spoke search=old-search \\",
    "  --repo-url https://github.com/acme/gitops.git",
  ]);
  init
    .option("--name <name>", "name of the environment")
    .option("--provider <provider>", "local: clusters on this machine; existing: by contexts; eks: EKS clusters")
    .option("--hub <name>", "existing: the hub's context; eks: its cluster, where it is there already")
    .option("--spoke <name[=context]>", "a spoke; once for each; eks: name=cluster for one that is there", collect)
    .option("--kubeconfig <file>", "existing: the kubeconfig")
    .option("--port <port>", "local: first port of the hub; the spokes follow in steps of 10")
    .option("--region <region>", "eks: AWS region of the clusters")
    .option("--account <id>", "eks: AWS account of the clusters")
    .option("--repo-url <url>", "Git repository that Argo CD delivers from")
    .option("--revision <revision>", "branch, tag or commit of it")
    .option("--path <folder>", "folder in it")
    .option("--backend <kind>", "where Terraform keeps state: local or s3")
    .option("--backend-bucket <bucket>", "s3: the bucket")
    .option("--backend-region <region>", "s3: the bucket's region")
    .option("--yes", "take the defaults, ask nothing")
    .option("--force", "overwrite files that are there");
  init.action(async (folder: string | undefined, options: object) => {
    process.exitCode = await (await import("./init.js")).init(folder, options);
  });
}

function addAdopt(hubspoke: Command): void {
  const adopt = define(
    hubspoke,
    "adopt",
    "write an environment for an Argo CD that is there, and the clusters it knows",
    [
      "hubspoke adopt --context prod-hub --name prod",
      "hubspoke adopt --context prod-hub --dry-run",
      "hubspoke adopt --context prod-hub --spoke https://10.1.2.3=prod-payments",
    ],
  );
  adopt
    .option("--context <name>", "the hub's context")
    .option("--kubeconfig <file>", "where it and those of the spokes are (default: KUBECONFIG, else ~/.kube/config)")
    .option("--namespace <name>", "Argo CD's, where the hub has several")
    .option("--name <name>", "name of the environment (default: that of the file, else of the context)")
    .option(
      "--spoke <name=context>",
      "the context of a cluster, where its server does not tell; once for each",
      collect,
    )
    .option("--out <file>", "file to write (default: environments/<name>.yaml)")
    .option("--dry-run", "show the file, write nothing")
    .option("--force", "overwrite a file that is there")
    .option("--json", "print the result as JSON on stdout");
  adopt.action(async (options: object) => {
    process.exitCode = await (await import("./adopt.js")).adopt(options);
  });
}

function addSpokeAdd(spoke: Command): void {
  const command = define(spoke, "add <environment> <name>", "add a spoke at the end of the list", [
    "hubspoke spoke add local search --label tier=silver",
    "hubspoke spoke add prod search --context prod-search --access read-only",
    "hubspoke spoke add prod search --context prod-search --dry-run",
  ]);
  withWriteOptions(command)
    .option("--provider <provider>", "how the cluster comes to be (default: that of the others)")
    .option("--context <name>", "existing: its context in the kubeconfig")
    .option("--kubeconfig <file>", "existing: the kubeconfig (default: that of the others)")
    .option("--port <port>", "local: its first port")
    .option("--label <key=value>", "label of its cluster Secret; once for each", collect)
    .option("--access <access>", "admin, read-only or namespaces=a,b: what Argo CD may do on it")
    .option("--registration-mode <mode>", "how Argo CD authenticates");
  command.action(async (environment: string, name: string, options: object) => {
    process.exitCode = await (await import("./spoke.js")).add(environment, name, options);
  });
}

function addSpokeRetire(spoke: Command): void {
  const command = define(spoke, "retire <environment> <name>", "let the next deployment remove all that a spoke has", [
    "hubspoke spoke retire prod search",
    "hubspoke spoke retire prod search --applications orphan",
    "hubspoke spoke retire prod search --unreachable",
    "hubspoke spoke retire prod search --undo",
  ]);
  withWriteOptions(command)
    .option("--applications <what>", "Applications delivered to it: refuse while there are any, orphan or delete them")
    .option("--unreachable", "its cluster is gone for good: ask nothing of it")
    .option("--undo", "take it back");
  command.action(async (environment: string, name: string, options: object) => {
    process.exitCode = await (await import("./spoke.js")).retire(environment, name, options);
  });
}

function addSpokeDrain(spoke: Command): void {
  const command = define(spoke, "drain <environment>", "for Terraform: end the Applications of a retired spoke", [
    "hubspoke spoke drain prod --spoke search",
  ]);
  command
    .requiredOption("--spoke <name>", "the spoke")
    .option("--timeout <duration>", "how long to wait for what is deleted; default: $HUBSPOKE_DRAIN_TIMEOUT, or 5m");
  command.action(async (environment: string, options: { spoke: string; timeout?: string }) => {
    process.exitCode = await (await import("./drain.js")).drain(environment, options);
  });
}

function addSpokeRemove(spoke: Command): void {
  const command = define(spoke, "remove <environment> <name>", "delete the entry of a spoke that is retired", [
    "hubspoke spoke remove prod search",
  ]);
  withWriteOptions(command).option("--force", "also of one that is not: for a spoke that was never deployed");
  command.action(async (environment: string, name: string, options: object) => {
    process.exitCode = await (await import("./spoke.js")).remove(environment, name, options);
  });
}

function addAccess(hubspoke: Command): void {
  const command = define(
    hubspoke,
    "access <environment> [spokes...]",
    "compute what Argo CD must be allowed on spokes",
    [
      "hubspoke access prod                 what Git delivers to each spoke, and the rules for it",
      "hubspoke access prod payments --write",
      "hubspoke access prod --check         exit 1 when Git delivers what the written rules do not say",
    ],
  );
  withWriteOptions(command)
    .option("--write", "write the rules beside the environment file, for access: {from: gitops}")
    .option("--check", "compare with what is written; for CI")
    .option("--sync", "have Argo CD try again what was forbidden, once more is allowed")
    .option("--json", "print the result as JSON on stdout");
  command.action(async (environment: string, spokes: readonly string[], options: object) => {
    process.exitCode = await (await import("./access.js")).access(environment, spokes, options);
  });
}

/** Adds the flags of every command that edits a file. */
export function withWriteOptions(command: Command): Command {
  return command
    .option("--dry-run", "show the change, write nothing")
    .option("--yes", "write without asking; nobody is asked where there is no terminal");
}

/** A command with examples in its help. */
export function define(parent: Command, usage: string, description: string, examples: readonly string[]): Command {
  return parent
    .command(usage)
    .description(description)
    .exitOverride()
    .configureOutput({ writeOut: writeData, writeErr: writeStatus })
    .addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`);
}

/** The values of an option that may be given several times. */
function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
