import { describe, expect, test } from "vitest";
import type { ModeName, RegistrationSpec } from "../../config/registration/index.js";
import { registrationModes } from "../../constructs/registration/index.js";
import { registered } from "./registration-support.js";

/** One spec for each mode: a new mode does not compile without one. */
const examples: { readonly [Mode in ModeName]: Extract<RegistrationSpec, { mode: Mode }> } = {
  "bearer-token": { mode: "bearer-token", access: "admin", lifetime: "8760h", revision: 1 },
  "aws-iam": {
    mode: "aws-iam",
    access: "admin",
    clusterName: "ref-alpha",
    roleArn: "arn:aws:iam::444455556666:role/hubspoke-ref-alpha-argocd",
    role: "created",
  },
  exec: {
    mode: "exec",
    access: "read-only",
    command: "gke-gcloud-auth-plugin",
    args: ["--use_application_default_credentials"],
    env: { CLOUDSDK_CORE_PROJECT: "acme" },
    apiVersion: "client.authentication.k8s.io/v1beta1",
    subject: { kind: "User", name: "argocd@acme.iam.gserviceaccount.com" },
  },
  "client-certificate": {
    mode: "client-certificate",
    access: "read-only",
    certificate: {
      variables: { certificate: "alpha_certificate", key: "alpha_key" },
      subject: { kind: "Group", name: "gitops" },
    },
  },
};

/** Fields of Argo CD's ClusterConfig that say how to authenticate. */
const authentication = ["username", "password", "bearerToken", "awsAuthConfig", "execProviderConfig", "certData"];
const secretFields = ["password", "bearerToken", "keyData"];

describe.each(Object.keys(registrationModes) as ModeName[])("registration mode %s", (mode) => {
  const spec = examples[mode];

  test("returns fields of Argo CD's ClusterConfig, and exactly one way to authenticate", () => {
    const { config, tls } = registered(spec).credential;
    expect(Object.keys({ ...config, ...tls }).filter((key) => authentication.includes(key))).toHaveLength(1);
    ["tlsClientConfig", "proxyUrl", "disableCompression"].forEach((key) => expect(config).not.toHaveProperty(key));
  });

  test("a secret in it is an ephemeral value, in no state, and its identity holds none", () => {
    const { json, credential, secret: written } = registered(spec);
    const { config, tls, identity } = credential;
    expect(written).toHaveProperty(credential.secret ? "data_wo" : "data");
    expect(written).not.toHaveProperty(credential.secret ? "data" : "data_wo");
    const secrets = Object.entries({ ...config, ...tls }).filter(([key]) => secretFields.includes(key));
    const variables = Object.entries(json.variable ?? {}).filter(([, { ephemeral }]) => ephemeral === true);
    const ephemeral = new RegExp(
      `\\b(${["ephemeral\\..+", ...variables.map(([name]) => `var\\.${name}`)].join("|")})\\b`,
    );
    secrets.forEach(([, expression]) => expect(expression).toMatch(ephemeral));
    expect(identity.length > 0).toBe(credential.secret);
    expect(secrets.length > 0).toBe(credential.secret);
    identity.forEach((expression) => expect(expression).not.toMatch(ephemeral));
  });

  test("everything it defines is on the spoke; the hub has the cluster Secret alone", () => {
    const { json } = registered(spec);
    const onHub = Object.entries({ ...json.resource, ...json.ephemeral }).flatMap(([type, named]) =>
      Object.entries(named).flatMap(([name, { provider }]) =>
        provider === "kubernetes.hub" || provider === "aws.hub" ? [`${type}.${name}`] : [],
      ),
    );
    expect(onHub).toEqual(["kubernetes_secret_v1.cluster"]);
  });

  test("its resources have short addresses of their own", () => {
    const { json } = registered(spec);
    const names = Object.values(json.resource ?? {}).flatMap((named) => Object.keys(named));
    names.forEach((name) => expect(name).toMatch(/^[a-z][a-z0-9_-]*$/));
  });

  test("the cluster Secret waits for what must be on the spoke first", () => {
    const { secret, credential } = registered(spec);
    expect(secret.depends_on ?? []).toHaveLength(credential.dependsOn.length);
  });
});
