import { verdict, type Check } from "../check.js";
import type { ArgoCdComponent } from "../fleet.js";
import type { KubernetesClient } from "../kubernetes.js";
import type { KubernetesList, Workload } from "../objects.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";

const ID = "argocd-component";
const SELECTOR = "app.kubernetes.io/part-of=argocd";

/** Each component of Argo CD answers: its process where it runs as one, else its Deployment or StatefulSet. */
export async function checkComponents(snapshot: Snapshot): Promise<Check[]> {
  const { topology, options } = snapshot.fleet;
  const fix = topology.hub.argocd.existing ? "see to it where it was installed" : `hubspoke up ${topology.name}`;
  const argocd = verdict(ID, "argocd");
  // EKS runs them, outside of the cluster.
  if (topology.hub.identity?.kind === "capability") return [];
  if (options.argocdComponents)
    return none(
      argocd,
      (await options.argocdComponents()).map((component) => judgeProcess(component, fix)),
      fix,
    );
  const answer = await snapshot.answer(topology.hub.name);
  if (!answer.ok) return [argocd.skipped("the hub does not answer")];
  try {
    return none(
      argocd,
      (await workloads(answer.client, topology.hub.argocd.namespace)).map((item) => judgeWorkload(item, fix)),
      fix,
    );
  } catch (error) {
    return [argocd.failed(problemOf(error))];
  }
}

function none(argocd: ReturnType<typeof verdict>, checks: Check[], fix: string): Check[] {
  return checks.length > 0 ? checks : [argocd.failed("no component of Argo CD is there", fix)];
}

function judgeProcess(component: ArgoCdComponent, fix: string): Check {
  const check = verdict(ID, component.name);
  return component.healthy ? check.passed(component.detail) : check.failed(component.detail, fix);
}

async function workloads(hub: KubernetesClient, namespace: string): Promise<Workload[]> {
  const path = (plural: string): string =>
    `/apis/apps/v1/namespaces/${namespace}/${plural}?labelSelector=${encodeURIComponent(SELECTOR)}`;
  const lists = await Promise.all(
    ["deployments", "statefulsets"].map((plural) => hub.get<KubernetesList<Workload>>(path(plural))),
  );
  return lists.flatMap((list) => list.items).sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

function judgeWorkload(workload: Workload, fix: string): Check {
  const check = verdict(ID, workload.metadata.name);
  const wanted = workload.spec.replicas ?? 1;
  const ready = workload.status?.readyReplicas ?? 0;
  if ((workload.status?.observedGeneration ?? 0) < (workload.metadata.generation ?? 0))
    return check.failed("its last change is not rolled out yet", fix);
  return ready >= wanted
    ? check.passed(`${ready} of ${wanted} ready`)
    : check.failed(`${ready} of ${wanted} ready`, fix);
}
