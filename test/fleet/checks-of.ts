import type { HubSpokeTopology } from "../../config/topology.js";
import { verify, type VerifyOptions } from "../../fleet/verify.js";
import type { FakeFleet } from "./fake-fleet.js";

/** As the command line sets it up for a hub whose Argo CD runs as processes. */
export function optionsFor(fleet: FakeFleet): VerifyOptions {
  const argocdComponents = async () => [{ name: "argocd-server", healthy: true, detail: "answers" }];
  return { argocdComponents, argocdServer: fleet.argocd.url, env: {} };
}

export interface Changed extends VerifyOptions {
  /** @default - the fleet's own */
  readonly topology?: HubSpokeTopology;
}

/** Checks of one id, as `status subject: message`. */
export async function checksOf(
  fleet: FakeFleet,
  id: string,
  { topology, ...changed }: Changed = {},
): Promise<string[]> {
  const { checks } = await verify(topology ?? fleet.topology, { ...optionsFor(fleet), ...changed });
  return checks.filter((check) => check.id === id).map((check) => `${check.status} ${check.subject}: ${check.message}`);
}
