import { beforeEach, expect, it } from "vitest";
import { verify } from "../../../fleet/verify.js";
import { checksOf, optionsFor } from "../checks-of.js";
import { root, startFleet, type FakeFleet } from "../fake-fleet.js";

let fleet: FakeFleet;

beforeEach(async () => {
  const every = ["create", "delete", "patch", "update"];
  fleet = await startFleet({
    from: "gitops",
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: every }],
  });
  fleet.onSpoke["/api/v1"] = {
    resources: [
      { name: "configmaps", kind: "ConfigMap" },
      { name: "secrets", kind: "Secret" },
    ],
  };
});

function deliver(...kinds: readonly string[]): void {
  const baseline = root({ resources: kinds.map((kind) => ({ version: "v1", kind, name: "x" })) }, "baseline");
  (baseline["spec"] as { destination: object }).destination = { name: "a" };
  fleet.objects.applications.push(baseline);
}

it("passes where the rules cover what is delivered", async () => {
  deliver("ConfigMap");
  expect(await checksOf(fleet, "access-computed")).toEqual([
    "passed a: its rules cover all 1 resources that Git delivers",
  ]);
});

it("fails with the command that computes them anew where they do not", async () => {
  deliver("ConfigMap", "Secret");
  const { checks } = await verify(fleet.topology, optionsFor(fleet));
  expect(checks.find(({ id }) => id === "access-computed")).toEqual({
    id: "access-computed",
    subject: "a",
    status: "failed",
    message: "Git delivers what its rules do not cover: create secrets, delete secrets, patch secrets, update secrets",
    fix: "hubspoke access dev a --write",
  });
});

it("finds what is delivered to the server, by any Application of any namespace", async () => {
  deliver("Secret");
  (fleet.objects.applications.at(-1)?.["spec"] as { destination: object }).destination = {
    server: `${fleet.spoke.url}/`,
  };
  expect(await checksOf(fleet, "access-computed")).toEqual([
    "failed a: Git delivers what its rules do not cover: create secrets, delete secrets, patch secrets, update secrets",
  ]);
  expect(fleet.hub.requests.map(({ path }) => path)).toContain("/apis/argoproj.io/v1alpha1/applications");
});

it("says nothing where nothing is delivered yet", async () => {
  expect(await checksOf(fleet, "access-computed")).toEqual(["skipped a: no Application delivers to it yet"]);
});

it("is not asked of other accesses", async () => {
  expect(await checksOf(await startFleet("read-only"), "access-computed")).toEqual([]);
});
