import { expect, test } from "vitest";
import {
  addresses,
  endpointCluster,
  existingCluster,
  filesBelow,
  localCluster,
  spoke,
  synthesized,
  topology,
  type TerraformJson,
} from "./support.js";

const everything = () =>
  topology({
    deletionProtection: true,
    spokes: [
      ...topology().spokes,
      spoke("narrow", {
        cluster: existingCluster("narrow"),
        registration: { mode: "bearer-token", access: { namespaces: ["team"] }, lifetime: "24h", revision: 3 },
      }),
      spoke("elsewhere", {
        cluster: endpointCluster("elsewhere"),
        registration: {
          mode: "exec",
          access: "read-only",
          command: "login",
          args: ["token"],
          env: {},
          apiVersion: "client.authentication.k8s.io/v1",
          subject: { kind: "Group", name: "gitops" },
        },
      }),
      spoke("unchecked", { cluster: endpointCluster("unchecked", { caData: undefined, acceptInsecure: "a lab" }) }),
      spoke("old", { cluster: localCluster("old", 4), retired: true }),
      spoke("gone", { cluster: existingCluster("gone"), retired: true }),
    ],
  });

/** Every string of a JSON value, with the path to it. */
function strings(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]) => strings(child, `${path}/${key}`))
    : [];
}

function types(stack: TerraformJson): string[] {
  return [stack.resource, stack.data, stack.ephemeral].flatMap((block) => Object.keys(block ?? {}));
}

