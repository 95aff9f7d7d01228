import { arnParts } from "../cluster/aws.js";
import { durationSeconds } from "../fields/duration.js";
import type { Finding } from "../finding.js";
import {
  isNamespaceAccess,
  isComputed,
  longestEksLifetime,
  registrationModes,
  type RegistrationSpec,
  type Subject,
} from "../registration/index.js";
import { placedSpokes, type Checked } from "./rule.js";

export function modeSuitsProvider({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }) => {
    const { provider } = cluster;
    if (registrationModes[registration.mode].supports.includes(provider)) return [];
    const others = Object.entries(registrationModes).filter(([, { supports }]) => supports.includes(provider));
    const expected = `expected one of: ${others.map(([name]) => name).join(", ")}`;
    const message = `mode "${registration.mode}" is not for provider "${provider}", ${expected}`;
    return [{ path: [...path, "registration", "mode"], message, ...modeFix(registration.mode, provider) }];
  });
}

function modeFix(mode: string, provider: string): { readonly fix?: string } {
  return mode === "client-certificate" && provider === "eks"
    ? { fix: "use aws-iam: EKS signs no client certificates" }
    : {};
}

/** What Argo CD manages must be what it may touch, or it reports the whole cluster as failed. */
export function accessCoversNamespaces({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { registration } }) => {
    const { access, namespaces = [] } = registration;
    if (!isNamespaceAccess(access)) return [];
    const allowed = new Set(access.namespaces);
    return namespaces.flatMap((namespace, item) => {
      if (allowed.has(namespace)) return [];
      const message = `namespace "${namespace}" is not one that access allows: ${access.namespaces.join(", ")}`;
      return [{ path: [...path, "registration", "namespaces", item], message }];
    });
  });
}

export function clusterResourcesNeedScope({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path: place, cluster: { registration } }) => {
    if (registration.clusterResources !== true) return [];
    const path = [...place, "registration", "clusterResources"];
    if (registration.namespaces === undefined) {
      return [
        { path, message: "clusterResources has no effect without namespaces", fix: "remove it, or name namespaces" },
      ];
    }
    const narrow = isNamespaceAccess(registration.access);
    return narrow ? [{ path, message: "clusterResources is beyond access, which names namespaces" }] : [];
  });
}

/** Rights are granted to somebody; a credential from elsewhere does not say to whom. */
export function accessHasSubject({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { registration } }) => {
    const { access } = registration;
    if (access === "admin" || !comesFromElsewhere(registration) || subjectOf(registration) !== undefined) return [];
    const what = typeof access === "string" ? `access "${access}"` : `access with ${Object.keys(access)[0]}`;
    const message = `${what} is granted to nobody, expected a subject`;
    const fix = "name whom the spoke takes the credential for: subject: { kind: User, name: ... }";
    return [{ path: [...path, "registration", "access"], message, fix }];
  });
}

function comesFromElsewhere({ mode }: RegistrationSpec): boolean {
  return mode === "exec" || mode === "client-certificate";
}

function subjectOf(registration: RegistrationSpec): Subject | undefined {
  if (registration.mode === "exec") return registration.subject;
  return registration.mode === "client-certificate" ? registration.certificate.subject : undefined;
}

/** No cluster is asked when stacks are made: what Git delivers was computed before, and is reviewed with the file. */
export function accessIsComputed({ topology, computedAccess }: Checked): readonly Finding[] {
  if (computedAccess === undefined || (computedAccess !== null && computedAccess.problems.length > 0)) return [];
  return placedSpokes(topology).flatMap(({ path, cluster: { name, retired, registration } }) => {
    if (retired || !isComputed(registration.access) || computedAccess?.spokes.has(name)) return [];
    const where = computedAccess === null ? "" : ` in ${computedAccess.file}`;
    const message = `no computed rules of spoke "${name}"${where}, expected what Git delivers to it`;
    const fix =
      `hubspoke access ${topology.name} ${name} --write; ` +
      "a spoke that is not registered yet is deployed with access: read-only before";
    return [{ path: [...path, "registration", "access"], message, fix }];
  });
}

/** EKS shortens a longer one without a word, and Argo CD loses the spoke the day after. */
export function lifetimesFitEks({ topology }: Checked): readonly Finding[] {
  const longest = durationSeconds(longestEksLifetime) ?? 0;
  return placedSpokes(topology).flatMap(({ path: place, cluster: { cluster, registration } }): Finding[] => {
    if (cluster.provider !== "eks" || registration.mode !== "bearer-token") return [];
    const path = [...place, "registration", "lifetime"];
    const fix = "use mode: aws-iam, which needs no token";
    if ((durationSeconds(registration.lifetime) ?? 0) > longest) {
      const message = `lifetime "${registration.lifetime}" is more than EKS issues, expected at most ${longestEksLifetime}`;
      return [{ path, message, fix }];
    }
    const message = `a token of EKS ends after ${registration.lifetime}, and only a deploy renews it`;
    return [{ path, message, fix, severity: "warning" }];
  });
}

/** Argo CD assumes a role of the spoke's own account: a cluster trusts no other by itself. */
export function rolesAreOfTheAccount({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }) => {
    if (cluster.provider !== "eks" || registration.mode !== "aws-iam" || registration.role === "argocd") return [];
    const { account } = arnParts(registration.roleArn);
    if (account === cluster.account) return [];
    const message = `an ARN of account "${account}", expected the cluster's: ${cluster.account}`;
    return [{ path: [...path, "registration", "roleArn"], message }];
  });
}

/** What is about to be removed has no Applications to leave alone. */
export function retiredSpokesAreNotQuarantined({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { retired, registration } }): Finding[] => {
    if (!retired || registration.quarantine !== true) return [];
    const message = "quarantine has no effect on a retired spoke";
    return [{ path: [...path, "registration", "quarantine"], message, fix: "remove it", severity: "warning" }];
  });
}
