import type { Writable, WrittenSpoke } from "../../config/edit/spokes.js";
import { isMap, valueAt } from "../../config/path.js";
import { UsageError } from "../output.js";
import type { OpenFile } from "./open.js";

/** Flags of `hubspoke spoke add` that describe the spoke. */
export interface EntryOptions {
  readonly provider?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly port?: string;
  readonly label?: readonly string[];
  readonly access?: string;
  readonly registrationMode?: string;
}

/**
 * The entry of a new spoke: what the flags say, and nothing that the file's `defaults` say already.
 *
 * @throws UsageError for a flag that cannot be read, and for one that is missing
 */
export function spokeEntry(name: string, options: EntryOptions, file: OpenFile): WrittenSpoke {
  return {
    name,
    ...section("cluster", clusterFields(name, options, file.merged)),
    ...section("labels", labelsOf(options.label ?? [])),
    ...section("registration", registrationFields(options)),
  };
}

type Fields = Readonly<Record<string, Writable>>;

function section(key: string, fields: Fields): Fields {
  return Object.keys(fields).length === 0 ? {} : { [key]: fields };
}

function clusterFields(name: string, options: EntryOptions, merged: Record<string, unknown>): Fields {
  const defaults = clusterAt(merged, "defaults");
  const hub = { ...defaults, ...clusterAt(merged, "hub") };
  const provider = providerOf(name, options, [defaults.provider, hub.provider]);
  // Defaults of another provider are not for this cluster.
  const given = defaults.provider === undefined || defaults.provider === provider ? defaults : {};
  const fields = {
    ...(given.provider !== provider && { provider }),
    ...(provider === "existing" && existingFields(name, options, { given, hub })),
    ...(options.port !== undefined && { port: portOf(options.port) }),
  };
  return fields;
}

function clusterAt(document: Record<string, unknown>, key: "defaults" | "hub"): Record<string, unknown> {
  const cluster = valueAt(document, [key, "cluster"]);
  return isMap(cluster) ? cluster : {};
}

/** A context is that of a cluster that is already there; else a spoke is what the others are. */
function providerOf(name: string, options: EntryOptions, others: readonly unknown[]): string {
  if (options.provider !== undefined) return options.provider;
  if (options.context !== undefined || options.kubeconfig !== undefined) return "existing";
  const provider = others.find((other) => typeof other === "string");
  if (typeof provider === "string") return provider;
  throw new UsageError(`no provider for spoke "${name}"\n  fix: --provider <name>`);
}

interface Surroundings {
  readonly given: Record<string, unknown>;
  readonly hub: Record<string, unknown>;
}

function existingFields(name: string, options: EntryOptions, { given, hub }: Surroundings): Fields {
  if (options.context === undefined && given.context === undefined) {
    throw new UsageError(
      `missing --context <name>, the context of spoke "${name}" in the kubeconfig\n` +
        "  fix: give it, or --provider for a cluster of another kind",
    );
  }
  const ofHub = typeof hub.kubeconfig === "string" ? hub.kubeconfig : "~/.kube/config";
  const kubeconfig = options.kubeconfig ?? (given.kubeconfig === undefined ? ofHub : undefined);
  return {
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(options.context !== undefined && { context: options.context }),
  };
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new UsageError(`--port ${JSON.stringify(text)}, expected a number`);
}

function labelsOf(labels: readonly string[]): Readonly<Record<string, string>> {
  const entries = labels.map((label) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(label) ?? [];
    if (key !== undefined && value !== undefined) return [key, value] as const;
    throw new UsageError(`--label ${JSON.stringify(label)}, expected key=value`);
  });
  return Object.fromEntries(entries);
}

function registrationFields({ access, registrationMode }: EntryOptions): Fields {
  return {
    ...(registrationMode !== undefined && { mode: registrationMode }),
    ...(access !== undefined && { access: accessOf(access) }),
  };
}

/** `namespaces=a,b` is a map in the file; every other word is for the schema to judge. */
function accessOf(text: string): Writable {
  const names = /^namespaces=(.*)$/.exec(text)?.[1];
  return names === undefined ? text : { namespaces: names.split(",").map((name) => name.trim()) };
}
