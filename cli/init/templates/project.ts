import { packageManifest } from "../package.js";
import type { Answers } from "../answers.js";
import type { PlannedFile } from "../files.js";

/** The files of a project that hold no environment. */
export function projectFiles(folderName: string, answers: Answers): readonly PlannedFile[] {
  return [
    { path: "package.json", text: json(packageJson(folderName)) },
    { path: "cdktf.json", text: json(cdktfJson) },
    { path: "tsconfig.json", text: json(tsconfig) },
    { path: "main.ts", text: mainText },
    { path: ".gitignore", text: gitignoreText },
    { path: "README.md", text: readmeText(folderName, answers) },
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function packageJson(folderName: string): object {
  const { version, dependencies, peerDependencies } = packageManifest();
  return {
    name: packageName(folderName),
    private: true,
    type: "module",
    scripts: {
      validate: "hubspoke validate",
      diff: "cdktf diff",
      deploy: "cdktf deploy",
    },
    dependencies: { hubspoke: version },
    devDependencies: { "cdktf-cli": peerDependencies["cdktf-cli"], tsx: dependencies.tsx },
  };
}

/** What npm takes for a name, as near to the folder's as that allows. */
function packageName(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, 100)
    .replace(/^-+|-+$/g, "");
  return name === "" || name === "hubspoke" || name === "node-modules" ? "fleet" : name;
}

const cdktfJson = { language: "typescript", app: "node --import tsx main.ts", sendCrashReports: "false" };

/** For the editor: `main.ts` and environments in TypeScript are run as they are. */
const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["main.ts", "environments/**/*.ts"],
};

const mainText = `import { synthesize } from "hubspoke";

// What cdktf runs: it defines the stacks of every file in environments/, or of those that HUBSPOKE_ENVIRONMENTS names.
synthesize();
`;

const gitignoreText = `node_modules/
cdktf.out/
.hubspoke/
*.tfstate
*.tfstate.*
kubeconfig
*.kubeconfig
`;

function readmeText(folderName: string, answers: Answers): string {
  const { name } = answers;
  const added = answers.provider === "existing" ? "orders --context <context>" : "orders";
  return `# ${folderName}

Hub-spoke GitOps with hubspoke: each file in \`environments/\` is one environment, a hub cluster that runs Argo CD and
the spokes that it delivers to.

${commands([
  ["npm install", ""],
  ["npx hubspoke validate", "check every environment"],
  [`npx hubspoke up ${name}`, "bring one up; again after every change, and to repair it"],
  [`npx hubspoke verify ${name}`, "prove that it works"],
  [`npx hubspoke kubeconfig ${name}`, "one context per cluster"],
  [`npx hubspoke login ${name}`, "how to log in to the hub's Argo CD"],
  [`npx hubspoke down ${name}`, "remove what up made"],
])}

Change the fleet:

${commands([
  [`npx hubspoke spoke add ${name} ${added}`, "then up"],
  [`npx hubspoke spoke retire ${name} orders --applications orphan`, "then up, which removes what it has, and then:"],
  [`npx hubspoke spoke remove ${name} orders`, ""],
  ["npx hubspoke init --name staging", "one environment more"],
  ["npx hubspoke explain spokes", "what can be written in an environment"],
])}

Plan and deploy with cdktf: \`npx cdktf diff '${name}-*'\`, \`npx cdktf deploy '${name}-*'\`.

- \`environments/\`: the environments.
- \`gitops/\`: what Argo CD delivers, the content of ${repositoryOf(answers)}.
- \`main.ts\`: defines the stacks; add your own beside them.
`;
}

/** A block of commands, what each does beside it. */
function commands(lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const text = lines.map(([command, what]) => (what === "" ? command : `${command.padEnd(width)}   # ${what}`));
  return ["```", ...text, "```"].join("\n");
}

function repositoryOf({ gitops }: Answers): string {
  return gitops.repoURL === undefined ? "a Git repository that `up` makes from it" : `<${gitops.repoURL}>`;
}
