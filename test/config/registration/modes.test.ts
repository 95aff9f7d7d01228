import { describe, expect, test } from "vitest";
import type { ClusterSpec } from "../../../config/cluster/index.js";
import {
  defaultMode,
  registrationModes,
  resolveRegistration,
  type ModeName,
} from "../../../config/registration/index.js";
import { complaints, existing, hubAndSpokes } from "../complaints.js";

const cluster: ClusterSpec = { provider: "existing", kubeconfig: "/k", context: "shop" };
const onEks: ClusterSpec = {
  provider: "eks",
  clusterName: "dev-shop",
  region: "eu-west-1",
  account: "111122223333",
  partition: "aws",
  clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/dev-shop",
  tags: {},
  endpoint: "private",
  publicCidrs: [],
};

function resolved(mode: ModeName, fields: Record<string, unknown> = {}, of = cluster): unknown {
  return resolveRegistration(registrationModes[mode].schema.parse({ mode, ...fields }), of, {
    environment: "dev",
    name: "shop",
  });
}

/** What each mode needs beside its name. */
const needed: Readonly<Record<ModeName, Record<string, unknown>>> = {
  "bearer-token": {},
  "aws-iam": {},
  exec: { command: "argocd-k8s-auth" },
  "client-certificate": {},
};

describe.each(Object.keys(needed) as ModeName[])("mode %s", (mode) => {
  test("takes every common field", () => {
    const common = {
      access: "read-only",
      namespaces: ["shop"],
      clusterResources: true,
      project: "team-a",
      shard: 3,
      proxyUrl: "http://proxy:3128",
      serverName: "shop.example.com",
      disableCompression: true,
      quarantine: true,
    };
    expect(resolved(mode, { ...needed[mode], ...common })).toMatchObject({ mode, ...common });
  });

  test("takes the namespaces of access, and the proxy of the cluster, unless others are written", () => {
    const behind = { ...cluster, proxyUrl: "socks5://proxy:1080" };
    const access = { namespaces: ["shop", "search"] };
    expect(resolved(mode, { ...needed[mode], access }, behind)).toMatchObject({
      namespaces: ["shop", "search"],
      proxyUrl: "socks5://proxy:1080",
    });
    const written = { namespaces: ["shop"], proxyUrl: "http://proxy:3128" };
    expect(resolved(mode, { ...needed[mode], access, ...written }, behind)).toMatchObject(written);
  });

  test("is admin of all namespaces by default", () => {
    const spec = resolved(mode, needed[mode]);
    expect(spec).toMatchObject({ access: "admin" });
    expect(spec).not.toHaveProperty("namespaces");
    expect(spec).not.toHaveProperty("proxyUrl");
  });
});

test("a token lives a year, and on EKS a day", () => {
  expect(resolved("bearer-token")).toEqual({ mode: "bearer-token", access: "admin", lifetime: "8760h", revision: 1 });
  expect(resolved("bearer-token", {}, onEks)).toMatchObject({ lifetime: "24h" });
  expect(resolved("bearer-token", { lifetime: "1h" }, onEks)).toMatchObject({ lifetime: "1h" });
});

test("an IAM role is assumed for a cluster by its name in EKS", () => {
  expect(resolved("aws-iam", {}, onEks)).toEqual({
    mode: "aws-iam",
    access: "admin",
    clusterName: "dev-shop",
    roleArn: "arn:aws:iam::111122223333:role/hubspoke-dev-shop-argocd",
    role: "created",
  });
  const roleArn = "arn:aws:iam::111122223333:role/argocd";
  expect(resolved("aws-iam", { roleArn, profile: "spokes" }, onEks)).toMatchObject({
    roleArn,
    profile: "spokes",
    role: "given",
  });
});

test("a command comes with all that Argo CD is told of it", () => {
  expect(resolved("exec", { command: "login" })).toEqual({
    mode: "exec",
    access: "admin",
    command: "login",
    args: [],
    env: {},
    apiVersion: "client.authentication.k8s.io/v1beta1",
  });
  const full = {
    command: "gke-gcloud-auth-plugin",
    args: ["--use_application_default_credentials"],
    env: { CLOUDSDK_CORE_PROJECT: "acme" },
    apiVersion: "client.authentication.k8s.io/v1",
    installHint: "add it to Argo CD's image",
    subject: { kind: "User", name: "argocd@acme.iam.gserviceaccount.com" },
  };
  expect(resolved("exec", full)).toEqual({ mode: "exec", access: "admin", ...full });
});

