import * as z from "zod";
import { matching } from "../fields/fields.js";

const addonName = matching(
  /^[a-z0-9]+([_-][a-z0-9]+)*$/,
  "the name of an EKS add-on, for example vpc-cni, as aws eks describe-addon-versions has it",
);

const addonVersion = matching(
  /^(default|v\d+\.\d+\.\d+[\w.+-]*)$/,
  "default, or a version as EKS writes it, for example v1.20.4-eksbuild.2",
);

/** The `addons` field of an EKS cluster. */
export const addonsSchema = z.record(addonName, addonVersion);

/** What Auto Mode has on its nodes without an add-on. */
export const autoModeAddons: readonly string[] = [
  "vpc-cni",
  "kube-proxy",
  "coredns",
  "eks-pod-identity-agent",
  "aws-ebs-csi-driver",
  "eks-node-monitoring-agent",
];
