import { chartSettings } from "../argocd/index.js";
import { partitionOf } from "../cluster/aws.js";
import type { Finding } from "../finding.js";
import { isMap, valueAt, type Path } from "../path.js";
import type { ArgoCdEntry } from "../schema.js";
import { eachArgoCd } from "./argocd.js";
import type { Checked } from "./rule.js";

type ArgoCd = ArgoCdEntry["argocd"];
type Capability = NonNullable<ArgoCd["capability"]>;

/** A capability is of an EKS cluster, and spokes are what it is for here. */
export function capabilitySuitsHub({ file }: Checked): readonly Finding[] {
  return eachCapability(file, (_, path, { cluster }): readonly Finding[] => {
    const place = [...path, "capability"];
    if (file.model === "standalone") {
      const message = "an EKS capability of a standalone cluster is not implemented yet, expected one of a hub";
      return [{ path: place, message, fix: "make the cluster the hub of an environment without spokes" }];
    }
    const fix = "remove it: Argo CD is installed by its chart then";
    if (cluster.provider !== "eks") {
      const message = `an EKS capability needs a hub of provider "eks", and it is "${cluster.provider}"`;
      return [{ path: place, message, fix }];
    }
    const partition = partitionOf(cluster.region);
    if (partition === "aws") return [];
    return [{ path: place, message: `EKS has no capabilities in partition "${partition}"`, fix }];
  });
}

/** Why a setting has no place beside a capability, and what does the same. */
interface Refusal {
  readonly message: string;
  readonly fix: string;
}

const remove = "remove it";

const refusals: Readonly<Record<(typeof chartSettings)[number], Refusal>> = {
  chart: { message: "chart beside capability: EKS installs and upgrades Argo CD itself", fix: remove },
  values: {
    message: "values beside capability: there is no chart that they would be of",
    fix: `${remove}; what a capability takes of argocd-cm is in capability.settings`,
  },
  highAvailability: {
    message: "highAvailability beside capability: EKS itself sees to it that Argo CD is available",
    fix: remove,
  },
  size: { message: "size beside capability: EKS scales Argo CD itself", fix: remove },
  domain: {
    message: "domain beside capability: EKS gives Argo CD an address, and takes no other",
    fix: `${remove}; the address is in the EKS console, and in "aws eks describe-capability"`,
  },
  ingress: {
    message: "ingress beside capability: nothing of Argo CD runs in the cluster",
    fix: `${remove}; to reach it from a VPC alone, name capability.networkAccess.vpcEndpoints`,
  },
  sso: {
    message: "sso beside capability: people log in by IAM Identity Center alone",
    fix: `${remove}, and connect your provider to IAM Identity Center`,
  },
  rbac: {
    message: "rbac beside capability: EKS reads no policy of argocd-rbac-cm",
    fix: `${remove}; name capability.admins, editors and viewers, and what these may do in the roles of projects`,
  },
  admin: { message: "admin beside capability: EKS knows no local users", fix: remove },
  identity: { message: "identity beside capability: there are no pods that would get a role", fix: remove },
  selfManage: { message: "selfManage beside capability: EKS keeps Argo CD's release itself", fix: remove },
};

/** Whether the file says something of a setting. */
export function isSet(argocd: ArgoCd, setting: (typeof chartSettings)[number]): boolean {
  switch (setting) {
    case "values":
      return Object.keys(argocd.values).length > 0;
    case "size":
      return argocd.size !== "auto";
    case "admin":
      return argocd.admin.enabled !== undefined;
    case "identity":
      return argocd.identity !== "pod-identity";
    case "highAvailability":
    case "selfManage":
      return argocd[setting];
    default:
      return argocd[setting] !== undefined;
  }
}

/** What makes Argo CD one's own is not there to be set on one that AWS runs. */
export function capabilityHasNoChart({ file }: Checked): readonly Finding[] {
  return eachCapability(file, (argocd, path) =>
    chartSettings
      .filter((setting) => isSet(argocd, setting))
      .flatMap((setting): readonly Finding[] => {
        const parts = setting === "values" ? refusedValues(argocd.values, [...path, "values"]) : [];
        return parts.length > 0 ? parts : [{ path: [...path, setting], ...refusals[setting] }];
      }),
  );
}

/** Values that ask for what a capability has not, or has elsewhere. */
const valueRefusals: readonly (Refusal & { readonly place: Path })[] = [
  {
    place: ["notifications"],
    message: "values of notifications: an EKS capability has no notifications controller",
    fix: "remove it, and watch Argo CD from outside",
  },
  {
    place: ["configs", "cmp"],
    message: "values of config management plugins: an EKS capability runs none",
    fix: "remove it, and render in CI what the plugin would",
  },
  {
    place: ["configs", "cm"],
    message: "values of argocd-cm: an EKS capability takes some of them elsewhere",
    fix: "move them to capability.settings",
  },
  { place: ["configs", "rbac"], ...refusals.rbac, message: "values of argocd-rbac-cm: an EKS capability reads none" },
  { place: ["dex"], ...refusals.sso, message: "values of dex: an EKS capability runs none" },
];

function refusedValues(values: unknown, path: Path): readonly Finding[] {
  return valueRefusals
    .filter(({ place }) => {
      const value = valueAt(values, place);
      return isMap(value) ? Object.keys(value).length > 0 : value !== undefined;
    })
    .map(({ place, message, fix }) => ({ path: [...path, ...place], message, fix }));
}

/**
 * Identities that one capability takes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/argocd-permissions.html
 */
const maxIdentities = 1000;

/** There is no other way in: no admin user, and no password. */
export function capabilityHasAdmins({ file }: Checked): readonly Finding[] {
  return eachCapability(file, ({ capability }, path): readonly Finding[] => {
    const place = [...path, "capability"];
    const count = capability.admins.length + capability.editors.length + capability.viewers.length;
    if (count > maxIdentities) {
      const message = `${count} groups and users, and an EKS capability takes ${maxIdentities}`;
      return [{ path: place, message, fix: "name groups instead of users" }];
    }
    if (capability.admins.length > 0) return [];
    const message = "nobody administers Argo CD: an EKS capability has no other way in";
    return [{ path: place, message, fix: "name a group: admins: [{ group: ... }]", severity: "warning" }];
  });
}

/** Looks at every Argo CD that is a capability, with its path. */
export function eachCapability(
  file: Checked["file"],
  look: (argocd: ArgoCd & { readonly capability: Capability }, path: Path, entry: ArgoCdEntry) => readonly Finding[],
): readonly Finding[] {
  return eachArgoCd(file, (argocd, path, entry) => {
    const { capability } = argocd;
    return capability === undefined ? [] : look({ ...argocd, capability }, path, entry);
  });
}
