import * as z from "zod";
import { checkedString, isSubdomain, type Complaint } from "./fields.js";
import { quarantineKey, reservedPrefix } from "../names.js";

const segmentPattern = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";
const segment = new RegExp(`^${segmentPattern}$`);
const keyPattern = `^([a-z0-9.-]+/)?${segmentPattern}$`;

/** What a client wrote last: with it Argo CD shows the credential of a Secret (CVE-2023-40029). */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** The one label of Argo CD that an operator sets: it has the controller add the Kubernetes version. */
const allowedArgoCdLabel = "argocd.argoproj.io/auto-label-cluster-info";

const labelKey = checkedString((key) => complainOfKey(key) ?? complainOfReservedLabel(key), { pattern: keyPattern });

const labelValue = checkedString(complainOfLabelValue, { maxLength: 63, pattern: `^(${segmentPattern})?$` });

const annotationKey = checkedString((key) => complainOfKey(key) ?? complainOfReservedAnnotation(key), {
  pattern: keyPattern,
});

/** Prefixes that nobody else may use; others of Kubernetes, such as `app.kubernetes.io/`, are for everybody. */
const owners = [
  { prefix: reservedPrefix, owner: "hubspoke" },
  { prefix: "argocd.argoproj.io/", owner: "Argo CD" },
  { prefix: "kubernetes.io/", owner: "Kubernetes" },
  { prefix: "k8s.io/", owner: "Kubernetes" },
];

/** Labels of a cluster Secret: what ApplicationSets select clusters by. */
export const labelMap = z.record(labelKey, labelValue);

/** Annotations of a cluster Secret: what ApplicationSets read, with no limit on the length of one. */
export const annotationMap = z.record(annotationKey, z.string());

function complainOfLabelValue(value: string): Complaint | undefined {
  if (value.length > 63) {
    return {
      expected: `a label value of at most 63 characters, not ${value.length}`,
      fix: "longer values belong in annotations",
    };
  }
  if (value === "" || segment.test(value)) return undefined;
  return {
    expected: 'letters, digits, "-", "_" and ".", with a letter or digit at both ends',
    fix: "other values belong in annotations",
  };
}

function complainOfKey(key: string): Complaint | undefined {
  const slash = key.indexOf("/");
  const name = key.slice(slash + 1);
  const prefixed = slash === -1 || isSubdomain(key.slice(0, slash));
  if (prefixed && name.length <= 63 && segment.test(name)) return undefined;
  return {
    expected: 'a name of at most 63 letters, digits, "-", "_" and ".", with an optional DNS prefix: example.com/name',
  };
}

function complainOfReservedLabel(key: string): Complaint | undefined {
  if (key === allowedArgoCdLabel) return undefined;
  return complainOfReserved(key, "label");
}

function complainOfReservedAnnotation(key: string): Complaint | undefined {
  if (key === quarantineKey) {
    return { message: `annotation "${key}" is reserved`, fix: "set registration.quarantine: true" };
  }
  if (key === lastApplied || key === "managed-by") {
    return {
      message: `annotation "${key}" is reserved for ${key === lastApplied ? "kubectl" : "Argo CD"}`,
      fix: "remove it",
    };
  }
  return complainOfReserved(key, "annotation");
}

function complainOfReserved(key: string, kind: string): Complaint | undefined {
  const owner = owners.find(({ prefix }) => key.startsWith(prefix))?.owner;
  if (owner === undefined) return undefined;
  return { message: `${kind} "${key}" is reserved for ${owner}`, fix: "choose another prefix, or none" };
}
