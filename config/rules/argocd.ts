import { chartSettings, platformProject } from "../argocd/index.js";
import { capabilitiesOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { valueAt, type Path } from "../path.js";
import type { ArgoCdEntry } from "../schema.js";
import { placedArgoCds, placedClusters, type Checked } from "./rule.js";

export function chartRunsOnCluster({ file, topology }: Checked): readonly Finding[] {
  const clusters = placedClusters(topology);
  return placedArgoCds(file).flatMap(({ path, entry: { argocd } }, index) => {
    const cluster = clusters[index]?.cluster.cluster;
    const { chart } = argocd;
    if (cluster === undefined || chart === undefined || "path" in chart || capabilitiesOf(cluster).nodes) return [];
    const message = `a chart from a repository runs pods, and provider "${cluster.provider}" has no nodes`;
    return [{ path: [...path, "argocd", "chart"], message, fix: "remove chart" }];
  });
}

/** Whoever is on the way could put another Argo CD in. */
export function chartIsAuthentic({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) => {
    const { chart } = argocd;
    if (chart === undefined || "path" in chart || !/^http:/i.test(chart.repository)) return [];
    const message = "a chart by http:, which anybody on the way can answer, expected https or oci";
    return [{ path: [...path, "chart", "repository"], message, fix: "write https:// or oci://", severity: "warning" }];
  });
}

export function argocdObjectsAreUnique({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) =>
    (["projects", "applicationSets", "repositories"] as const).flatMap((kind) => {
      const seen = new Set<string>();
      return argocd[kind].flatMap(({ name }, index) => {
        if (!seen.has(name)) {
          seen.add(name);
          return [];
        }
        return [{ path: [...path, kind, index, "name"], message: `duplicate name "${name}" among ${kind}` }];
      });
    }),
  );
}

/** Argo CD makes this one itself, and Helm would refuse to take it over. */
export function defaultProjectIsLeft({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) =>
    argocd.projects.flatMap(({ name }, index) => {
      if (name !== "default") return [];
      const message = 'project "default" is made by Argo CD itself, expected another name';
      return [{ path: [...path, "projects", index, "name"], message, fix: "name it after the team that uses it" }];
    }),
  );
}

/** A project that Git delivers may be meant; without any, Argo CD refuses every Application of the set. */
export function applicationSetProjectsExist({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) => {
    const known = [...new Set(["default", platformProject, ...argocd.projects.map(({ name }) => name)])];
    return argocd.applicationSets.flatMap(({ spec }, index): Finding[] => {
      const place = ["spec", "template", "spec", "project"];
      const project = valueAt({ spec }, place);
      if (typeof project !== "string" || project.includes("{{") || known.includes(project)) return [];
      const message = `project "${project}" is not one of the file: ${known.join(", ")}`;
      const fix = "add it to projects, or see to it that Git delivers it first";
      return [{ path: [...path, "applicationSets", index, ...place], message, fix, severity: "warning" }];
    });
  });
}

/** The address that people open, and that their provider sends them back to. */
export function peopleNeedDomain({ file }: Checked): readonly Finding[] {
  return eachInstalled(file, (argocd, path) => {
    if (argocd.domain !== undefined) return [];
    const fix = "write domain: argocd.example.com";
    return [
      ...(argocd.ingress?.enabled === true
        ? [{ path: [...path, "ingress"], message: "an ingress without a domain, expected argocd.domain", fix }]
        : []),
      ...(argocd.sso !== undefined
        ? [{ path: [...path, "sso"], message: "sso without a domain to come back to, expected argocd.domain", fix }]
        : []),
    ];
  });
}

export function ingressIsEncrypted({ file }: Checked): readonly Finding[] {
  return eachInstalled(file, ({ ingress }, path) => {
    if (ingress?.enabled !== true || ingress.tls !== undefined) return [];
    const message = "an ingress without tls: passwords and tokens go over the network as they are";
    const fix = "write tls: { issuer: ... } or tls: { secretName: ... }";
    return [{ path: [...path, "ingress"], message, fix, severity: "warning" }];
  });
}

