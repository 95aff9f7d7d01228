import { createHash } from "node:crypto";
import { isMap } from "../path.js";

/**
 * Digest of everything in a cluster Secret that is no credential; undefined where its `config` is no JSON object.
 *
 * Terraform makes the same of what it writes, with `sha256(jsonencode(...))`. Whatever Argo CD takes for the same has the
 * same digest: it writes a Secret anew at times, and leaves out what is off.
 */
export function configDigest(data: Readonly<Record<string, string>>): string | undefined {
  const { config = "", ...fields } = data;
  const connection = parseConfig(config);
  if (connection === undefined) return undefined;
  const json = terraformJson([comparableFields(fields), comparableConnection(connection)]);
  return createHash("sha256").update(json).digest("hex");
}

function comparableFields({ server = "", clusterResources, ...fields }: Readonly<Record<string, string>>): unknown {
  return {
    ...fields,
    server: server.replace(/\/$/, ""),
    ...(clusterResources === "true" && { clusterResources }),
  };
}

function comparableConnection(config: Record<string, unknown>): unknown {
  const { tlsClientConfig: tls, disableCompression } = config;
  return {
    ...without(config, disableCompression === false ? ["bearerToken", "disableCompression"] : ["bearerToken"]),
    tlsClientConfig: isMap(tls) ? comparableTls(tls) : tls,
  };
}

/** A CA that is empty means the system's, and so does none. */
function comparableTls(tls: Record<string, unknown>): unknown {
  return { ...(tls["insecure"] !== true && { caData: "" }), ...without(tls, ["certData", "keyData"]) };
}

function without(map: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

function parseConfig(text: string): Record<string, unknown> | undefined {
  try {
    const config: unknown = JSON.parse(text);
    return isMap(config) ? config : undefined;
  } catch {
    // JSON.parse quotes its input, and this input is a credential.
    return undefined;
  }
}

/** A value as Terraform's jsonencode writes it: keys sorted, and escaped for HTML. */
export function terraformJson(value: unknown): string {
  return JSON.stringify(value, sorted).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sorted(_key: string, value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
