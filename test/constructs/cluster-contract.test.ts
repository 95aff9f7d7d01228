import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { describe, expect, test } from "vitest";
import {
  clusterProviders as schemas,
  type ClusterSpec,
  type EksCreation,
  type ProviderName,
} from "../../config/cluster/index.js";
import {
  clusterProvider,
  clusterProviders,
  type ClusterEndpoint,
  type ClusterProps,
} from "../../constructs/cluster/index.js";
import { template } from "../../constructs/expression.js";
import {
  eksCluster,
  endpointCluster,
  existingCluster,
  kindCluster,
  localCluster,
  projectDirectory,
  type TerraformJson,
} from "../stacks/support.js";
import { stackOf } from "./support.js";

const creation: EksCreation = {
  version: "1.35",
  supportType: "EXTENDED",
  nodes: { auto: true, nodePools: ["general-purpose", "system"] },
  addons: {},
  logTypes: ["audit"],
  logRetentionDays: 365,
  admins: [],
};

/** One spec for each provider: a new provider does not compile without one. */
const examples: { readonly [Name in ProviderName]: Extract<ClusterSpec, { provider: Name }> } = {
  local: localCluster("alpha", 1),
  existing: existingCluster("alpha"),
  kind: kindCluster("alpha"),
  eks: eksCluster("alpha", {
    network: { create: { cidr: "10.1.0.0/16", nat: "single" } },
    creation,
  }),
};
const names = Object.keys(clusterProviders) as ProviderName[];

const proxyUrl = "http://proxy.example.com:3128";
const hubEndpoint = "https://10.1.2.3:6443";
const internal = `${projectDirectory}/.hubspoke/local/ref/clusters/alpha/kubeconfig.internal`;

/** Ways on which the hub reaches a cluster at another address than the operator, and that address. */
const hubWays: readonly (readonly [string, ClusterSpec, string])[] = [
  ["existing, by context, elsewhere for the hub", { ...existingCluster("alpha"), hubEndpoint }, hubEndpoint],
  ["existing, by endpoint, elsewhere for the hub", endpointCluster("alpha", { hubEndpoint }), hubEndpoint],
  ["kind, elsewhere for the hub", kindCluster("alpha", { hubEndpoint }), hubEndpoint],
  ["kind, in the network of a kind hub", kindCluster("alpha", { hubKubeconfig: internal }), internal],
];

/** Ways on which everybody goes through a proxy. */
const proxyWays: readonly (readonly [string, ClusterSpec])[] = [
  ["existing, by context, through a proxy", { ...existingCluster("alpha"), proxyUrl }],
  ["existing, by endpoint, through a proxy", endpointCluster("alpha", { proxyUrl })],
  ["eks, through a proxy", eksCluster("alpha", { proxyUrl })],
];

/** Every way to a cluster: one for each provider, and the other ways that some have. */
const ways: readonly (readonly [string, ClusterSpec])[] = [
  ...Object.entries(examples),
  ["existing, by endpoint", endpointCluster("alpha")],
  ["existing, unchecked", endpointCluster("alpha", { caData: undefined, acceptInsecure: "a lab" })],
  ["existing, by context, unchecked", { ...existingCluster("alpha"), acceptInsecure: "a lab" }],
  ...hubWays.map(([name, spec]) => [name, spec] as const),
  ...proxyWays,
];

/** How the operator's providers reach a cluster, and what Argo CD is told of it. */
function reached(spec: ClusterSpec) {
  let endpoint: ClusterEndpoint | undefined;
  const json = stackOf((stack) => {
    const connection = clusterProvider(spec).view("alpha", spec).connect(stack, "spoke");
    new KubernetesProvider(stack, "Provider", connection.kubernetesProvider);
    endpoint = connection.endpoint();
  });
  return { operator: json.provider?.["kubernetes"]?.[0], endpoint, locals: JSON.stringify(json.locals ?? {}) };
}

function propsOf(spec: ClusterSpec, over: Partial<ClusterProps<ClusterSpec>> = {}): ClusterProps<ClusterSpec> {
  const props = {
    environment: "ref",
    cli: "hubspoke-cli",
    environmentFile: "/projects/reference/environments/ref.yaml",
  };
  return { name: "alpha", spec, ...props, retired: false, deletionProtection: false, ...over };
}

