import { randomBytes } from "node:crypto";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureAuthority } from "../certificates.js";
import { pkiDirectory } from "../control-plane-processes.js";
import { ensureDirectory, readIfThere, writeAtomic } from "../files.js";
import { writeKubeconfig } from "../kubeconfig.js";
import { argocdPorts } from "../ports.js";
import { type ArgoCdProcessSpec, type Component, components } from "./spec.js";

/** Folders that the components expect, by the variable that names each. */
export function configFolders(spec: ArgoCdProcessSpec): Record<string, string> {
  const at = (...path: string[]) => join(spec.directory, "config", ...path);
  return {
    ARGOCD_APP_CONF_PATH: at(),
    ARGOCD_TLS_DATA_PATH: at("tls"),
    ARGOCD_SSH_DATA_PATH: at("ssh"),
    ARGOCD_GNUPGHOME: at("gpg", "keys"),
    ARGOCD_GPG_DATA_PATH: at("gpg", "source"),
    ARGOCD_PLUGINSOCKFILEPATH: at("plugins"),
    HOME: at("home"),
    HELM_CACHE_HOME: at("helm"),
    HELM_CONFIG_HOME: at("helm"),
    HELM_DATA_HOME: at("helm"),
    TMPDIR: join(spec.directory, "tmp"),
  };
}

export function kubeconfigFile(spec: ArgoCdProcessSpec, component: Component): string {
  return join(spec.directory, `${component}.kubeconfig`);
}

/** Writes what the components read; keeps what is good. Returns the password of their cache. */
export async function ensureFiles(spec: ArgoCdProcessSpec): Promise<string> {
  await Promise.all(Object.values(configFolders(spec)).map(ensureDirectory));
  await ensureRepoServerTls(spec);
  await ensureKubeconfigs(spec);
  const password = await ensurePassword(join(spec.directory, "redis-password"));
  await writeAtomic(redisConfigFile(spec), redisConfig(spec, password));
  return password;
}

/** For a real redis-server or valkey-server: its password stands in a file, as an argument would show in the process list. */
export function redisConfigFile(spec: ArgoCdProcessSpec): string {
  return join(spec.directory, "redis.conf");
}

function redisConfig(spec: ArgoCdProcessSpec, password: string): string {
  const port = argocdPorts(spec.hub.port).redis;
  return ["bind 127.0.0.1", `port ${port}`, `requirepass ${password}`, 'save ""', "appendonly no", ""].join("\n");
}

async function ensurePassword(path: string): Promise<string> {
  const known = (await readIfThere(path))?.trim();
  if (known) return known;
  const password = randomBytes(24).toString("hex");
  await writeAtomic(path, `${password}\n`);
  return password;
}

/** The repo-server's certificate, and copies where its clients look for what to trust. */
async function ensureRepoServerTls(spec: ArgoCdProcessSpec): Promise<void> {
  const config = join(spec.directory, "config");
  const served = await ensureDirectory(join(config, "reposerver", "tls"));
  const authority = await ensureAuthority(served, "ca");
  await authority.ensure({
    name: "tls",
    commonName: "argocd-repo-server",
    usage: ["server"],
    hosts: ["127.0.0.1", "localhost"],
  });
  for (const client of ["controller", "server"]) {
    const trusted = await ensureDirectory(join(config, client, "tls"));
    for (const file of ["tls.crt", "ca.crt"]) await copyFile(join(served, file), join(trusted, file));
  }
}

/**
 * Each component acts as the ServiceAccount that its Deployment would run as.
 *
 * A client certificate with the ServiceAccount's user name gets exactly what the chart's roles give it: RBAC goes by name.
 */
async function ensureKubeconfigs(spec: ArgoCdProcessSpec): Promise<void> {
  const pki = pkiDirectory(spec.hub);
  const authority = await ensureAuthority(pki, "ca");
  for (const component of components.filter((name) => name !== "redis")) {
    const commonName = `system:serviceaccount:${spec.namespace}:${component}`;
    await authority.ensure({ name: component, commonName, usage: ["client"] });
    await writeKubeconfig({
      path: kubeconfigFile(spec, component),
      context: spec.hub.context,
      server: spec.hub.endpoint,
      caFile: join(pki, "ca.crt"),
      certificateFile: join(pki, `${component}.crt`),
      keyFile: join(pki, `${component}.key`),
      namespace: spec.namespace,
    });
  }
}
