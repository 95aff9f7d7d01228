import { Server, ServerCredentials, type handleUnaryCall } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { fileURLToPath } from "node:url";
import type { Block } from "./schema.js";
import { answered, applied, pack, planned, unpack, type DynamicValue, type Fields } from "./values.js";

export interface Schemas {
  readonly provider: Block;
  /** Resource types; those of data sources begin with `data.`. */
  readonly types: Readonly<Record<string, Block>>;
}

export interface Provider {
  /** The value of TF_REATTACH_PROVIDERS with which Terraform uses this server instead of a program of its own. */
  readonly reattach: string;
  close(): void;
}

/** What a data source answers, by its type and arguments. */
export type Lookup = (type: string, config: Fields) => Fields;

interface Change {
  readonly type_name: string;
  readonly proposed_new_state: DynamicValue;
  readonly planned_state: DynamicValue;
}

/** Serves a provider with these schemas, to every Terraform on this machine that is told of it. */
export async function serveProvider(source: string, schemas: Schemas, lookup: Lookup): Promise<Provider> {
  const server = new Server();
  const definition = loadSync(fileURLToPath(new URL("plugin.proto", import.meta.url)), { keepCase: true });
  server.addService(definition["tfplugin5.Provider"] as Parameters<Server["addService"]>[0], {
    ...describingCalls(schemas),
    ...changingCalls(schemas, lookup),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const address = { Network: "tcp", String: `127.0.0.1:${port}` };
  const reattach = { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
  return { reattach: JSON.stringify({ [source]: reattach }), close: () => server.forceShutdown() };
}

/** Without checks of its own: what the schemas tell, Terraform itself checks. */
function describingCalls(schemas: Schemas) {
  const described = {
    provider: schemaMessage(schemas.provider),
    resource_schemas: messages(schemas, /^(?!data\.)/),
    data_source_schemas: messages(schemas, /^data\./),
  };
  const nothing = answer(() => ({}));
  return {
    GetSchema: answer(() => described),
    PrepareProviderConfig: answer(({ config }: { config: DynamicValue }) => ({ prepared_config: config })),
    ValidateResourceTypeConfig: nothing,
    ValidateDataSourceConfig: nothing,
    Configure: nothing,
    Stop: nothing,
  };
}

/** Nothing changes outside of Terraform's state, and nothing is there but what it has made. */
function changingCalls({ types }: Schemas, lookup: Lookup) {
  const change = (type: string, value: DynamicValue, to: (block: Block, fields: Fields) => Fields) => {
    const fields = unpack(value);
    return pack(fields && to(types[type] as Block, fields));
  };
  return {
    UpgradeResourceState: answer(({ raw_state }: { raw_state: DynamicValue }) => ({ upgraded_state: raw_state })),
    ReadResource: answer(({ current_state }: { current_state: DynamicValue }) => ({ new_state: current_state })),
    PlanResourceChange: answer(({ type_name, proposed_new_state }: Change) => {
      return { planned_state: change(type_name, proposed_new_state, planned), legacy_type_system: true };
    }),
    ApplyResourceChange: answer(({ type_name, planned_state }: Change) => {
      return { new_state: change(type_name, planned_state, applied), legacy_type_system: true };
    }),
    ReadDataSource: answer(({ type_name, config }: { type_name: string; config: DynamicValue }) => {
      const read = (block: Block, fields: Fields) => answered(block, fields, lookup(type_name, fields));
      return { state: change(`data.${type_name}`, config, read) };
    }),
  };
}

function answer<Request, Response>(respond: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    try {
      callback(null, respond(request));
    } catch (error) {
      callback(error as Error);
    }
  };
}

function messages({ types }: Schemas, prefix: RegExp): object {
  const chosen = Object.entries(types).filter(([type]) => prefix.test(type));
  return Object.fromEntries(chosen.map(([type, block]) => [type.replace(prefix, ""), schemaMessage(block)]));
}

function schemaMessage(block: Block): object {
  return { version: 0, block: blockMessage(block) };
}

const NESTING = { single: 1, list: 2, set: 3 } as const;

function blockMessage({ attributes, block_types }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => {
      return { name, type: Buffer.from(JSON.stringify(type)), ...flags };
    }),
    block_types: Object.entries(block_types).map(([type_name, { nesting_mode, block, ...items }]) => {
      return { type_name, nesting: NESTING[nesting_mode], block: blockMessage(block), ...items };
    }),
  };
}
