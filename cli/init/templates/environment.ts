import { defaultChart } from "../../../config/argocd/index.js";
import { firstLocalPort } from "../../../config/cluster/index.js";
import { inline, quote, type Writable } from "../../../config/edit/scalars.js";
import { argocdLineOf } from "../../../config/versions/argocd.js";
import { eksReleases } from "../../../config/versions/kubernetes.js";
import type { Answers, EksAnswer, EksAnswers, ExistingAnswers, LocalAnswers } from "../answers.js";

/** The text of an environment file: commented, and without a field that says what is the default anyway. */
export function environmentText(answers: Answers, schema: string): string {
  const { name } = answers;
  const sections = [
    [
      `# yaml-language-server: $schema=${schema}`,
      "#",
      `# ${summary(answers)} Next:`,
      `#   npx hubspoke validate ${name}   check this file`,
      `#   npx hubspoke up ${name}         bring it up; again after every change`,
      `#   npx hubspoke verify ${name}     prove that it works`,
      "# All fields: npx hubspoke explain",
      "apiVersion: hubspoke/v1",
      `name: ${quote(name)}`,
    ],
    backendLines(answers),
    gitopsLines(answers),
    ...clusterSections(answers),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function summary({ provider, spokes }: Answers): string {
  const count = spokes.length === 1 ? "a spoke" : `${spokes.length === 0 ? "no" : spokes.length} spokes`;
  if (provider === "eks") return `A hub and ${count} on EKS.`;
  return provider === "local"
    ? `A hub and ${count} on this machine.`
    : `A hub and ${count} that are there already, each reached through a context of a kubeconfig.`;
}

function clusterSections(answers: Answers): readonly (readonly string[])[] {
  if (answers.provider === "local") return localClusters(answers);
  return answers.provider === "eks" ? eksClusters(answers) : existingClusters(answers);
}

function backendLines({ s3 }: Answers): readonly string[] {
  if (s3 === undefined) return [];
  return [
    "# Where Terraform keeps its state.",
    "backend:",
    `  s3: ${inline({ bucket: s3.bucket, region: s3.region })}`,
  ];
}

/** A local hub has a repository of its own, and needs no section. */
function gitopsLines({ provider, gitops, name }: Answers): readonly string[] {
  const given = Object.entries(gitops).map(([key, value]) => `  ${key}: ${quote(value as string)}`);
  if (given.length === 0) return [];
  const { repoURL } = gitops;
  if (provider === "local" && repoURL === undefined) return ["gitops:", ...given];
  const fields: Record<string, string> = { repoURL: repoURL ?? "" };
  fields.revision = gitops.revision ?? "main";
  fields.path = gitops.path ?? `environments/${name}`;
  return [
    "# What Argo CD delivers: this folder of this repository.",
    "gitops:",
    ...Object.entries(fields).map(([key, value]) => `  ${key}: ${quote(value)}`),
  ];
}

function localClusters({ spokes, port }: LocalAnswers): readonly (readonly string[])[] {
  const cluster = (position: number): Writable =>
    port === undefined || port === firstLocalPort
      ? { provider: "local" }
      : { provider: "local", port: port + 10 * position };
  const entries = spokes.map((name, index) => [
    `  - name: ${quote(name)}`,
    `    cluster: ${inline(cluster(index + 1))}`,
  ]);
  return [["hub:", "  name: hub", `  cluster: ${inline(cluster(0))}`], ...spokeSections(entries)];
}

function existingClusters({ kubeconfig, hub, spokes }: ExistingAnswers): readonly (readonly string[])[] {
  const clusterOf = (member: ExistingAnswers["hub"]) =>
    inline({ ...(member.kubeconfig !== undefined && { kubeconfig: member.kubeconfig }), context: member.context });
  const entries = spokes.map((spoke) => [`  - name: ${quote(spoke.name)}`, `    cluster: ${clusterOf(spoke)}`]);
  return [
    [
      "# Merged under the hub and every spoke.",
      "defaults:",
      `  cluster: ${inline({ provider: "existing", kubeconfig })}`,
    ],
    ["hub:", "  name: hub", `  cluster: ${clusterOf(hub)}`],
    ...spokeSections(entries),
  ];
}

function eksClusters({ region, account, hub, spokes }: EksAnswers): readonly (readonly string[])[] {
  const entries = spokes.map((spoke, index) => [
    `  - name: ${quote(spoke.name)}`,
    `    cluster: ${inline(eksCluster(spoke, index + 1, reachOf(spoke, hub)))}`,
  ]);
  return [
    [
      "# Merged under the hub and every spoke; one in another account or region says its own.",
      "# assumeRole: the ARN of the role through which an account is reached; without it, by your own credentials.",
      "defaults:",
      `  cluster: ${inline({ provider: "eks", region, account })}`,
    ],
    ["hub:", "  name: hub", `  cluster: ${inline(eksCluster(hub, 0, undefined))}`],
    ...spokeSections(entries),
  ];
}

/** Networks that are joined must not overlap: each cluster that is created has one of its own. */
function eksCluster({ existing, public: isPublic }: EksAnswer, position: number, reach: string | undefined): Writable {
  const base: Readonly<Record<string, Writable>> =
    existing === undefined
      ? { version: newestVersion(), network: { create: { cidr: `10.${20 + position}.0.0/16` } } }
      : { existing };
  return {
    ...base,
    ...(isPublic && { endpoint: "public" }),
    ...(reach !== undefined && { reach }),
  };
}

/** Networks that are made here are joined here; of others no more is known than that somebody has to. */
function reachOf(spoke: EksAnswer, hub: EksAnswer): string | undefined {
  if (spoke.public) return undefined;
  return spoke.existing === undefined && hub.existing === undefined ? "peering" : "routed";
}

/** Newest version of EKS that the default Argo CD is tested with. */
function newestVersion(): string {
  const tested = argocdLineOf(defaultChart.version)?.kubernetes ?? [];
  return eksReleases.find(({ version }) => tested.includes(version))?.version ?? "";
}

const spokeComment = [
  "# More for a spoke, for example:",
  "#   labels: { tier: gold }                   what ApplicationSets select it by",
  "#   registration: { access: read-only }      what Argo CD may do on it; without this, everything",
];

function spokeSections(entries: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first, ...rest] = entries;
  if (first === undefined) return [[...spokeComment, "spokes: []"]];
  return [[...spokeComment, "spokes:", ...first], ...rest];
}
