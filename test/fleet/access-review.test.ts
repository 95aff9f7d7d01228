import { describe, expect, it } from "vitest";
import { describeAction, expectations, reviewSpec } from "../../fleet/access-review.js";

const words = (actions: Parameters<typeof describeAction>[0][]): string[] => actions.map(describeAction);

describe("what a credential is asked", () => {
  it("admin may do everything, and nothing is denied", () => {
    const { allowed, denied } = expectations("admin");
    expect(words([...allowed])).toEqual(["do everything with everything", "do everything with every path"]);
    expect(denied).toEqual([]);
  });

  it("read-only may read, and change nothing", () => {
    const { allowed, denied } = expectations("read-only");
    expect(words([...allowed])).toEqual(["get everything", "list everything", "watch everything"]);
    expect(words([...denied])).toEqual([
      "do everything with everything",
      "create clusterrolebindings.rbac.authorization.k8s.io",
      "bind clusterroles.rbac.authorization.k8s.io",
      "escalate clusterroles.rbac.authorization.k8s.io",
      "impersonate users",
      'create serviceaccounts/token in namespace "kube-system"',
      'create secrets in namespace "kube-system"',
      "delete namespaces",
      'create pods in namespace "kube-system"',
      'patch deployments.apps in namespace "default"',
      'update configmaps in namespace "default"',
    ]);
  });

  it("namespaces may be synced to, and nothing outside", () => {
    const { allowed, denied } = expectations({ namespaces: ["a", "default"] });
    expect(words([...allowed])).toEqual(
      ["get", "list", "watch", "create", "update", "patch", "delete"].flatMap((verb) => [
        `${verb} everything in namespace "a"`,
        `${verb} everything in namespace "default"`,
      ]),
    );
    expect(words([...denied])).toContain('do everything with everything in namespace "a"');
    expect(words([...denied])).toContain('get secrets in namespace "kube-system"');
    expect(words([...denied])).not.toContain('update configmaps in namespace "default"');
  });

  it("rules are multiplied out, and what they give is not denied", () => {
    const { allowed, denied } = expectations({
      rules: [
        { apiGroups: ["apps"], resources: ["deployments"], verbs: ["*"] },
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["one"], verbs: ["update"] },
        { nonResourceURLs: ["/metrics"], verbs: ["get"] },
      ],
    });
    expect(words([...allowed]).slice(3)).toEqual([
      "do everything with deployments.apps",
      'update configmaps "one"',
      "get /metrics",
    ]);
    expect(words([...denied])).not.toContain('patch deployments.apps in namespace "default"');
    // A rule for one name does not give the others.
    expect(words([...denied])).toContain('update configmaps in namespace "default"');
  });

  it("a rule for all resources of all groups leaves only its other verbs", () => {
    const { denied } = expectations({ rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] });
    expect(denied).toEqual([]);
  });
});

it("asks for a subresource and for a path as Kubernetes wants it", () => {
  expect(reviewSpec({ verb: "create", group: "", resource: "serviceaccounts/token", namespace: "n" })).toEqual({
    resourceAttributes: {
      verb: "create",
      group: "",
      resource: "serviceaccounts",
      subresource: "token",
      name: undefined,
      namespace: "n",
    },
  });
  expect(reviewSpec({ verb: "*", path: "*" })).toEqual({ nonResourceAttributes: { verb: "*", path: "*" } });
});