test("no provider is configured from a resource, nor from anything else that Terraform works out", () => {
  for (const { provider } of Object.values(synthesized(everything()).stacks)) {
    strings(provider).forEach(([path, value]) =>
      expect([path, value]).toEqual([path, value.replace(/(?<!\$)\$\{/g, "")]),
    );
  }
});

test("nothing of one stack is used in another", () => {
  for (const stack of Object.values(synthesized(everything()).stacks)) {
    expect(stack.output).toBeUndefined();
    expect(types(stack)).not.toContain("terraform_remote_state");
  }
});

test("every reference is to something of the same stack", () => {
  const reference = /(?<![\w.])(?:ephemeral\.|data\.)?(kubernetes_\w+|helm_\w+|terraform_data)\.(\w+)/g;
  for (const stack of Object.values(synthesized(everything()).stacks)) {
    const blocks: Record<string, Record<string, unknown>> = { ...stack.resource, ...stack.ephemeral, ...stack.data };
    const values = strings({ ...stack.resource, ...stack.ephemeral }).filter(([path]) => !path.includes("//"));
    const found = values.flatMap(([, value]) => [...value.matchAll(reference)]);
    found.forEach(([, type = "", name = ""]) => expect(Object.keys(blocks[type] ?? {}).join()).toContain(name));
  }
});

test("no kubernetes_manifest", () => {
  const all = Object.values(synthesized(everything()).stacks).flatMap(types);
  expect(all.length).toBeGreaterThan(0);
  expect(all).not.toContain("kubernetes_manifest");
});

test("every resource says through which cluster's provider it goes", () => {
  for (const stack of Object.values(synthesized(everything()).stacks)) {
    const blocks = Object.entries({ ...stack.resource, ...stack.ephemeral });
    const providers = blocks
      .filter(([type]) => type.startsWith("kubernetes_"))
      .flatMap(([, named]) => Object.values(named).map(({ provider }) => provider));
    providers.forEach((provider) => expect(provider).toMatch(/^kubernetes\.(hub|spoke)$/));
  }
});

test("what Argo CD writes on its cluster Secrets is not taken away again", () => {
  for (const { provider } of Object.values(synthesized(everything()).stacks)) {
    (provider?.kubernetes ?? []).forEach((kubernetes) =>
      expect(kubernetes).toMatchObject({
        ignore_annotations: ["^managed-by$", "^argocd\\.argoproj\\.io/refresh$", "^hubspoke/credential-expires-at$"],
        ignore_labels: ["^argocd\\.argoproj\\.io/kubernetes-version$"],
      }),
    );
  }
});

test("every stack asks for a Terraform that has write-only attributes, and has its state in the backend", () => {
  for (const [id, { terraform }] of Object.entries(synthesized(everything()).stacks)) {
    expect(terraform.required_version).toBe(">= 1.11.0");
    expect(terraform.backend).toEqual({ local: { path: `/projects/reference/.hubspoke/state/${id}.tfstate` } });
  }
});

test("a retired spoke has its providers, the gate that it leaves by, and nothing that reads or makes anything", () => {
  const { stacks } = synthesized(everything());
  for (const id of ["ref-spoke-old-registration", "ref-spoke-gone-registration"]) {
    const stack = stacks[id] as TerraformJson;
    expect(Object.keys(stack).sort()).toEqual(["//", "provider", "resource", "terraform"]);
    expect(addresses(stack)).toEqual(["terraform_data.applications"]);
    expect(stack.resource).toMatchObject({ terraform_data: { applications: { count: 0 } } });
    expect(stack.provider).toMatchObject({ kubernetes: [{ alias: "hub" }, { alias: "spoke" }] });
  }
  const counts = Object.values(stacks["ref-spoke-old-cluster"]?.resource?.terraform_data ?? {}).map(
    ({ count }) => count,
  );
  expect(counts).toEqual([0, 0]);
});

test("variables of an operator's command keep their names, for both providers", () => {
  const { hub } = topology();
  const env = { AWS_PROFILE: "ops", kubeUser: "${me}" };
  const { exec } = endpointCluster("hub");
  const cluster = endpointCluster("hub", { exec: { ...exec, env } });
  const { provider } = synthesized(topology({ hub: { ...hub, cluster } })).stacks["ref-hub-argocd"] ?? {};
  const expected = { AWS_PROFILE: "ops", kubeUser: "$${me}" };
  expect(provider?.kubernetes).toMatchObject([{ exec: [{ command: "login", env: expected }] }]);
  expect(provider?.helm).toMatchObject([{ kubernetes: { exec: { command: "login", env: expected } } }]);
});

test("a cluster that is already there has no cluster stack", () => {
  const { hub } = topology();
  const { stacks } = synthesized(topology({ hub: { ...hub, cluster: existingCluster("hub") }, spokes: [] }));
  expect(Object.keys(stacks)).toEqual(["ref-hub-argocd"]);
});

test("one more environment changes nothing in the first", () => {
  const alone = synthesized(topology());
  const both = synthesized(topology({ name: "another" }), topology());
  const own = Object.keys(both.stacks).filter((id) => id.startsWith("ref-"));
  expect(own.sort()).toEqual(Object.keys(alone.stacks).sort());
  own.forEach((id) => expect(both.stacks[id]).toEqual(alone.stacks[id]));
});

test("one more spoke changes nothing in the stacks of the others", () => {
  const before = synthesized(topology());
  const after = synthesized(
    topology({ spokes: [spoke("first", { cluster: localCluster("first", 5) }), ...topology().spokes] }),
  );
  Object.entries(before.stacks).forEach(([id, stack]) => expect(after.stacks[id]).toEqual(stack));
});

test("the same environment gives the same bytes", () => {
  expect(filesBelow(synthesized(everything()).outdir)).toEqual(filesBelow(synthesized(everything()).outdir));
});

test("the token goes from the ephemeral resource into a write-only attribute, and nowhere else", () => {
  for (const stack of Object.values(synthesized(everything()).stacks)) {
    const { terraform, resource, ephemeral, locals, provider } = stack;
    const uses = strings({ terraform, resource, ephemeral, locals, provider }).filter(([, text]) =>
      /ephemeral\./.test(text),
    );
    uses.forEach(([path]) => expect(path).toBe("/resource/kubernetes_secret_v1/cluster/data_wo/config"));
  }
});

test("no chart, credential or log of the project is copied into the output, only the gitops-root chart", () => {
  const files = Object.keys(filesBelow(synthesized(everything()).outdir));
  const others = files.filter((file) => !/^(manifest\.json|stacks\/[\w-]+\/cdk\.tf\.json)$/.test(file));
  expect(others.map((file) => file.replace(/^.*\/[0-9A-F]{32}\//, "")).sort()).toEqual([
    "Chart.yaml",
    "templates/_helpers.tpl",
    "templates/applicationsets.yaml",
    "templates/projects.yaml",
    "templates/root-application.yaml",
    "values.yaml",
  ]);
});
