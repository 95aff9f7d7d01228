import { expect, it } from "vitest";
import { formatCheck, formatReport } from "../../fleet/report.js";
import type { Report } from "../../fleet/verify.js";

const report: Report = {
  environment: "dev",
  ok: false,
  counts: { passed: 1, warning: 1, failed: 1, skipped: 1 },
  seconds: 0.25,
  checks: [
    { id: "cluster-answers", subject: "hub", status: "passed", message: "ready" },
    { id: "credential-expiry", subject: "payments", status: "warning", message: "soon", fix: "raise it" },
    { id: "cluster-answers", subject: "payments", status: "failed", message: "refused", fix: "hubspoke up dev" },
    { id: "argocd-connection", subject: "root", status: "skipped", message: "why" },
  ],
};

it("prints a line for each check and a table at the end", () => {
  expect(formatReport(report)).toBe(`ok       hub: cluster-answers: ready
warning  payments: credential-expiry: soon
         fix: raise it
FAILED   payments: cluster-answers: refused
         fix: hubspoke up dev
skipped  root: argocd-connection: why

SUBJECT   STATUS   CHECKS
hub       ok       1 of 1 passed
payments  FAILED   0 of 2 passed
root      skipped  0 of 1 passed

environment "dev" is NOT as its file says: 1 passed, 1 failed, 1 warning, 1 skipped (0.3 s)`);
});

it("colours only when asked to", () => {
  const [check] = report.checks;
  expect(check && formatCheck(check, { color: true })).toBe("\x1b[32mok     \x1b[0m  hub: cluster-answers: ready");
});

it("lets no cluster steer the terminal", () => {
  const message = "two\nlines \x1b[31mred\x1b[0m \u202Eback";
  expect(formatCheck({ id: "application", subject: "a", status: "failed", message })).toBe(
    "FAILED   a: application: two lines [31mred[0m back",
  );
});
