import type { Finding } from "../finding.js";
import { inClusterName, inClusterServer } from "../names.js";
import { isMap, type Path } from "../path.js";
import { eachCapability } from "./capability.js";
import type { Checked } from "./rule.js";

/** AppProjects and ApplicationSets ask Argo CD for what a capability has not. */
export function capabilityTakesObjects({ file }: Checked): readonly Finding[] {
  return eachCapability(file, (argocd, path) =>
    (["projects", "applicationSets"] as const).flatMap((kind) =>
      argocd[kind].flatMap(({ annotations, spec }, index) => {
        const place = [...path, kind, index];
        return [
          ...complainOfNotifications(annotations, [...place, "annotations"]),
          ...complainOfSpec(spec, [...place, "spec"]),
        ];
      }),
    ),
  );
}

/** Applications are in one namespace, and a project that does not take them from there takes none. */
export function capabilityHasOneNamespace({ file }: Checked): readonly Finding[] {
  return eachCapability(file, ({ namespace, projects }, path) =>
    projects.flatMap(({ spec: { sourceNamespaces } }, index) => {
      if (sourceNamespaces === undefined) return [];
      if (Array.isArray(sourceNamespaces) && sourceNamespaces.length === 1 && sourceNamespaces[0] === namespace) {
        return [];
      }
      const message = `sourceNamespaces of an EKS capability, expected its one namespace: ["${namespace}"]`;
      const fix = "remove it, and have every Application in that namespace";
      return [{ path: [...path, "projects", index, "spec", "sourceNamespaces"], message, fix }];
    }),
  );
}

function complainOfNotifications(annotations: Readonly<Record<string, string>>, path: Path): readonly Finding[] {
  return Object.keys(annotations)
    .filter((key) => key.startsWith("notifications.argoproj.io/"))
    .map((key) => ({
      path: [...path, key],
      message: "a notification, and an EKS capability has no notifications controller",
      fix: "remove it, and watch Argo CD from outside",
    }));
}

/** Looks through a spec, which is Argo CD's own and may nest generators in generators. */
function complainOfSpec(value: unknown, path: Path): readonly Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => complainOfSpec(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const finding = complainOfField(key, child, path);
    return finding === undefined ? complainOfSpec(child, [...path, key]) : [{ path: [...path, key], ...finding }];
  });
}

function complainOfField(key: string, value: unknown, parent: Path): Omit<Finding, "path"> | undefined {
  if (key === "server" && value === inClusterServer) {
    return {
      message: `server ${inClusterServer} is none that an EKS capability knows`,
      fix: `name the hub instead: name: ${inClusterName}`,
    };
  }
  if (key !== "plugin") return undefined;
  // In a list: of generators, or of sources.
  const [list, last] = parent.slice(-2);
  if (list === "generators") {
    return {
      message: "a generator by a plugin, and an EKS capability runs none",
      fix: "use another one: list, clusters, git, matrix or merge",
    };
  }
  if (list !== "sources" && last !== "source") return undefined;
  return {
    message: "a source by a config management plugin, and an EKS capability runs none",
    fix: "use Helm, Kustomize or plain manifests, or render in CI what the plugin would",
  };
}