describe.each(ways)("cluster provider %s", (_name, spec) => {
  const { view } = clusterProvider(spec);

  test("its view says the name, and the capabilities of the schema", () => {
    expect(view("alpha", spec).name).toBe("alpha");
    expect(view("alpha", spec).capabilities).toEqual(schemas[spec.provider].capabilities);
  });

  test("its providers come from names and data sources, with no resource", () => {
    const json = stackOf((stack) => {
      const { kubernetesProvider } = view("alpha", spec).connect(stack, "spoke");
      new KubernetesProvider(stack, "Provider", kubernetesProvider);
    });
    expect(json.resource).toBeUndefined();
    expect(json.locals).toBeUndefined();
    const references = JSON.stringify(json.provider).match(/(?<!\$)\$\{[^}]*\}/g) ?? [];
    references.forEach((reference) => expect(reference).toMatch(/^\$\{(base64decode\()?data\./));
  });

  test("kubernetes and helm reach the same cluster", () => {
    stackOf((stack) => {
      const { kubernetesProvider, helmProvider } = view("alpha", spec).connect(stack, "spoke");
      const { exec, ...access } = kubernetesProvider;
      expect(helmProvider.kubernetes).toEqual({ ...access, ...(Array.isArray(exec) && { exec: exec[0] as unknown }) });
    });
  });

  test("its endpoint and its facts are expressions over what its own stack has, with no resource", () => {
    const json = stackOf((stack) => {
      const { endpoint, facts } = view("alpha", spec).connect(stack, "spoke");
      const { server, caData } = endpoint();
      const values = { server, caData, ...facts };
      stack.addOverride(
        "output",
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: template(value) }])),
      );
    });
    expect(json.resource).toBeUndefined();
    const output = JSON.stringify(json.output);
    expect(output).not.toMatch(/terraform_remote_state|TfToken/);
    const referenced = output.match(/\b(local\.\w+|data\.\w+\.\w+)/g) ?? [];
    const data = Object.entries(json.data ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `data.${type}.${name}`),
    );
    const there = [...Object.keys(json.locals ?? {}).map((name) => `local.${name}`), ...data];
    referenced.forEach((name) => expect(there).toContain(name));
  });
});

test.each(hubWays)("%s: Argo CD is told the hub's address, and the operator keeps theirs", (_name, spec, address) => {
  const { operator, endpoint, locals } = reached(spec);
  expect(`${endpoint?.server} ${locals}`).toContain(address);
  expect(JSON.stringify(operator)).not.toContain(address);
  const { operator: usual } = reached(examples[spec.provider]);
  if (!("endpoint" in spec)) expect(operator).toEqual(usual);
});

test.each(proxyWays)("%s: for the operator and for Argo CD", (_name, spec) => {
  const { operator, endpoint } = reached(spec);
  expect(operator).toMatchObject({ proxy_url: proxyUrl });
  expect(endpoint?.proxyUrl).toBe(proxyUrl);
});

test.each(ways.filter(([, spec]) => !("proxyUrl" in spec)))("%s: no proxy that nobody named", (_name, spec) => {
  const { operator, endpoint } = reached(spec);
  expect(operator).not.toHaveProperty("proxy_url");
  expect(endpoint?.proxyUrl).toBeUndefined();
});

test.each(ways)("%s: Argo CD checks a certificate by a CA, unless it is told not to", (_name, spec) => {
  const { operator, endpoint } = reached(spec);
  const isChecked = !("acceptInsecure" in spec);
  expect(endpoint?.insecure ?? false).toBe(!isChecked);
  expect(operator?.["insecure"]).toBe(isChecked ? undefined : true);
  if (isChecked) expect(endpoint?.caData).not.toBe('""');
});

describe.each(names.filter((name) => clusterProviders[name].define))(
  "cluster provider %s creates clusters",
  (provider) => {
    const spec: ClusterSpec = examples[provider];
    const defined = (over: Partial<ClusterProps<ClusterSpec>> = {}) =>
      stackOf((stack) => clusterProvider(spec).define?.(stack, propsOf(spec, over)));
    const resources = (json: TerraformJson) => Object.values(json.resource ?? {}).flatMap(Object.values);

    test("what it creates is removed by retiring it, and protected on request", () => {
      expect(resources(defined()).length).toBeGreaterThan(0);
      expect(resources(defined({ retired: true })).every((resource) => resource.count === 0)).toBe(true);
      const lifecycles = resources(defined({ deletionProtection: true })).map(({ lifecycle }) => lifecycle);
      expect(lifecycles).toContainEqual({ prevent_destroy: true });
    });

    test("what it creates needs no access to a cluster", () => {
      expect(Object.keys(defined().provider ?? {})).not.toContain("kubernetes");
      expect(Object.keys(defined().provider ?? {})).not.toContain("helm");
    });
  },
);
