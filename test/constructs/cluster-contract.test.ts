import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { describe, expect, test } from "vitest";
import { clusterProviders as schemas, type ClusterSpec, type ProviderName } from "../../config/cluster/index.js";
import { clusterProvider, clusterProviders, type ClusterProps } from "../../constructs/cluster/index.js";
import { template } from "../../constructs/expression.js";
import { existingCluster, localCluster, type TerraformJson } from "../stacks/support.js";
import { stackOf } from "./support.js";

/** One spec for each provider: a new provider does not compile without one. */
const examples: { readonly [Name in ProviderName]: Extract<ClusterSpec, { provider: Name }> } = {
  local: localCluster("alpha", 1),
  existing: existingCluster("alpha"),
};
const names = Object.keys(clusterProviders) as ProviderName[];

function propsOf(spec: ClusterSpec, over: Partial<ClusterProps<ClusterSpec>> = {}): ClusterProps<ClusterSpec> {
  const props = { cli: "hubspoke-cli", environmentFile: "/projects/reference/environments/ref.yaml" };
  return { name: "alpha", spec, ...props, retired: false, deletionProtection: false, ...over };
}

describe.each(names)("cluster provider %s", (provider) => {
  const spec: ClusterSpec = examples[provider];
  const { view } = clusterProvider(spec);

  test("its view says the name, and the capabilities of the schema", () => {
    expect(view("alpha", spec).name).toBe("alpha");
    expect(view("alpha", spec).capabilities).toEqual(schemas[provider].capabilities);
  });

  test("its view defines nothing until it is asked for the endpoint", () => {
    const json = stackOf((stack) => {
      const cluster = view("alpha", spec);
      new KubernetesProvider(stack, "Provider", cluster.kubernetesProvider);
    });
    expect(Object.keys(json).sort()).toEqual(["//", "provider", "terraform"]);
  });

  test("kubernetes and helm reach the same cluster", () => {
    const { kubernetesProvider, helmProvider } = view("alpha", spec);
    expect(helmProvider.kubernetes).toEqual(kubernetesProvider);
    expect(JSON.stringify(kubernetesProvider)).not.toContain("${");
  });

  test("its endpoint is expressions over what its own stack has, with no resource", () => {
    const json = stackOf((stack) => {
      const { server, caData } = view("alpha", spec).endpoint(stack);
      stack.addOverride("output", { server: { value: template(server) }, ca: { value: template(caData) } });
    });
    expect(json.resource).toBeUndefined();
    expect(JSON.stringify(json.output)).not.toMatch(/terraform_remote_state|TfToken/);
    const referenced = JSON.stringify(json.output).match(/local\.\w+/g) ?? [];
    expect(referenced.length).toBeGreaterThan(0);
    referenced.forEach((name) => expect(Object.keys(json.locals ?? {})).toContain(name.slice("local.".length)));
  });

  test("its endpoint refuses a cluster whose certificate nobody checks", () => {
    let messages: string[] = [];
    stackOf((stack) => {
      messages = view("alpha", spec)
        .endpoint(stack)
        .preconditions.map(({ errorMessage }) => errorMessage);
    });
    expect(messages.some((message) => message.includes("insecure-skip-tls-verify"))).toBe(true);
  });
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
