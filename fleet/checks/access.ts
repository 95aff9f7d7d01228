import type { Subject } from "../../config/registration/index.js";
import type { Spoke } from "../../config/topology.js";
import { describeAction, expectations, reviewSpec, type Action } from "../access-review.js";
import { verdict, type Check } from "../check.js";
import type { KubernetesClient } from "../kubernetes.js";

export const PERMISSIONS = "credential-permissions";
export const RESTRICTIONS = "credential-restrictions";

/**
 * What a spoke lets a credential do is what `access` says, and no more.
 *
 * The client has the credential; with a subject it is an operator's, who asks about that subject.
 */
export async function reviewAccess(client: KubernetesClient, spoke: Spoke, subject?: Subject): Promise<Check[]> {
  const { allowed, denied } = expectations(spoke.registration.access);
  const [may, mayNot] = await Promise.all([ask(client, allowed, subject), ask(client, denied, subject)]);
  const missing = allowed.filter((_, index) => !may[index]).map(describeAction);
  const excess = denied.filter((_, index) => mayNot[index]).map(describeAction);
  const permissions = verdict(PERMISSIONS, spoke.name);
  const restrictions = verdict(RESTRICTIONS, spoke.name);
  const holder = holderOf(spoke);
  const fix = `deploy the spoke's registration stack again, and look for other role bindings of ${holder}`;
  const checks = [
    missing.length > 0
      ? permissions.failed(`it may not ${missing.join(", ")}`, fix)
      : permissions.passed(`it may ${summary(allowed)}`),
  ];
  if (denied.length === 0) return checks;
  const judged =
    excess.length > 0
      ? restrictions.failed(`it may ${excess.join(", ")}`, fix)
      : restrictions.passed(`it may do none of ${denied.length} things that access does not give`);
  return [...checks, judged];
}

/** Whom `access` is granted to. */
function holderOf({ registration }: Spoke): string {
  const given = registration.mode === "client-certificate" ? registration.certificate : registration;
  return "subject" in given && given.subject !== undefined
    ? `${given.subject.kind} "${given.subject.name}"`
    : "argocd-manager";
}

function summary(actions: readonly Action[]): string {
  const shown = actions.slice(0, 3).map(describeAction).join(", ");
  return actions.length > 3 ? `${shown} and ${actions.length - 3} more` : shown;
}

function ask(client: KubernetesClient, actions: readonly Action[], subject?: Subject): Promise<boolean[]> {
  return Promise.all(actions.map((action) => askOne(client, action, subject)));
}

async function askOne(client: KubernetesClient, action: Action, subject?: Subject): Promise<boolean> {
  const kind = subject === undefined ? "SelfSubjectAccessReview" : "SubjectAccessReview";
  const spec = { ...reviewSpec(action), ...(subject !== undefined && identityOf(subject)) };
  const answer = await client.create<{ status?: { allowed?: boolean } }>(
    `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`,
    { apiVersion: "authorization.k8s.io/v1", kind, spec },
  );
  return answer.status?.allowed === true;
}

/** Whoever authenticates is in that group too, and has what is granted to it. */
function identityOf({ kind, name }: Subject): { readonly user?: string; readonly groups: readonly string[] } {
  const everybody = "system:authenticated";
  return kind === "User" ? { user: name, groups: [everybody] } : { groups: [name, everybody] };
}
