#!/usr/bin/env node
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { addCredentialCommands } from "./credential-commands.js";
import { exitCodeFor, messageFor } from "./failure.js";
import { EXIT, writeData, writeStatus } from "./output.js";
import { addProjectCommands } from "./project-commands.js";

/**
 * A command's module: loaded when the command is used, so that `--help` and `validate` never pay for the others.
 *
 * Each types the options that its own flags give; commander has them untyped.
 */
type Run = (environment: string, options: never) => Promise<number>;

const EXAMPLES = `
Examples:
  hubspoke init                        write a project of your own, or in one an environment
  hubspoke adopt --context prod-hub    the same for an Argo CD that is there, and the clusters that it knows
  hubspoke up local                    hub and spokes on this machine, Argo CD, everything registered and synced
  hubspoke verify local                prove that it works, check by check
  hubspoke validate                    every file in environments/
  hubspoke explain spokes              what may be in the file, and what it means
  hubspoke kubeconfig local            one context per cluster, in a file of its own
  hubspoke down local                  remove everything that up made

An environment is a name (local is environments/local.yaml) or a path.`;

function program(): Command {
  const hubspoke = new Command("hubspoke")
    .description("Bootstraps hub-spoke GitOps from one environment file.")
    .version(packageVersion())
    .configureOutput({ writeOut: writeData, writeErr: writeStatus })
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .showHelpAfterError("(hubspoke --help lists the commands)");
  addLifecycleCommands(hubspoke);
  addReadingCommands(hubspoke);
  addCredentialCommands(hubspoke);
  addLeftovers(hubspoke);
  addIam(hubspoke);
  addProjectCommands(hubspoke);
  addLocalCommands(hubspoke);
  addKindCommands(hubspoke);
  return hubspoke;
}

function addLifecycleCommands(hubspoke: Command): void {
  const json = ["--json", "print the result as JSON on stdout"] as const;
  add(hubspoke, "up <environment>", "bring an environment up: clusters, Argo CD, registrations; again: repair it", {
    examples: ["hubspoke up local", "hubspoke up environments/local.yaml --json"],
    options: [json],
    load: async () => (await import("./up.js")).up,
  });
  add(hubspoke, "down <environment>", "remove everything that up made: clusters, processes, state, kubeconfig", {
    examples: ["hubspoke down local"],
    options: [],
    load: async () => (await import("./down.js")).down,
  });
  add(hubspoke, "verify <environment>", "prove that every cluster, credential and Application works; exit 1 if not", {
    examples: [
      "hubspoke verify local",
      "hubspoke verify local --json | jq '.checks[] | select(.status == \"failed\")'",
    ],
    options: [json],
    load: async () => (await import("./verify.js")).verifyCommand,
  });
}

function addLeftovers(hubspoke: Command): void {
  add(
    hubspoke,
    "leftovers <environment>",
    "list what is left and no longer in the file, and what controllers left in AWS",
    {
      examples: ["hubspoke leftovers prod", "hubspoke leftovers prod --cluster payments --json"],
      options: [
        ["--cluster <name>", "only what controllers of this EKS cluster made"],
        ["--json", "print the result as JSON on stdout"],
        ["--before-destroy", "for Terraform: exit 1 while anything would hold the cluster's VPC"],
      ],
      load: async () => (await import("./leftovers.js")).leftovers,
    },
  );
}

function addIam(hubspoke: Command): void {
  add(hubspoke, "iam <environment>", "print the IAM policies that whoever deploys needs in each AWS account", {
    examples: ["hubspoke iam prod", "hubspoke iam prod --account 111122223333 --json", "hubspoke iam prod --plan"],
    options: [
      ["--account <id>", "of this account alone"],
      ["--plan", "for a role that plans and never applies: reading alone"],
      ["--json", "print the result as JSON on stdout"],
    ],
    load: async () => (await import("./iam.js")).iam,
  });
}

