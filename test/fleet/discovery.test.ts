import { expect, it } from "vitest";
import { resourcesOf } from "../../fleet/discovery.js";
import { KubernetesError, type KubernetesClient } from "../../fleet/kubernetes.js";

it("finds the resource of a kind, and asks once for each version of a group", async () => {
  const asked: string[] = [];
  const lists: Readonly<Record<string, object>> = {
    "/api/v1": {
      resources: [
        { name: "namespaces/finalize", kind: "Namespace" },
        { name: "namespaces", kind: "Namespace" },
        { name: "configmaps", kind: "ConfigMap" },
      ],
    },
    "/apis/apps/v1": { resources: [{ name: "deployments", kind: "Deployment" }] },
  };
  const client = {
    get: async (path: string) => {
      asked.push(path);
      if (lists[path] === undefined) throw new KubernetesError("not-found", path);
      return lists[path];
    },
  } as unknown as KubernetesClient;
  const resourceOf = resourcesOf(client);
  expect(await resourceOf({ group: "", version: "v1", kind: "Namespace" })).toBe("namespaces");
  expect(await resourceOf({ group: "", version: "v1", kind: "ConfigMap" })).toBe("configmaps");
  expect(await resourceOf({ group: "apps", version: "v1", kind: "Deployment" })).toBe("deployments");
  expect(await resourceOf({ group: "apps", version: "v1", kind: "Elsewhere" })).toBeUndefined();
  expect(await resourceOf({ group: "example.com", version: "v1", kind: "Policy" })).toBeUndefined();
  expect(asked).toEqual(["/api/v1", "/apis/apps/v1", "/apis/example.com/v1"]);
});
