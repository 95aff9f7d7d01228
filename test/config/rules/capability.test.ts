import { expect, test } from "vitest";
import { complaints, eks, hubAndSpokes, plans } from "../complaints.js";

const group = "{ group: 686103e0-f051-7068-b225-e6392b959d9e }";
const identityCenter = 'identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" }';
const admins = `admins: [${group}]`;

/** A hub with a capability on line 7, and spokes from line 9 on. */
function text(capability: string, spokes: readonly string[] = [], hub = eks("10.0.0.0/16"), argocd = ""): string {
  const fields = `${hub} }\n  argocd: { capability: { ${identityCenter}, ${capability} }${argocd}`;
  return hubAndSpokes(fields, ...spokes);
}

function spoke(name: string, rest = "", registration = ""): string {
  return `name: ${name}, cluster: { ${eks("10.0.0.0/16", rest)} }${registration}`;
}

test("private spokes of other accounts pass without a route, also with one network for all", () => {
  const other = spoke("a").replace("111122223333", "444455556666");
  expect(complaints(text(admins, [other, spoke("b", "", ", registration: { access: read-only }")]))).toEqual([]);
});

test("a route is not made, and said to have no effect", () => {
  expect(complaints(text(admins, [spoke("a", ", reach: peering")]))).toEqual([
    "dev.yaml:9  spokes[0].cluster.reach\n" +
      "  warning: reach has no effect with an EKS capability, which AWS connects to private endpoints too\n" +
      "  fix: remove it",
  ]);
  const text2 = `defaults: { cluster: { reach: peering } }\n${text(admins, [spoke("a")])}`;
  expect(complaints(text2)).toEqual([]);
});

test("somebody administers it", () => {
  const fix = "  fix: name a group: admins: [{ group: ... }]";
  expect(complaints(text(`viewers: [${group}]`))).toEqual([
    `dev.yaml:7  hub.argocd.capability\n  warning: nobody administers Argo CD: an EKS capability has no other way in\n${fix}`,
  ]);
});

test("a thousand identities are the most that it takes", () => {
  const users = (count: number) => `${admins}, viewers: [${Array.from({ length: count }, () => group).join(", ")}]`;
  expect(complaints(text(users(999)))).toEqual([]);
  expect(complaints(text(users(1000)))).toEqual([
    "dev.yaml:7  hub.argocd.capability\n  1001 groups and users, and an EKS capability takes 1000\n" +
      "  fix: name groups instead of users",
  ]);
});

test("a fleet beyond what EKS documents is a warning, and its roles are no matter of policies", () => {
  const fleet = (count: number, retired = "") =>
    Array.from(
      { length: count },
      (_, i) =>
        `name: s${i}, cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: s${i} }${i === 0 ? retired : ""}`,
    );
  expect(complaints(text(admins, fleet(100)))).toEqual([]);
  expect(complaints(text(admins, fleet(101, ", retired: true")))).toEqual([]);
  expect(complaints(text(admins, fleet(1400)))).toEqual([
    "dev.yaml:8  spokes\n  warning: 1400 spokes, and an EKS capability is documented to take 100 clusters\n" +
      "  fix: divide them over two environments, each with a hub, or ask AWS for more",
  ]);
});

test("what is said of pods and of the chart's Argo CD is not said of a capability", () => {
  const system = eks("10.0.0.0/16", ", nodes: { auto: true, nodePools: [system] }").replace("1.35", "1.36");
  expect(complaints(text(admins, [], system))).toEqual([]);
  expect(plans(text(admins, [], system, ", highAvailability: true, sso: { provider: dex, connectors: [] }"))).toEqual(
    [],
  );
});

test("a project names the one namespace that there is, or none", () => {
  const project = (namespaces: string) =>
    complaints(
      text(
        admins,
        [],
        undefined,
        `, namespace: gitops, projects: [{ name: a, spec: { sourceNamespaces: ${namespaces} } }]`,
      ),
    );
  expect(project("[gitops]")).toEqual([]);
  expect(project("[argocd]")).toEqual([
    "dev.yaml:7  hub.argocd.projects[0].spec.sourceNamespaces\n" +
      '  sourceNamespaces of an EKS capability, expected its one namespace: ["gitops"]\n' +
      "  fix: remove it, and have every Application in that namespace",
  ]);
});

test("a field called plugin elsewhere is nobody's plugin", () => {
  const set =
    ", applicationSets: [{ name: a, spec: { generators: [{ list: { elements: [{ plugin: a }] } }], template: {} } }]";
  expect(complaints(text(admins, [], undefined, set))).toEqual([]);
});

test("a mistake in the capability or in the hub's cluster hides what depends on them, and nothing is made up", () => {
  const spokes = [spoke("a")];
  expect(complaints(text("admins: [{ group: platform }]", spokes))).toEqual([
    'dev.yaml:7  hub.argocd.capability.admins[0].group\n  invalid group "platform", expected an id of IAM Identity Center, not a name, for example 686103e0-f051-7068-b225-e6392b959d9e',
  ]);
  expect(complaints(text(admins, [], eks("10.0.0.0/16").replace("eu-west-1", "europe")))).toEqual([
    'dev.yaml:6  hub.cluster.region\n  invalid region "europe", expected an AWS region, for example eu-west-1',
  ]);
});