function addReadingCommands(hubspoke: Command): void {
  add(hubspoke, "validate [environment]", "check environment files; all of environments/ where none is named", {
    examples: [
      "hubspoke validate",
      "hubspoke validate environments/local.yaml --json",
      "hubspoke validate --strict --format github",
    ],
    options: [
      ["--format <form>", "text, json, sarif or github; all but text on stdout"],
      ["--json", "short for --format json"],
      ["--strict", "refuse what has warnings too"],
    ],
    load: async () => (await import("./validate.js")).validate,
  });
  add(hubspoke, "explain [path]", "say what a field of an environment file means; the whole format without a path", {
    examples: [
      "hubspoke explain",
      "hubspoke explain spokes.registration",
      "hubspoke explain hub.cluster.existing.kubeconfig",
    ],
    options: [["--json", "print what is known of the field as JSON"]],
    load: async () => (await import("./explain.js")).explain,
  });
  add(hubspoke, "synth <environment>", "write an environment's stacks as Terraform JSON", {
    examples: ["hubspoke synth local --out rendered"],
    options: [["--out <dir>", "folder to write to", "cdktf.out"]],
    load: async () => (await import("./synth.js")).synth,
  });
  add(hubspoke, "kubeconfig <environment>", "write one kubeconfig with a context per cluster; prints its path", {
    examples: [
      "hubspoke kubeconfig local",
      "export KUBECONFIG=$(hubspoke kubeconfig local)",
      "hubspoke kubeconfig local --merge",
    ],
    options: [
      ["--merge", "add the contexts to your default kubeconfig instead"],
      ["--out <file>", "write to this file"],
    ],
    load: async () => (await import("./kubeconfig.js")).kubeconfig,
  });
  add(hubspoke, "login <environment>", "show how to log in to the hub's Argo CD; with --perform, do it", {
    examples: ["hubspoke login local", "hubspoke login local --perform", "hubspoke login local --password"],
    options: [
      ["--perform", "run argocd login"],
      ["--password", "print the admin password, and nothing else"],
    ],
    load: async () => (await import("./login.js")).login,
  });
  add(hubspoke, "env <environment>", "print what cdktf, terraform and argocd need here, for eval in a shell", {
    examples: ['eval "$(hubspoke env local)"'],
    options: [],
    load: async () => (await import("./env.js")).env,
  });
}

function addLocalCommands(hubspoke: Command): void {
  const local = hubspoke
    .command("local")
    .description("control planes on this machine (Terraform calls create and destroy)");
  add(local, "start <environment>", "start what was stopped, with its data: after a reboot", {
    examples: ["hubspoke local start local"],
    options: [],
    load: async () => (await import("./local.js")).start,
  });
  add(local, "stop <environment>", "stop every process and keep the data", {
    examples: ["hubspoke local stop local"],
    options: [],
    load: async () => (await import("./local.js")).stop,
  });
  add(local, "create <environment>", "create and start one control plane", {
    examples: ["hubspoke local create local --cluster hub"],
    options: [["--cluster <name>", "which cluster of the environment"]],
    load: async () => (await import("./local.js")).create,
  });
  add(local, "destroy <environment>", "stop one control plane and delete its data", {
    examples: ["hubspoke local destroy local --cluster hub"],
    options: [["--cluster <name>", "which cluster of the environment"]],
    load: async () => (await import("./local.js")).destroy,
  });
}

function addKindCommands(hubspoke: Command): void {
  const kind = hubspoke.command("kind").description("clusters of kind (Terraform calls create and delete)");
  const options = [["--cluster <name>", "which cluster of the environment"]] as const;
  add(kind, "create <environment>", "create one cluster, or see to it that it answers", {
    examples: ["hubspoke kind create kind --cluster hub"],
    options,
    load: async () => (await import("./kind.js")).create,
  });
  add(kind, "delete <environment>", "delete one cluster", {
    examples: ["hubspoke kind delete kind --cluster hub"],
    options,
    load: async () => (await import("./kind.js")).deleteCluster,
  });
}

interface Definition {
  readonly examples: readonly string[];
  readonly options: readonly (readonly [flags: string, description: string, fallback?: string])[];
  readonly load: () => Promise<Run>;
}

function add(parent: Command, usage: string, description: string, definition: Definition): void {
  const command = parent.command(usage).description(description).exitOverride();
  command.configureOutput({ writeOut: writeData, writeErr: writeStatus });
  for (const [flags, text, fallback] of definition.options) {
    command.option(flags, text, fallback);
  }
  command.addHelpText("after", `\nExamples:\n${definition.examples.map((example) => `  ${example}`).join("\n")}`);
  command.action(async (environment: string, options: object) => {
    const run = await definition.load();
    process.exitCode = await run(environment, options as never);
  });
}

/** The version of this package, whether it runs from dist/ or from source. */
function packageVersion(): string {
  const require = createRequire(import.meta.url);
  for (const up of ["../../package.json", "../package.json"]) {
    try {
      const manifest = require(up) as { name: string; version: string };
      if (manifest.name === "hubspoke") {
        return manifest.version;
      }
    } catch {
      // the other depth has it
    }
  }
  return "unknown";
}

async function main(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.badInput;
      return;
    }
    writeStatus(messageFor(error));
    process.exitCode = exitCodeFor(error);
  }
}

await main();
