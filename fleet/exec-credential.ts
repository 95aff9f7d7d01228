import { spawn } from "node:child_process";
import { KubeconfigError, type ExecEntry } from "./kubeconfig-file.js";

export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
}

export interface ExecCredentialOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Runs a kubeconfig's credential plugin and returns what it prints.
 *
 * It gets no terminal, so a plugin that wants to ask something fails instead of waiting.
 */
export async function execCredential(exec: ExecEntry, options: ExecCredentialOptions): Promise<ExecCredential> {
  const apiVersion = exec.apiVersion ?? "client.authentication.k8s.io/v1";
  const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const extra = Object.fromEntries((exec.env ?? []).map((entry) => [entry.name, entry.value]));
  const env = { ...options.env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const stdout = await run(exec, { env, timeout: options.timeout });
  const status = parseStatus(stdout);
  if (!status) throw new KubeconfigError(`the credential plugin "${exec.command}" printed no ExecCredential`);
  return status;
}

function parseStatus(stdout: string): ExecCredential | undefined {
  try {
    return (JSON.parse(stdout) as { status?: ExecCredential }).status;
  } catch {
    return undefined;
  }
}

function run(exec: ExecEntry, options: ExecCredentialOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(exec.command, exec.args ?? [], {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const fail = (why: string): void => {
      const hint = exec.installHint ? ` (${exec.installHint.trim()})` : "";
      reject(new KubeconfigError(`the credential plugin "${exec.command}" failed: ${why}${hint}`));
    };
    child.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? "it is not installed" : error.message),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else fail(stderr.trim().split("\n")[0] || (signal ? `ended by ${signal}` : `exit code ${code}`));
    });
  });
}
