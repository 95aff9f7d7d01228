import { expect, test } from "vitest";
import { hubWith } from "../argocd/support.js";
import { saidOfRest } from "../said.js";

function policy(...lines: readonly string[]): string {
  return saidOfRest(hubWith({ rbac: { policy: lines } }));
}

const at = "dev.yaml:7  hub.argocd.rbac.policy";
const form = "p, <subject>, <resource>, <action>, <object>, allow or deny";

test("a policy is taken as a list and as text", () => {
  const lines = [
    "# developers",
    "p, role:dev, applications, action/apps/Deployment/restart, team-a/*, allow",
    "p, role:dev, applications, *, team-a/*, deny",
    "p, role:dev, *, get, *, allow",
    "p, ada@example.com, write-repositories, create, team-a/*, allow",
    "g, acme:developers, role:dev",
    "g, acme:platform, role:admin",
    "g, acme:all, acme:developers",
  ];
  expect(policy(...lines)).toBe("");
  expect(saidOfRest(hubWith({ rbac: { policy: lines.join("\n"), default: "role:dev" } }))).toBe("");
});

test.each([
  ["p, role:dev, applications, get, */*", `the line has 5 fields, expected 6: ${form}`],
  ["p, role:dev, applications, get, */*, allow, x", `the line has 7 fields, expected 6: ${form}`],
  ["p, role:dev, , get, */*, allow", `the line has 5 fields that say something, expected 6: ${form}`],
  ["p, role:dev, applications, get, */*, alow", 'the line ends with "alow", expected allow or deny'],
  ["g, ada", "the line has 2 fields, expected 3: g, <subject>, <role>"],
  ["role:dev, applications", 'the line begins with "role:dev", expected p or g'],
])("%j is refused", (line, message) => {
  expect(policy("# first", line)).toBe(`${at}[1]\n  ${message}`);
});

test("in text the line is named", () => {
  expect(saidOfRest(hubWith({ rbac: { policy: "# first\n\ng, ada\n" } }))).toBe(
    `${at}\n  line 3 of policy: the line has 2 fields, expected 3: g, <subject>, <role>`,
  );
});

test("a role that may do nothing is refused", () => {
  expect(policy("p, role:dev, applications, get, */*, allow", "g, ada, role:devs", "g, bob, role:nobody")).toBe(
    `${at}[1]
  unknown role "role:devs", expected one of: role:admin, role:readonly, role:dev
  fix: did you mean "role:dev"?
${at}[2]
  unknown role "role:nobody", expected one of: role:admin, role:readonly, role:dev
  fix: give it a permission: p, role:nobody, ...`,
  );
  expect(saidOfRest(hubWith({ rbac: { default: "role:readony" } }))).toBe(
    `dev.yaml:7  hub.argocd.rbac.default
  unknown role "role:readony", expected one of: role:admin, role:readonly
  fix: did you mean "role:readonly"?`,
  );
});

test("a role may be made of another one", () => {
  expect(policy("g, role:lead, role:admin", "g, ada, role:lead")).toBe("");
});

test("what this Argo CD may not know is a warning", () => {
  expect(policy("p, ada, application, get, */*, allow", "p, ada, logs, read, */*, allow")).toBe(
    `${at}[0]
  warning: unknown resource "application", expected one of: applications, applicationsets, clusters, projects, repositories, write-repositories, accounts, certificates, gpgkeys, logs, exec, extensions
  fix: did you mean "applications"?
${at}[1]
  warning: unknown action of logs "read", expected one of: get`,
  );
});
