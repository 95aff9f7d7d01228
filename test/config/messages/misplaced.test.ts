import { expect, test } from "vitest";
import { familiarName, misunderstanding } from "../../../config/messages/familiar.js";
import { whereItBelongs } from "../../../config/messages/misplaced.js";

test.each([
  [["spokes", 0], "region", "it belongs in spokes[0].cluster"],
  [["spokes", 3], "kubeconfig", "it belongs in spokes[3].cluster"],
  [["spokes", 1], "lifetime", "it belongs in spokes[1].registration"],
  [["spokes", 0, "registration"], "labels", "it belongs in spokes[0]"],
  [["hub", "cluster"], "labels", "it belongs in hub"],
  [["hub"], "chart", "it belongs in hub.argocd"],
  [["hub", "argocd"], "version", "it belongs in hub.argocd.chart"],
  [["hub"], "spokes", "it belongs at the top of the file"],
  [["gitops"], "deletionProtection", "it belongs at the top of the file"],
  [[], "repoURL", "it belongs in gitops"],
  [[], "repo_url", "it belongs in gitops"],
  [[], "port", "it belongs in hub.cluster or spokes[].cluster"],
  [["hub", "cluster"], "region", "it belongs to provider: eks"],
  [["spokes", 0, "cluster"], "kubeconfig", "it belongs to provider: existing"],
  [["spokes", 0], "zzz", undefined],
  [[], "toString", undefined],
  [[], "__proto__", undefined],
])("says where the field of %j belongs that is called %s", (path, key, place) => {
  expect(whereItBelongs(path, key, false)).toBe(place);
});

test("names the entries of the model that was chosen", () => {
  expect(whereItBelongs([], "port", true)).toBe("it belongs in clusters[].cluster");
  expect(whereItBelongs(["clusters", 0], "chart", true)).toBe("it belongs in clusters[0].argocd");
});

test.each([
  ["targetRevision", ["repoURL", "revision"], "revision"],
  ["target_revision", ["repoURL", "revision"], "revision"],
  ["url", ["repoURL", "revision"], "repoURL"],
  ["url", ["hubEndpoint"], "hubEndpoint"],
  ["kubecontext", ["kubeconfig", "context"], "context"],
  ["server", ["kubeconfig", "hubEndpoint"], "hubEndpoint"],
  ["server", ["repoURL"], undefined],
  ["constructor", ["name"], undefined],
])("knows %s from another tool, where %j are known", (key, known, name) => {
  expect(familiarName(key, known)).toBe(name);
});

test("tells who thinks of another file or model", () => {
  const manifest =
    "an environment file is no Kubernetes manifest: its fields stand at its top, beside apiVersion and name";
  expect(misunderstanding("metadata", false)).toBe(manifest);
  expect(misunderstanding("hub", true)).toBe("write it as an entry of clusters, or set model: hub-spoke");
  expect(misunderstanding("clusters", false)).toBe(
    "write one of them as hub and the others as spokes, or set model: standalone",
  );
  expect(misunderstanding("constructor", false)).toBeUndefined();
});
