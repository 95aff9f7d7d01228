import { expect, test } from "vitest";
import type { ClientCertificateSpec, RegistrationSpec } from "../../config/registration/index.js";
import { addresses } from "../stacks/support.js";
import { registered } from "./registration-support.js";

const variables = { certificate: "alpha_certificate", key: "alpha_key" };

function spec(over: Partial<ClientCertificateSpec> = {}): RegistrationSpec {
  return { mode: "client-certificate", access: "admin", certificate: { variables }, ...over };
}

test("the key is an ephemeral variable; the certificate is none, so that another one is noticed", () => {
  expect(registered(spec()).json.variable).toEqual({
    alpha_certificate: { type: "string", default: null, sensitive: true },
    alpha_key: { type: "string", default: null, sensitive: true, ephemeral: true },
  });
});

test("both go to Argo CD's tlsClientConfig, beside what the cluster has there", () => {
  expect(registered(spec({ serverName: "api.internal" })).data.config).toBe(
    '${jsonencode({"tlsClientConfig" = {"insecure" = false, "serverName" = "api.internal", ' +
      '"certData" = try(base64encode(var.alpha_certificate), ""), "keyData" = try(base64encode(var.alpha_key), ""), ' +
      '"caData" = "Y2E="}})}',
  );
});

test("the Secret is written again for another certificate, and the key is no part of its revision", () => {
  expect(registered(spec()).secret.data_wo_revision).toBe(
    '${parseint(substr(sha256(jsonencode([{"name" = "alpha", "server" = "https://spoke.example.com:6443"}, ' +
      '{"tlsClientConfig" = {"insecure" = false, "caData" = "Y2E="}}, nonsensitive(sha256(jsonencode(var.alpha_certificate)))])), 0, 7), 16) + 1}',
  );
});

test("without the variables, or with other things in them, nothing is planned; what destroys needs none", () => {
  expect(registered(spec()).secret.lifecycle).toEqual({
    precondition: [
      { condition: "${true}", error_message: "never" },
      {
        condition:
          '${can(regex("-----BEGIN CERTIFICATE-----", var.alpha_certificate)) && ' +
          '!can(regex("PRIVATE KEY-----", var.alpha_certificate))}',
        error_message: "TF_VAR_alpha_certificate holds no certificate, expected PEM without a key",
      },
      {
        condition: '${can(regex("-----BEGIN ((RSA|EC) )?PRIVATE KEY-----", var.alpha_key))}',
        error_message: "TF_VAR_alpha_key holds no private key, expected PEM without a passphrase",
      },
    ],
  });
});

test("without a subject nothing is granted: the spoke has the cluster Secret's credential alone", () => {
  const { json, secret } = registered(spec());
  expect(addresses(json)).toEqual(["kubernetes_secret_v1.cluster"]);
  expect(secret.depends_on).toEqual([]);
});

test("access is granted to the subject, which is taken literally", () => {
  const { json, secret } = registered(
    spec({ access: "read-only", certificate: { variables, subject: { kind: "User", name: "argo ${cd}" } } }),
  );
  expect(json.resource?.kubernetes_cluster_role_binding_v1?.argocd_manager).toMatchObject({
    provider: "kubernetes.spoke",
    subject: [{ kind: "User", name: "argo $${cd}", api_group: "rbac.authorization.k8s.io" }],
  });
  expect(secret.depends_on).toEqual(["kubernetes_cluster_role_binding_v1.argocd_manager"]);
});

test("who deploys without a certificate that is issued is told the command that gets it", () => {
  const issue = { lifetime: "24h", revision: 1 };
  const { precondition } = registered(spec({ certificate: { variables, issue } })).secret.lifecycle as {
    precondition: { error_message: string }[];
  };
  const fix =
    "hubspoke certificate ref -- <what deploys> fills it, and so does hubspoke up ref: they say why where they cannot";
  expect(precondition.map(({ error_message }) => error_message)).toEqual([
    "never",
    `TF_VAR_alpha_certificate holds no certificate; ${fix}`,
    `TF_VAR_alpha_key holds no private key; ${fix}`,
  ]);
});
