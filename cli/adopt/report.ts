import { hideSecrets } from "../../config/messages/secrets.js";
import type { Installation } from "../../fleet/adopt/installation.js";
import type { ContextServer } from "../../fleet/kubeconfig-file.js";
import { shellWord } from "../init/shell-word.js";
import type { Taken } from "./entries.js";
import { describeInstaller } from "./installer.js";
import type { LeftOut } from "./look.js";
import { certificateVariables } from "./registration.js";

/** What was done, and what is left to do. */
export interface Adopted {
  readonly name: string;
  /** The file as it was named. */
  readonly shown: string;
  readonly written: boolean;
  readonly installation: Installation;
  /** The operator's way to the hub. */
  readonly hub: ContextServer;
  readonly hubEntry: { readonly adopt: { readonly secret?: unknown } };
  readonly taken: readonly Taken[];
  readonly left: readonly LeftOut[];
}

export function reportText(adopted: Adopted): string {
  const { installation, hub, left } = adopted;
  const version = installation.version === undefined ? "" : ` ${installation.version}`;
  const sections = [
    [
      `Argo CD${version} in namespace ${installation.namespace} of context ${hub.context}, ${describeInstaller(installation)}`,
    ],
    writtenLines(adopted),
    left.length === 0 ? [] : ["cannot be taken over:", ...left.flatMap(leftLines)],
    deployLines(adopted),
    ["next:", ...nextSteps(adopted).map((step) => `  ${step}`)],
  ];
  return hideSecrets(
    sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n"),
  );
}

function writtenLines({ shown, written, taken, hubEntry }: Adopted): readonly string[] {
  const { secret } = hubEntry.adopt;
  return [
    `${written ? "wrote" : "would write"} ${shown}`,
    secret === undefined ? "  hub: without a cluster Secret, as Argo CD knows it" : `  hub: Secret ${String(secret)}`,
    ...taken.flatMap(({ entry, seen: { secret, way, credential }, notes }) => [
      `  ${entry.name}: Secret ${secret.secretName}, context ${way.context}, ${credential.mode}`,
      ...notes.map((note) => `    note: ${note}`),
    ]),
  ];
}

function leftLines({ secret, reason, fix }: LeftOut): readonly string[] {
  const name = secret.name === "" ? "" : ` (${JSON.stringify(secret.name)})`;
  return [`  Secret ${secret.secretName}${name}: ${reason}`, ...(fix === undefined ? [] : [`    fix: ${fix}`])];
}

function deployLines(adopted: Adopted): readonly string[] {
  const tokens = adopted.taken
    .filter(({ seen }) => seen.credential.mode === "bearer-token")
    .map(({ entry }) => entry.name);
  const ends = endOldTokens(adopted);
  const exports = certificateExports(adopted);
  return [
    "the first deploy",
    "  takes over these Secrets as they are: none is deleted or made anew, and Applications stay",
    ...(tokens.length === 0 ? [] : [`  gives ${tokens.join(", ")} a new token, which expires`]),
    ...(exports.length === 0
      ? []
      : ["  wants the certificates, which only the Secrets have:", ...exports.map(indented)]),
    ...(ends.length === 0
      ? []
      : ["", "the old tokens never expire; once hubspoke verify is content, end them:", ...ends.map(indented)]),
  ];
}

function indented(line: string): string {
  return `    ${line}`;
}

/** One command for each token that a Secret of the spoke keeps alive. */
function endOldTokens({ taken }: Adopted): readonly string[] {
  return taken.flatMap(({ seen: { owner, way } }) =>
    owner?.tokenSecret === undefined
      ? []
      : [`${kubectl(way)} -n ${owner.namespace} delete secret ${shellWord(owner.tokenSecret)}`],
  );
}

/** From the Secret into variables, past any screen. */
function certificateExports({ taken, hub, installation }: Adopted): readonly string[] {
  return taken.flatMap(({ entry, seen: { credential, secret } }) => {
    if (credential.mode !== "client-certificate") return [];
    const names = certificateVariables(entry.name);
    const config = `${kubectl(hub)} -n ${installation.namespace} get secret ${secret.secretName} -o jsonpath='{.data.config}' | base64 -d`;
    return [
      `export TF_VAR_${names.certificate}="$(${config} | jq -r .tlsClientConfig.certData | base64 -d)"`,
      `export TF_VAR_${names.key}="$(${config} | jq -r .tlsClientConfig.keyData | base64 -d)"`,
    ];
  });
}

function kubectl({ file, context }: ContextServer): string {
  return `kubectl --kubeconfig ${shellWord(file)} --context ${shellWord(context)}`;
}

function nextSteps({ name, written }: Adopted): readonly string[] {
  if (!written) return ["the same without --dry-run"];
  return [`npx hubspoke validate ${name}`, `npx hubspoke up ${name}`];
}

/** The same for programs. */
export function reportJson(adopted: Adopted): string {
  const { name, shown, written, installation, hub, hubEntry, taken, left } = adopted;
  const result = {
    environment: name,
    file: shown,
    written,
    argocd: installation,
    hub: { context: hub.context, kubeconfig: hub.file, secret: hubEntry.adopt.secret },
    spokes: taken.map(({ entry, seen, notes }) => ({
      name: entry.name,
      argocdName: seen.secret.name,
      secret: seen.secret.secretName,
      server: seen.secret.server,
      context: seen.way.context,
      kubeconfig: seen.way.file,
      mode: seen.credential.mode,
      manager: seen.manager,
      notes,
    })),
    left: left.map(({ secret, reason, fix }) => ({ secret: secret.secretName, name: secret.name, reason, fix })),
    afterDeploy: endOldTokens(adopted),
    variables: certificateExports(adopted),
  };
  return hideSecrets(JSON.stringify(result, undefined, 2));
}
