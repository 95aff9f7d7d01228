import { setTimeout as sleep } from "node:timers/promises";
import { ifThere, type KubernetesClient } from "../kubernetes.js";
import type { Application, ApplicationSet } from "../objects.js";
import { keyOf, makerOf, pathOf, type Maker } from "./applications.js";

/** Milliseconds between the end of a look and the next. */
export const PAUSE = 500;

/** How often an Application may be there again: an ApplicationSet that has not seen the Secret change makes it once more. */
export const RETURNS = 3;

/** Milliseconds that a maker has for looking again at what it makes; one whose controller is down never does. */
const REFRESH_TIMEOUT = 60_000;

const annotations = {
  ApplicationSet: "argocd.argoproj.io/application-set-refresh",
  Application: "argocd.argoproj.io/refresh",
} as const;

/** The makers of Applications, each once. */
export function makersOf(applications: readonly Application[], argocdNamespace: string): readonly Maker[] {
  const makers = applications.flatMap((application) => makerOf(application, argocdNamespace) ?? []);
  return [...new Map(makers.map((maker) => [pathOf(maker), maker])).values()];
}

/** Has makers look at what they make by now, and waits until they have. */
export async function refreshMakers(hub: KubernetesClient, makers: readonly Maker[], deadline: number): Promise<void> {
  const until = Math.min(deadline, Date.now() + REFRESH_TIMEOUT);
  const value = { ApplicationSet: "true", Application: "normal" } as const;
  const asked = makers.map(async (maker) => {
    const key = annotations[maker.kind];
    await ifThere(hub.patch(pathOf(maker), { metadata: { annotations: { [key]: value[maker.kind] } } }));
    while (Date.now() < until) {
      const found = await ifThere(hub.get<ApplicationSet>(pathOf(maker)));
      if (found?.metadata.annotations?.[key] === undefined) return;
      await sleep(PAUSE);
    }
  });
  await Promise.all(asked);
}

/** Those that another Application would make again: Git still has them there, and it is synced by itself. */
export async function remade(
  hub: KubernetesClient,
  applications: readonly Application[],
  argocdNamespace: string,
): Promise<readonly Application[]> {
  const asked = applications.map(async (one) =>
    (await isRemade(hub, one, makerOf(one, argocdNamespace))) ? [one] : [],
  );
  return (await Promise.all(asked)).flat();
}

async function isRemade(hub: KubernetesClient, application: Application, maker: Maker | undefined): Promise<boolean> {
  if (maker?.kind !== "Application") return false;
  const parent = await ifThere(hub.get<Application>(pathOf(maker)));
  return parent !== undefined && isAutomated(parent) && hasInGit(parent, application);
}

function isAutomated({ spec }: Application): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

function hasInGit({ status }: Application, application: Application): boolean {
  const { namespace, name } = keyOf(application);
  const listed = status?.resources?.find(
    (resource) => resource.kind === "Application" && resource.name === name && resource.namespace === namespace,
  );
  return listed !== undefined && !listed.requiresPruning;
}
