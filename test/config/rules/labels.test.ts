import { expect, test } from "vitest";
import { complaints, existing, hubAndSpokes } from "../complaints.js";

function spoke(rest: string): readonly string[] {
  return complaints(hubAndSpokes(existing("hub"), `name: a, cluster: { ${existing("a")} }, ${rest}`));
}

const at = (path: string) => `dev.yaml:8  spokes[0].${path}\n  `;

test("labels of Argo CD, of Kubernetes and of ours are theirs", () => {
  const fix = "fix: choose another prefix, or none";
  const keys = ["argocd.argoproj.io/secret-type", "hubspoke/role", "kubernetes.io/team", "k8s.io/team"];
  const owners = ["Argo CD", "hubspoke", "Kubernetes", "Kubernetes"];
  expect(spoke(`labels: { ${keys.map((key) => `${key}: a`).join(", ")} }`)).toEqual(
    keys.map((key, index) => `${at("labels")}label "${key}" is reserved for ${owners[index]}\n  ${fix}`),
  );
});

test("labels that everybody may set are taken", () => {
  const everybody = 'app.kubernetes.io/part-of: shop, argocd.argoproj.io/auto-label-cluster-info: "true", tier: ""';
  expect(spoke(`labels: { ${everybody} }`)).toEqual([]);
});

test("annotations that Argo CD or kubectl write are theirs", () => {
  const annotations = [
    "argocd.argoproj.io/skip-reconcile",
    "kubectl.kubernetes.io/last-applied-configuration",
    "managed-by",
  ];
  expect(spoke(`annotations: { ${annotations.map((key) => `${key}: a`).join(", ")} }`)).toEqual([
    `${at("annotations")}annotation "argocd.argoproj.io/skip-reconcile" is reserved\n  fix: set registration.quarantine: true`,
    `${at("annotations")}annotation "kubectl.kubernetes.io/last-applied-configuration" is reserved for kubectl\n  fix: remove it`,
    `${at("annotations")}annotation "managed-by" is reserved for Argo CD\n  fix: remove it`,
  ]);
});

test("a label is of a length and of letters that Kubernetes takes", () => {
  const [just, long] = ["a".repeat(63), "a".repeat(64)];
  expect(spoke(`labels: { ${just}: ${just} }`)).toEqual([]);
  const key = 'a name of at most 63 letters, digits, "-", "_" and ".", with an optional DNS prefix: example.com/name';
  expect(spoke(`labels: { ${long}: a, "a/b/c": a, "-a": a, a: ${long}, b: "x y" }`)).toEqual([
    `${at("labels")}invalid key "${long}", expected ${key}`,
    `${at("labels")}invalid key "a/b/c", expected ${key}`,
    `${at("labels")}invalid key "-a", expected ${key}`,
    `${at("labels.a")}invalid a "${"a".repeat(57)}...", expected a label value of at most 63 characters, not 64\n` +
      "  fix: longer values belong in annotations",
    `${at("labels.b")}invalid b "x y", expected letters, digits, "-", "_" and ".", with a letter or digit at both ends\n` +
      "  fix: other values belong in annotations",
  ]);
});

test("annotations fit into an object, all of them together", () => {
  const text = (length: number) => spoke(`annotations: { a: ${"x".repeat(length)} }`);
  const ours =
    "hubspoke/gitops-repo-url".length +
    "https://github.com/acme/gitops.git".length +
    "hubspoke/gitops-revision".length +
    "HEAD".length;
  const most = 256 * 1024 - ours - 1;
  expect(text(most)).toEqual([]);
  expect(text(most + 1)).toEqual([`${at("annotations")}annotations of 262145 bytes, expected at most 262144`]);
});
