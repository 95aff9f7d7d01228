import { reservedPrefix } from "../../config/names.js";
import { hasUrlCredentials, secretKindOf } from "../../config/messages/secrets.js";
import type { FoundSecret } from "../../fleet/adopt/cluster-secrets.js";

type Texts = Readonly<Record<string, string>>;

/** The one label of Argo CD's own that people set. */
const infoLabel = "argocd.argoproj.io/auto-label-cluster-info";

/** What Argo CD, Kubernetes and kubectl write themselves; the latter keeps a copy of the whole Secret. */
const foreign = /^(argocd\.argoproj\.io|([\w.-]+\.)?kubernetes\.io|([\w.-]+\.)?k8s\.io)\//;
const everybodys = /^app\.kubernetes\.io\//;

/** The labels of a cluster Secret that are somebody's own. */
export function ownLabels({ labels }: FoundSecret): Texts {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key === infoLabel || isOwn(key)));
}

export interface OwnAnnotations {
  readonly annotations: Texts;
  /** Keys of those whose value is secret by its looks. */
  readonly secret: readonly string[];
}

/** The same of annotations: no secret gets into a file. */
export function ownAnnotations({ annotations }: FoundSecret): OwnAnnotations {
  const own = Object.entries(annotations).filter(([key]) => isOwn(key) && key !== "managed-by");
  const isSecret = (value: string) => secretKindOf(value) !== undefined || hasUrlCredentials(value);
  return {
    annotations: Object.fromEntries(own.filter(([, value]) => !isSecret(value))),
    secret: own.filter(([, value]) => isSecret(value)).map(([key]) => key),
  };
}

function isOwn(key: string): boolean {
  return everybodys.test(key) || !(foreign.test(key) || key.startsWith(reservedPrefix));
}
