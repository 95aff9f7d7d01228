import type { Field } from "./field.js";
import { findFields } from "./find.js";
import { describeField, usualRows } from "./page-tables.js";

/** A part of the format with a section of its own. */
interface Section {
  readonly title: string;
  readonly path: string;
  /** What no description of a single field says. */
  readonly intro: string;
  /** A field with more rows below it than these has a table of its own. @default 3 */
  readonly mostRows?: number;
}

const sections: readonly Section[] = [
  {
    title: "The file",
    path: "",
    intro: "The fields at the top of the file.",
  },
  {
    title: "Backend",
    path: "backend",
    intro:
      "Each stack has a state of its own, so that a cluster that is away blocks nothing else. No backend takes " +
      "credentials here: they end up in files that Terraform writes. Each has environment variables for them.",
    mostRows: 0,
  },
  {
    title: "GitOps source",
    path: "gitops",
    intro: "Argo CD's root Application syncs this folder, and everything else follows from what is in it.",
  },
  {
    title: "Hub",
    path: "hub",
    intro: "With `model: hub-spoke`, which is the default, exactly one cluster runs Argo CD.",
  },
  {
    title: "Spokes",
    path: "spokes",
    intro:
      "Append new spokes and keep the order. To remove one, set `retired`, deploy, and delete the entry then " +
      "([retire.md](retire.md)).",
  },
  {
    title: "Standalone clusters",
    path: "clusters",
    intro:
      "With `model: standalone` there is no hub: every cluster runs an Argo CD of its own, and none knows of another.",
  },
  {
    title: "Cluster",
    path: "hub.cluster",
    intro: "The same for the hub, for spokes and for standalone clusters. `provider` decides which fields there are.",
  },
  {
    title: "Registration",
    path: "spokes.registration",
    intro:
      "Argo CD knows a spoke by its cluster Secret on the hub. `mode` decides what that Secret holds, and so which " +
      "fields there are.",
  },
  {
    title: "Argo CD",
    path: "hub.argocd",
    intro: "The same for the hub and for standalone clusters.",
  },
  {
    title: "Defaults",
    path: "defaults",
    intro:
      "Each is a part of the hub or of a spoke, with the same fields. What an entry says itself wins. `defaults.cluster` " +
      "stays out of an entry that names another provider.",
  },
];

/**
 * The page docs/environment-file.md.
 *
 * @param example an annotated environment file
 */
export function referencePage(format: Field, example: string): string {
  const links = new Map(sections.map(({ path, title }) => [path, `[${title}](#${anchorOf(title)})`] as const));
  const contents = [
    "[An example](#an-example)",
    "[In your terminal and editor](#in-your-terminal-and-editor)",
    ...links.values(),
  ].map((link) => `- ${link}`);
  const parts = sections.map((section) => renderSection(format, section, links));
  const text = [
    "# The environment file",
    introduction,
    contents.join("\n"),
    "## An example",
    `\`\`\`yaml\n${example.trim()}\n\`\`\``,
    samples,
    "## In your terminal and editor",
    help,
    ...parts,
  ];
  return `${text.join("\n\n")}\n`;
}

const introduction = `One file is one environment. This page lists every field; it is made from the code, as are
\`hubspoke explain\` and the JSON schemas that editors complete and check files with. \`hubspoke validate\` reports all that is
wrong at once.

A *required* field has to be there once bases and \`defaults\` are merged in; *either* and *or* mark fields that exclude each
other. Unknown fields are errors. How environments share what they have in common, and files in TypeScript:
[environments.md](environments.md).`;

const help = `In a terminal, \`hubspoke explain\` prints the whole format, and a path the part that it leads to:

\`\`\`
hubspoke explain spokes.registration
hubspoke explain spokes.registration.bearer-token.lifetime
hubspoke explain hub.cluster.existing
\`\`\`

Editors read the schema that the first line of a file names; VS Code needs its YAML extension:

\`\`\`
# yaml-language-server: $schema=../node_modules/hubspoke/schema/environment.schema.json
\`\`\`

A file that others extend names \`base.schema.json\` beside it. One file alone may leave out what another gives, so the schema
asks for less than \`hubspoke validate\` does.`;

const samples = `This is [existing.yaml](../environments/existing.yaml). More to copy from:

- [local.yaml](../environments/local.yaml): clusters on this machine
- [dev.yaml](../environments/dev.yaml) and [prod.yaml](../environments/prod.yaml): two environments over one base,
  [base/acme.yaml](../environments/base/acme.yaml)
- [standalone.yaml](../environments/standalone.yaml): no hub, an Argo CD on each cluster
- [regions.ts](../environments/regions.ts): a spoke in each region, in TypeScript`;

function renderSection(format: Field, section: Section, links: ReadonlyMap<string, string>): string {
  const found = findFields(format, section.path);
  if (!("fields" in found)) throw new Error(`the format has no field ${section.path}`);
  const { field } = found.fields[0];
  const description = field.path === "" ? "" : `\`${field.path}\`: ${field.description} `;
  const heading = `## ${section.title}\n\n${description}${section.intro}`;
  return [heading, ...describeField(field, { links, heading: "###", mostRows: section.mostRows ?? usualRows })].join(
    "\n\n",
  );
}

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(" ", "-");
}
