import { expect, test } from "vitest";
import * as names from "../../config/names.js";
import { stackIds } from "../../config/index.js";
import { parse, readFixture } from "./support.js";

const longest = ["e".repeat(names.maxEnvironmentName), "c".repeat(names.maxClusterName)] as const;

test("the longest names are within Kubernetes' and the file system's limits", () => {
  expect(names.clusterSecretName(...longest).length).toBeLessThanOrEqual(253);
  const stateFile = `.${names.spokeRegistrationStackId(...longest)}.tfstate.lock.info`;
  expect(stateFile.length).toBeLessThanOrEqual(255);
});

test("stack ids are for life", () => {
  expect(stackIds(parse(readFixture("valid-defaults.yaml")))).toEqual([
    "dev-hub-cluster",
    "dev-hub-network",
    "dev-hub-identity",
    "dev-hub-argocd",
    "dev-spoke-payments-cluster",
    "dev-spoke-payments-network",
    "dev-spoke-payments-registration",
    "dev-spoke-search-cluster",
    "dev-spoke-search-network",
    "dev-spoke-search-registration",
  ]);
});

test("so are Secret and context names", () => {
  expect(names.clusterSecretName("dev", "payments")).toBe("cluster-dev-payments");
  expect(names.contextName("dev", "payments")).toBe("dev-payments");
});
