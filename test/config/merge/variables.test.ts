import { expect, test } from "vitest";
import { parseEnvironment, type Topology } from "../../../config/index.js";
import { environmentJsonSchema, fieldsOf, type JsonSchema } from "../../../config/json-schema/index.js";
import { variablesNote } from "../../../config/merge/variables.js";
import { localEnvironment, refusal } from "../support.js";

const existing = `apiVersion: hubspoke/v1
name: dev
gitops: { repoURL: "https://\${GIT_HOST:-git.example.com}/fleet.git", revision: "\${GIT_REVISION}" }
defaults:
  cluster: { provider: existing, kubeconfig: "\${KUBECONFIG_DIR}/config" }
hub: { name: hub, cluster: { context: hub } }
spokes:
  - { name: a, cluster: { context: "a-\${STAGE:-dev}" } }
  - { name: b, cluster: { context: b } }
`;

function parseWith(text: string, variables?: Record<string, string | undefined>): Topology {
  return parseEnvironment(text, { file: "dev.yaml", projectDirectory: "/project", home: "/home/ada", variables });
}

test("values of the process environment are put in, or their defaults", () => {
  const topology = parseWith(existing, { GIT_REVISION: "v1.2", KUBECONFIG_DIR: "/etc/kube" });
  expect(topology).toMatchObject({
    gitops: { repoURL: "https://git.example.com/fleet.git", revision: "v1.2" },
    hub: { cluster: { kubeconfig: "/etc/kube/config" } },
    spokes: [{ cluster: { context: "a-dev", kubeconfig: "/etc/kube/config" } }, { cluster: { context: "b" } }],
  });
});

test("an empty variable takes its default too", () => {
  const variables = { GIT_REVISION: "main", KUBECONFIG_DIR: "/k", GIT_HOST: "", STAGE: "qa" };
  expect(parseWith(existing, variables)).toMatchObject({
    gitops: { repoURL: "https://git.example.com/fleet.git" },
    spokes: [{ cluster: { context: "a-qa" } }, {}],
  });
});

test("a missing one is reported once, where it was written", () => {
  expect(refusal(() => parseWith(existing, { GIT_REVISION: "" })).message).toBe(
    `dev.yaml:3  gitops.revision
  variable GIT_REVISION of the process environment is empty
  fix: export GIT_REVISION=..., or give a default: \${GIT_REVISION:-default}
dev.yaml:5  defaults.cluster.kubeconfig
  variable KUBECONFIG_DIR of the process environment is not set
  fix: export KUBECONFIG_DIR=..., or give a default: \${KUBECONFIG_DIR:-default}
2 problems in 1 file`,
  );
});

test("what every object has is no variable", () => {
  expect(refusal(() => parseWith(localEnvironment('gitops: { revision: "${constructor}" }\n'), {})).message).toMatch(
    /^dev\.yaml:6 {2}gitops\.revision\n {2}variable constructor of the process environment is not set\n/,
  );
});

test.each(["GITHUB_TOKEN", "DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "MY_API_KEY"])(
  "%s is never read into a file",
  (name) => {
    const text = localEnvironment(`gitops: { revision: "\${${name}}" }\n`);
    const error = refusal(() => parseWith(text, { [name]: "canary" }));
    expect(error.message).toBe(
      `dev.yaml:6  gitops.revision
  variable ${name} holds a secret by its name
  fix: keep secrets out of the file: its model ends up in plans and logs
1 problem in 1 file`,
    );
  },
);

test("what is no name is refused", () => {
  expect(refusal(() => parseWith(localEnvironment('gitops: { revision: "${1x}" }\n'))).message).toBe(
    `dev.yaml:6  gitops.revision
  invalid variable, expected \${NAME} or \${NAME:-default}
1 problem in 1 file`,
  );
});

test("other fields keep what they say", () => {
  const text = localEnvironment(
    'spokes:\n  - { name: a, cluster: { provider: local }, annotations: { note: "${HOME}" } }\n',
  );
  expect(parseWith(text, { HOME: "/root" })).toMatchObject({ spokes: [{ annotations: { note: "${HOME}" } }] });
});

test("the value is checked like one that was written", () => {
  const text = localEnvironment('gitops: { repoURL: "${URL}" }\n');
  expect(refusal(() => parseWith(text, { URL: "https://ada:canary@example.com/x.git" })).message).toBe(
    `dev.yaml:6  gitops.repoURL
  the URL holds credentials, expected one without user and password
  fix: remove them here, and take them as leaked if the file was ever committed
1 problem in 1 file`,
  );
});

test("every field that takes variables says so, and no other", () => {
  const said = describedFields(environmentJsonSchema()).filter(([, description]) =>
    description.includes(variablesNote),
  );
  expect(said.map(([field]) => field).sort()).toEqual([
    "cluster.context",
    "cluster.kubeconfig",
    "gitops.path",
    "gitops.repoURL",
    "gitops.revision",
    "local.path",
  ]);
});

/** Each field with the one around it, and its description. */
function describedFields(schema: JsonSchema, around = ""): readonly (readonly [string, string])[] {
  const defs = Object.entries(schema.$defs ?? {}).flatMap(([name, def]) => describedFields(def, name));
  const fields = Object.entries(fieldsOf(schema)).flatMap(([name, field]) => [
    [`${around}.${name}`, field.description ?? ""] as const,
    ...describedFields(field, name),
  ]);
  const parts = [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  const all = [...defs, ...fields, ...parts.flatMap((part) => describedFields(part, around))];
  return [...new Map(all).entries()];
}
