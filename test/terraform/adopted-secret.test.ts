import { expect, test } from "vitest";
import { isRecorded, recordSecret } from "../../terraform/adopted-secret.js";
import type { State } from "../../terraform/state.js";

const secret = {
  namespace: "argocd",
  name: "cluster-1",
  providerSource: "registry.terraform.io/hashicorp/kubernetes",
  terraformVersion: "1.11.4",
};

/** A backend with one state. */
function backend(before?: State) {
  const pushed: State[] = [];
  const state = {
    pull: async () => pushed.at(-1) ?? before,
    push: async (next: State) => void pushed.push(next),
  };
  return { state, pushed };
}

const resource = {
  mode: "managed",
  type: "kubernetes_secret_v1",
  name: "cluster",
  provider: 'provider["registry.terraform.io/hashicorp/kubernetes"].hub',
  instances: [
    {
      schema_version: 0,
      attributes: {
        id: "argocd/cluster-1",
        data_wo_revision: 268435457,
        metadata: [{ name: "cluster-1", namespace: "argocd" }],
        type: "Opaque",
      },
    },
  ],
};

test("a Secret is recorded without its data, in a state that is new", async () => {
  const { state, pushed } = backend();
  expect(await recordSecret(state, secret)).toBe(true);
  expect(pushed).toEqual([
    {
      version: 4,
      terraform_version: "1.11.4",
      serial: 1,
      lineage: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      outputs: {},
      resources: [resource],
    },
  ]);
});

test("a state that is there keeps all of its own", async () => {
  const account = { ...resource, type: "kubernetes_service_account_v1", name: "argocd_manager" };
  const before: State = {
    version: 4,
    terraform_version: "1.12.0",
    serial: 7,
    lineage: "ours",
    outputs: { a: 1 },
    resources: [account, { ...resource, instances: [] }],
  };
  const { state, pushed } = backend(before);
  await recordSecret(state, secret);
  expect(pushed).toEqual([{ ...before, serial: 8, resources: [account, resource] }]);
});

test("what is recorded stays as it is", async () => {
  const { state, pushed } = backend();
  await recordSecret(state, secret);
  expect(isRecorded(pushed[0])).toBe(true);
  expect(await recordSecret(state, secret)).toBe(false);
  expect(pushed).toHaveLength(1);
});