test("a preset is the command of a cloud, and what is written wins over it", () => {
  expect(resolved("exec", { preset: "gke" })).toEqual({
    mode: "exec",
    access: "admin",
    command: "gke-gcloud-auth-plugin",
    args: ["--use_application_default_credentials"],
    env: {},
    apiVersion: "client.authentication.k8s.io/v1beta1",
    installHint: "add gke-gcloud-auth-plugin to Argo CD's image, or use argocd-k8s-auth gcp, which is in it",
  });
  const written = { args: ["get-token", "--login", "msi"], env: { AZURE_CLIENT_ID: "c" }, installHint: "ask ops" };
  expect(resolved("exec", { preset: "aks", ...written })).toMatchObject({ command: "kubelogin", ...written });
  expect(resolved("exec", { preset: "aks" })).toMatchObject({
    args: ["get-token", "--login", "workloadidentity", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"],
    installHint: "add kubelogin to Argo CD's image, or use argocd-k8s-auth azure, which is in it",
  });
});

test("a client certificate is issued by the spoke, or comes in variables", () => {
  const common = { mode: "client-certificate", access: "admin" };
  const issued = {
    variables: { certificate: "hubspoke_dev_spoke_shop_certificate", key: "hubspoke_dev_spoke_shop_key" },
    subject: { kind: "User", name: "hubspoke:argocd-manager" },
  };
  expect(resolved("client-certificate")).toEqual({
    ...common,
    certificate: { issue: { lifetime: "8760h", revision: 1 }, ...issued },
  });
  expect(resolved("client-certificate", { issue: { lifetime: "720h", revision: 2 } })).toEqual({
    ...common,
    certificate: { issue: { lifetime: "720h", revision: 2 }, ...issued },
  });
  const variables = { certificate: "shop_certificate", key: "shop_key" };
  expect(resolved("client-certificate", { variables })).toEqual({ ...common, certificate: { variables } });
  const subject = { kind: "Group", name: "gitops" };
  expect(resolved("client-certificate", { variables, subject })).toEqual({
    ...common,
    certificate: { variables, subject },
  });
});

function spoke(registration: string): readonly string[] {
  return complaints(
    hubAndSpokes(existing("hub"), `name: a, cluster: { ${existing("a")} }, registration: { ${registration} }`),
  );
}

test("a key in the file is refused, and not echoed", () => {
  const pem = '"-----BEGIN PRIVATE KEY-----\\ncanary"';
  expect(spoke(`mode: client-certificate, variables: { certificate: "", key: ${pem} }`).join("\n")).not.toContain(
    "canary",
  );
  expect(spoke('mode: client-certificate, variables: { certificate: "a b", key: a }')).toEqual([
    "dev.yaml:8  spokes[0].registration.variables.certificate\n" +
      '  not the name of a Terraform variable, expected letters, digits, "_" and "-"\n' +
      "  fix: write the name here, and give the PEM at deploy: export TF_VAR_<name>",
  ]);
});

test("names of variables that are filled for issued certificates are not to be had", () => {
  expect(
    spoke("mode: client-certificate, variables: { certificate: hubspoke_dev_spoke_b_certificate, key: a }"),
  ).toEqual([
    "dev.yaml:8  spokes[0].registration.variables.certificate\n" +
      '  invalid certificate "hubspoke_dev_spoke_b_certificate", expected a name that does not begin with hubspoke_',
  ]);
});

test("a command is named, or a preset", () => {
  expect(spoke("mode: exec")).toEqual([
    'dev.yaml:8  spokes[0].registration\n  missing field "command", expected a string or a preset',
  ]);
  expect(spoke("mode: exec, preset: gke, command: login")).toEqual([
    "dev.yaml:8  spokes[0].registration.preset\n  preset beside command, expected one of them",
  ]);
  expect(spoke("mode: exec, preset: openshift")).toEqual([
    'dev.yaml:8  spokes[0].registration.preset\n  unknown preset "openshift", expected one of: gke, aks',
  ]);
});

test("a certificate has one source", () => {
  const variables = "variables: { certificate: a, key: b }";
  expect(spoke(`mode: client-certificate, issue: {}, ${variables}`)).toEqual([
    "dev.yaml:8  spokes[0].registration.issue\n  issue beside variables, expected one of them",
  ]);
  expect(spoke("mode: client-certificate, subject: { kind: User, name: a }")).toEqual([
    "dev.yaml:8  spokes[0].registration.subject\n" +
      "  subject has no effect without variables: a certificate that is issued names its own user\n  fix: remove it",
  ]);
});

test("a certificate and its key are two variables", () => {
  expect(spoke("mode: client-certificate, variables: { certificate: a, key: a }")).toEqual([
    "dev.yaml:8  spokes[0].registration.variables\n  one variable for both, expected one for the certificate and one for its key",
  ]);
});

test("a lifetime is a Go duration that Kubernetes issues", () => {
  const lifetimes = ["365d", "9m59s", "1193047h", "1e3h"].map((lifetime) =>
    spoke(`mode: bearer-token, lifetime: ${lifetime}`),
  );
  const path = "dev.yaml:8  spokes[0].registration.lifetime\n  ";
  expect(lifetimes.flat()).toEqual([
    `${path}invalid lifetime "365d", expected a Go duration such as 8760h or 30m\n  fix: Go durations have no days: write 8760h`,
    `${path}invalid lifetime "9m59s", expected at least 10m, the shortest that Kubernetes issues`,
    `${path}invalid lifetime "1193047h", expected at most 1193046h, the longest that Kubernetes issues`,
    `${path}invalid lifetime "1e3h", expected a Go duration such as 8760h or 30m`,
  ]);
  expect(spoke("mode: client-certificate, issue: { lifetime: 596524h }")).toEqual([
    'dev.yaml:8  spokes[0].registration.issue.lifetime\n  invalid lifetime "596524h", expected at most 596523h, the longest that Kubernetes issues',
  ]);
  expect(spoke("mode: client-certificate, issue: { lifetime: 1m }")).toEqual([
    'dev.yaml:8  spokes[0].registration.issue.lifetime\n  invalid lifetime "1m", expected at least 10m, the shortest that Kubernetes issues',
  ]);
});

test("what only one mode has is unknown to the others", () => {
  expect(spoke("mode: exec, command: a, lifetime: 1h")).toEqual([
    'dev.yaml:8  spokes[0].registration\n  unknown field "lifetime", expected one of: mode, preset, command, args, env, apiVersion, ' +
      "installHint, subject, access, namespaces, clusterResources, project, shard, proxyUrl, serverName, " +
      "disableCompression, quarantine\n  fix: it belongs to mode: bearer-token",
  ]);
});

test.each(Object.entries(defaultMode))("provider %s is registered by %s, which is for it", (provider, mode) => {
  expect(registrationModes[mode].supports).toContain(provider);
});
