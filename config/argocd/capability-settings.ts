import * as z from "zod";
import { checkedString } from "../fields/fields.js";
import { nearest } from "../messages/suggest.js";

/**
 * Keys of argocd-cm that an EKS capability takes, beside customizations; it ignores every other one.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/argocd-configure-settings.html
 */
const keys = [
  "helm.enable",
  "jsonnet.enable",
  "kustomize.buildOptions",
  "kustomize.enable",
  "resource.compareoptions",
  "resource.customLabels",
  "resource.excludeEventLabelKeys",
  "resource.exclusions",
  "resource.includeEventLabelKeys",
  "resource.inclusions",
  "resource.respectRBAC",
  "resource.sensitive.mask.annotations",
  "ui.bannercontent",
  "ui.bannerpermanent",
  "ui.bannerposition",
  "ui.bannerurl",
  "ui.cssurl",
];
const customization =
  /^resource\.customizations\.(health|ignoreDifferences|ignoreResourceUpdates|knownTypeFields)\.[\w.*-]+$/;

const key = checkedString((name) => {
  if (keys.includes(name) || customization.test(name)) return undefined;
  const near = nearest(name, keys);
  return {
    message: `an EKS capability ignores "${name.slice(0, 80)}" of argocd-cm`,
    fix: near === undefined ? "remove it; docs/eks-capability.md lists what it takes" : `did you mean "${near}"?`,
  };
});

/** The `settings` field. */
export const settingsSchema = z
  .record(key, z.string())
  .prefault({})
  .describe("Settings of argocd-cm, by Argo CD's own keys; an EKS capability takes a few of them. Default: none.")
  .meta({ examples: [{ "kustomize.buildOptions": "--enable-helm" }] });
