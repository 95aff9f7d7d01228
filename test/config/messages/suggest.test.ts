import { expect, test } from "vitest";
import { nearest, sameName } from "../../../config/messages/suggest.js";

test.each([
  ["regoin", "region"],
  ["Region", "region"],
  ["versoin", "version"],
  ["kubeconfg", "kubeconfig"],
  ["kube_config", "kubeconfig"],
  ["kube-config", "kubeconfig"],
  ["kubeConfigs", "kubeconfig"],
])("%s is meant to be %s", (name, expected) => {
  expect(nearest(name, ["region", "version", "kubeconfig"])).toBe(expected);
});

test.each(["network", "x", "", "r".repeat(1000)])("%.20s is like nothing", (name) => {
  expect(nearest(name, ["region", "version", "kubeconfig"])).toBeUndefined();
});

test.each([
  ["repo_url", "repoURL"],
  ["repo-url", "repoURL"],
  ["RepoUrls", "repoURL"],
  ["label", "labels"],
  ["clusterResource", "clusterResources"],
])("%s is another spelling of %s", (name, expected) => {
  expect(sameName(name, ["repoURL", "labels", "access", "clusterResources"])).toBe(expected);
});

test("a name that is near by its letters is no other spelling", () => {
  expect(sameName("lables", ["labels"])).toBeUndefined();
});
