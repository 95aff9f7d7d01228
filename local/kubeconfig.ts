import { readFile } from "node:fs/promises";
import { writeAtomic } from "./files.js";

export interface KubeconfigSpec {
  readonly path: string;
  readonly context: string;
  readonly server: string;
  /** PEM files that are embedded. */
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Namespace of the context. @default - `default` */
  readonly namespace?: string;
}

/** Writes a kubeconfig of one context with a client certificate, everything embedded, readable by its owner only. */
export async function writeKubeconfig(spec: KubeconfigSpec): Promise<void> {
  const [ca, certificate, key] = await Promise.all([spec.caFile, spec.certificateFile, spec.keyFile].map(base64));
  // A JSON string is a YAML string: quoting so is safe for any name and path.
  const name = JSON.stringify(spec.context);
  const lines = [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    `  - name: ${name}`,
    "    cluster:",
    `      server: ${JSON.stringify(spec.server)}`,
    `      certificate-authority-data: ${ca}`,
    "users:",
    `  - name: ${name}`,
    "    user:",
    `      client-certificate-data: ${certificate}`,
    `      client-key-data: ${key}`,
    "contexts:",
    `  - name: ${name}`,
    "    context:",
    `      cluster: ${name}`,
    `      user: ${name}`,
    ...(spec.namespace ? [`      namespace: ${JSON.stringify(spec.namespace)}`] : []),
    `current-context: ${name}`,
    "",
  ];
  await writeIfChanged(spec.path, lines.join("\n"));
}

async function base64(path: string): Promise<string> {
  return (await readFile(path)).toString("base64");
}

/** Leaves an equal file alone: its time then tells when the access really changed. */
async function writeIfChanged(path: string, content: string): Promise<void> {
  const current = await readFile(path, "utf8").catch(() => undefined);
  if (current !== content) await writeAtomic(path, content);
}
