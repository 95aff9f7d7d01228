import { expect, test } from "vitest";
import { complaints, eks, existing, hubAndSpokes } from "../complaints.js";

/** What is said of one spoke with this registration. */
function spoke(registration: string, cluster = existing("a")): readonly string[] {
  const text = hubAndSpokes(existing("hub"), `name: a, cluster: { ${cluster} }, registration: { ${registration} }`);
  return complaints(text).map((line) => line.replace("dev.yaml:8  spokes[0].registration.", ""));
}

const onEks = 'provider: eks, region: eu-west-1, existing: a, endpoint: public, account: "111122223333"';

test("a mode is for some providers", () => {
  expect(spoke("mode: aws-iam")).toEqual([
    'mode\n  mode "aws-iam" is not for provider "existing", expected one of: bearer-token, exec, client-certificate',
  ]);
  expect(spoke("mode: client-certificate", onEks)).toEqual([
    'mode\n  mode "client-certificate" is not for provider "eks", expected one of: bearer-token, aws-iam, exec\n' +
      "  fix: use aws-iam: EKS signs no client certificates",
  ]);
  expect(spoke("mode: exec, command: login", onEks)).toEqual([]);
});

test("EKS is registered by IAM, unless the file says otherwise", () => {
  expect(spoke("roleArn: arn:aws:iam::111122223333:role/a", onEks)).toEqual([]);
  expect(spoke("roleArn: arn:aws:iam::444455556666:role/a", onEks)).toEqual([
    'roleArn\n  an ARN of account "444455556666", expected the cluster\'s: 111122223333',
  ]);
});

test("a token of EKS lives a day at most, and is warned of even then", () => {
  const fix = "fix: use mode: aws-iam, which needs no token";
  expect(spoke("mode: bearer-token, lifetime: 25h", onEks)).toEqual([
    `lifetime\n  lifetime "25h" is more than EKS issues, expected at most 24h\n  ${fix}`,
  ]);
  expect(spoke("mode: bearer-token, lifetime: 12h", onEks)).toEqual([
    `lifetime\n  warning: a token of EKS ends after 12h, and only a deploy renews it\n  ${fix}`,
  ]);
  expect(spoke("mode: bearer-token, lifetime: 8760h")).toEqual([]);
});

test("a certificate that the spoke issues says itself whom rights are granted to", () => {
  expect(spoke("mode: client-certificate, access: read-only")).toEqual([]);
  expect(spoke("mode: client-certificate, issue: { revision: 2 }, access: { namespaces: [shop] }")).toEqual([]);
});

test("rights are granted to somebody", () => {
  const subject = "subject: { kind: User, name: ada }";
  const fix = "fix: name whom the spoke takes the credential for: subject: { kind: User, name: ... }";
  expect(spoke("mode: exec, command: login, access: read-only")).toEqual([
    `access\n  access "read-only" is granted to nobody, expected a subject\n  ${fix}`,
  ]);
  expect(
    spoke("mode: client-certificate, variables: { certificate: a, key: b }, access: { namespaces: [shop] }"),
  ).toEqual([`access\n  access with namespaces is granted to nobody, expected a subject\n  ${fix}`]);
  expect(spoke(`mode: exec, command: login, access: read-only, ${subject}`)).toEqual([]);
  expect(spoke("mode: exec, command: login")).toEqual([]);
  expect(spoke("mode: client-certificate, access: read-only")).toEqual([]);
});

test("what Argo CD manages is what it may touch, whatever the mode", () => {
  expect(
    spoke("mode: exec, command: a, subject: { kind: User, name: a }, access: { namespaces: [a] }, namespaces: [b]"),
  ).toEqual(['namespaces[0]\n  namespace "b" is not one that access allows: a']);
  expect(spoke("clusterResources: true")).toEqual([
    "clusterResources\n  clusterResources has no effect without namespaces\n  fix: remove it, or name namespaces",
  ]);
  expect(spoke("clusterResources: true, access: { namespaces: [a] }")).toEqual([
    "clusterResources\n  clusterResources is beyond access, which names namespaces",
  ]);
});

test("a retired spoke has nothing to leave alone", () => {
  const retired = `name: a, retired: true, cluster: { ${existing("a")} }, registration: { quarantine: true }`;
  expect(complaints(hubAndSpokes(existing("hub"), retired))).toEqual([
    "dev.yaml:8  spokes[0].registration.quarantine\n  warning: quarantine has no effect on a retired spoke\n  fix: remove it",
  ]);
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16"), retired.replace("retired: true, ", "")))).toEqual([]);
});