/** Users that the values make count, and so does a login that they configure. */
export function somebodyCanLogIn({ file }: Checked): readonly Finding[] {
  return eachInstalled(file, ({ admin, sso, values }, path) => {
    const configMap = valueAt(values, ["configs", "cm"]);
    const keys = typeof configMap === "object" && configMap !== null ? Object.keys(configMap) : [];
    const others = keys.some((key) => /^(accounts\.|oidc\.config$|dex\.config$)/.test(key));
    if (admin.enabled !== false || sso !== undefined || others) return [];
    const message = "nobody can log in: the user admin is off, and there is no sso";
    return [
      { path: [...path, "admin", "enabled"], message, fix: "add sso, or remove enabled: false", severity: "warning" },
    ];
  });
}

type ArgoCd = ArgoCdEntry["argocd"];

/** Looks at every Argo CD as it was written, with its path. */
export function eachArgoCd(
  file: Checked["file"],
  look: (argocd: ArgoCd, path: Path, entry: ArgoCdEntry) => readonly Finding[],
): readonly Finding[] {
  return placedArgoCds(file).flatMap(({ path, entry }) => look(entry.argocd, [...path, "argocd"], entry));
}

/** Whether its chart is installed by us: it is no EKS capability, and not there already. */
export function isInstalled({ capability, existing }: Pick<ArgoCd, "capability" | "existing">): boolean {
  return capability === undefined && !existing;
}

/** The same for those that are installed by a chart; what others have not is told by rules of their own. */
function eachInstalled(
  file: Checked["file"],
  look: (argocd: ArgoCd, path: Path) => readonly Finding[],
): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) => (isInstalled(argocd) ? look(argocd, path) : []));
}

/** Settings that no construct reads yet, whether they say something, and what does it until then. */
const planned: readonly {
  readonly setting: keyof ArgoCd;
  readonly isSet: (argocd: ArgoCd) => boolean;
  readonly meanwhile: string;
}[] = [
  {
    setting: "highAvailability",
    isSet: ({ highAvailability }) => highAvailability,
    meanwhile: "set values.redis-ha.enabled and the replicas of server, repoServer and applicationSet",
  },
  { setting: "size", isSet: ({ size }) => size !== "auto", meanwhile: "set replicas and resources in values" },
  { setting: "domain", isSet: ({ domain }) => domain !== undefined, meanwhile: "set values.global.domain" },
  {
    setting: "ingress",
    isSet: ({ ingress }) => ingress?.enabled === true,
    meanwhile: "set values.server.ingress",
  },
  {
    setting: "sso",
    isSet: ({ sso }) => sso !== undefined,
    meanwhile: 'set "oidc.config" or "dex.config" in values.configs.cm',
  },
  { setting: "rbac", isSet: ({ rbac }) => rbac !== undefined, meanwhile: "set values.configs.rbac" },
  {
    setting: "admin",
    isSet: ({ admin }) => admin.enabled === false,
    meanwhile: 'set values.configs.cm."admin.enabled": "false"',
  },
  {
    setting: "repositories",
    isSet: ({ repositories }) => repositories.length > 0,
    meanwhile: "create their Secrets on the cluster, with the label argocd.argoproj.io/secret-type: repository",
  },
  { setting: "selfManage", isSet: ({ selfManage }) => selfManage, meanwhile: "leave the release to Terraform" },
];

/** Refused beside an EKS capability whether a construct reads them or not. */
const ofChart: readonly string[] = chartSettings;

/** Names of the settings that no construct reads yet. */
export const plannedSettings: readonly string[] = planned.map(({ setting }) => setting);

export function argocdSettingsAreImplemented({ file }: Checked): readonly Finding[] {
  return eachArgoCd(file, (argocd, path) =>
    // Beside an existing Argo CD all of them are refused.
    (argocd.existing ? [] : planned)
      .filter(({ setting, isSet }) => isSet(argocd) && !(argocd.capability && ofChart.includes(setting)))
      .map(({ setting, meanwhile }) => ({
        path: [...path, setting],
        message: `"${setting}" is not implemented yet`,
        fix: `until it is, ${meanwhile}`,
      })),
  );
}
