import type { Finding } from "../finding.js";
import { registrationModes } from "../registration/index.js";
import { placedSpokes, type Checked } from "./rule.js";

export function modeSuitsProvider({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }) => {
    const { supports } = registrationModes[registration.mode];
    if (supports.includes(cluster.provider)) return [];
    const message = `mode "${registration.mode}" is not for provider "${cluster.provider}"`;
    return [{ path: [...path, "registration", "mode"], message }];
  });
}

/** What Argo CD manages must be what it may touch, or it reports the whole cluster as failed. */
export function accessCoversNamespaces({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(
    ({
      path,
      cluster: {
        registration: { access, namespaces = [] },
      },
    }) => {
      if (typeof access === "string" || !("namespaces" in access)) return [];
      const allowed = new Set(access.namespaces);
      return namespaces.flatMap((namespace, item) => {
        if (allowed.has(namespace)) return [];
        const message = `namespace "${namespace}" is not one that access allows: ${access.namespaces.join(", ")}`;
        return [{ path: [...path, "registration", "namespaces", item], message }];
      });
    },
  );
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
    const narrow = typeof registration.access === "object" && "namespaces" in registration.access;
    return narrow ? [{ path, message: "clusterResources is beyond access, which names namespaces" }] : [];
  });
}
