import * as z from "zod";
import { checkedString, isSubdomain, type Complaint } from "./fields.js";
import { reservedPrefix } from "./names.js";

const segmentPattern = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";
const segment = new RegExp(`^${segmentPattern}$`);
const keyPattern = `^([a-z0-9.-]+/)?${segmentPattern}$`;

/** The one label of Argo CD that an operator sets: it has the controller add the Kubernetes version. */
const allowedArgoCdLabel = "argocd.argoproj.io/auto-label-cluster-info";

const labelKey = checkedString((key) => complainOfKey(key) ?? complainOfReservedLabel(key), { pattern: keyPattern });

const labelValue = checkedString(complainOfLabelValue, { maxLength: 63, pattern: `^(${segmentPattern})?$` });

const annotationKey = checkedString((key) => complainOfKey(key) ?? complainOfReservedAnnotation(key), {
  pattern: keyPattern,
});

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
  if (key === "argocd.argoproj.io/skip-reconcile") {
    return { message: `annotation "${key}" is reserved`, fix: "set registration.quarantine: true" };
  }
  return complainOfReserved(key, "annotation");
}

function complainOfReserved(key: string, kind: string): Complaint | undefined {
  const owner = key.startsWith(reservedPrefix) ? "hubspoke" : key.startsWith("argocd.argoproj.io/") ? "Argo CD" : "";
  if (owner === "") return undefined;
  return { message: `${kind} "${key}" is reserved for ${owner}`, fix: "choose another prefix, or none" };
}
