import { expect, test } from "vitest";
import { noProxy, programEnvironment } from "../../local/child-environment.js";

test("a proxy never catches loopback traffic, and the operator's own exceptions stay", () => {
  const hosts = "internal.example,127.0.0.1,localhost,::1";
  expect(noProxy({ NO_PROXY: "internal.example, 127.0.0.1" })).toEqual({ NO_PROXY: hosts, no_proxy: hosts });
});

test("a program gets no variable that configures Kubernetes, Argo CD or Git", () => {
  const from = {
    PATH: "/bin",
    HTTPS_PROXY: "http://proxy",
    KUBECONFIG: "/k",
    ARGOCD_AUTH_TOKEN: "t",
    GIT_DIR: "/g",
    HUBSPOKE_RUN: "/l",
  };
  expect(Object.keys(programEnvironment(from, { EXTRA: "1" })).sort()).toEqual([
    "EXTRA",
    "HTTPS_PROXY",
    "NO_PROXY",
    "PATH",
    "no_proxy",
  ]);
});
