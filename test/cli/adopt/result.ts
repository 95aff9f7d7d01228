import { expect } from "vitest";
import { parse } from "yaml";
import { adopt, type AdoptOptions } from "../../../cli/adopt.js";
import type { TestServer } from "../../fleet/support.js";
import { argoCd, startHub, type Folder } from "./support.js";

/** What the commands have written, on stdout and on stderr. */
export interface Said {
  data: string;
  status: string;
}

export interface Result {
  readonly code: number;
  readonly spokes: readonly { readonly name: string; readonly notes: readonly string[]; readonly context: string }[];
  readonly left: readonly { readonly secret: string; readonly reason: string; readonly fix?: string }[];
  readonly variables: readonly string[];
  readonly afterDeploy: readonly string[];
  readonly entries: readonly object[];
  readonly hub: object;
}

/** Part of every secret in the tests. */
export const canary = "c4n4ry";

export interface Place {
  readonly folder: Folder;
  readonly said: Said;
}

/** Adopts an Argo CD with these Secrets; `payments` is a context of the spoke. */
export async function adoptAll(
  { folder, said }: Place,
  secrets: object[],
  spoke: TestServer,
  { others = {}, ...options }: AdoptOptions & { readonly others?: Readonly<Record<string, TestServer>> } = {},
): Promise<Result> {
  const server = await startHub(argoCd(secrets));
  folder.kubeconfig({ hub: server, payments: spoke, ...others });
  const code = await adopt({ context: "hub", kubeconfig: "kube.yaml", name: "prod", json: true, ...options });
  const text = folder.read("environments/prod.yaml");
  expect(said.data + said.status + text).not.toContain(canary);
  const { spokes: entries, hub } = parse(text) as { spokes: object[]; hub: object };
  return { ...(JSON.parse(said.data) as Result), code, entries, hub };
}
