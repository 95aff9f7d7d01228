import { join } from "node:path";
import { programEnvironment } from "./child-environment.js";
import type { ControlPlanePlace, ControlPlaneSpec } from "./control-plane-spec.js";
import { controlPlanePorts } from "./ports.js";
import type { ProcessSpec } from "./process.js";

/** Programs of a control plane, in the order they start. */
export const controlPlanePrograms = ["etcd", "kube-apiserver", "kube-controller-manager"] as const;
export type ControlPlaneProgram = (typeof controlPlanePrograms)[number];

/** What the processes of one control plane need beside its specification. */
export interface ProcessInputs {
  /** Absolute path of each program. */
  readonly programs: Readonly<Record<ControlPlaneProgram, string>>;
  /** Hash of the authorities: a process that was started under others is restarted. */
  readonly authorities: string;
}

/** The processes of a control plane, by program. */
export function controlPlaneProcesses(
  spec: ControlPlaneSpec,
  inputs: ProcessInputs,
): Record<ControlPlaneProgram, ProcessSpec> {
  return {
    etcd: processOf(spec, "etcd", inputs, etcdArguments(spec)),
    "kube-apiserver": processOf(spec, "kube-apiserver", inputs, apiServerArguments(spec)),
    "kube-controller-manager": processOf(spec, "kube-controller-manager", inputs, controllerManagerArguments(spec)),
  };
}

/** Where etcd keeps the cluster's data. */
export function etcdDirectory(spec: ControlPlanePlace): string {
  return join(spec.directory, "etcd");
}

export function pkiDirectory(spec: ControlPlanePlace): string {
  return join(spec.directory, "pki");
}

export function controllerManagerKubeconfig(spec: ControlPlanePlace): string {
  return join(spec.directory, "controller-manager.kubeconfig");
}

export function pidFile(spec: ControlPlanePlace, program: ControlPlaneProgram): string {
  return join(spec.directory, `${program}.pid.json`);
}

export function logFile(spec: ControlPlanePlace, program: ControlPlaneProgram): string {
  return join(spec.directory, "logs", `${program}.log`);
}

function processOf(
  spec: ControlPlaneSpec,
  name: ControlPlaneProgram,
  inputs: ProcessInputs,
  flags: Record<string, string>,
): ProcessSpec {
  return {
    name,
    command: inputs.programs[name],
    args: Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
    environment: programEnvironment(
      { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"] },
      { HUBSPOKE_AUTHORITIES: inputs.authorities },
    ),
    directory: spec.directory,
    pidFile: pidFile(spec, name),
    logFile: logFile(spec, name),
  };
}

function etcdArguments(spec: ControlPlaneSpec): Record<string, string> {
  const ports = controlPlanePorts(spec.port);
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  const pki = (name: string) => join(pkiDirectory(spec), name);
  return {
    name: "local",
    "data-dir": etcdDirectory(spec),
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `local=${peer}`,
    "cert-file": pki("etcd.crt"),
    "key-file": pki("etcd.key"),
    "trusted-ca-file": pki("etcd-ca.crt"),
    "client-cert-auth": "true",
    "peer-cert-file": pki("etcd.crt"),
    "peer-key-file": pki("etcd.key"),
    "peer-trusted-ca-file": pki("etcd-ca.crt"),
    "peer-client-cert-auth": "true",
    // Twice as fast on ordinary disks; a power cut may cost the data, which Git and Terraform bring back.
    "unsafe-no-fsync": "true",
    "log-level": "warn",
  };
}

function apiServerArguments(spec: ControlPlaneSpec): Record<string, string> {
  const ports = controlPlanePorts(spec.port);
  const pki = (name: string) => join(pkiDirectory(spec), name);
  return {
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": String(ports.apiServer),
    "etcd-servers": `https://127.0.0.1:${ports.etcd}`,
    "etcd-cafile": pki("etcd-ca.crt"),
    "etcd-certfile": pki("etcd-client.crt"),
    "etcd-keyfile": pki("etcd-client.key"),
    "tls-cert-file": pki("apiserver.crt"),
    "tls-private-key-file": pki("apiserver.key"),
    "client-ca-file": pki("ca.crt"),
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": pki("service-account.pub"),
    "service-account-signing-key-file": pki("service-account.key"),
    "service-cluster-ip-range": "10.0.0.0/24",
    "authorization-mode": "RBAC",
    "anonymous-auth": "false",
    // No other API server, and nobody inside the cluster who would follow the endpoint.
    "endpoint-reconciler-type": "none",
    profiling: "false",
  };
}

function controllerManagerArguments(spec: ControlPlaneSpec): Record<string, string> {
  const pki = (name: string) => join(pkiDirectory(spec), name);
  return {
    kubeconfig: controllerManagerKubeconfig(spec),
    "service-account-private-key-file": pki("service-account.key"),
    "root-ca-file": pki("ca.crt"),
    // Signs what CertificateSigningRequests ask for.
    "cluster-signing-cert-file": pki("ca.crt"),
    "cluster-signing-key-file": pki("ca.key"),
    "use-service-account-credentials": "true",
    // Nobody asks for its metrics: no port at all.
    "secure-port": "0",
    "leader-elect": "false",
    controllers: "*",
    profiling: "false",
  };
}
