import { dirname } from "node:path";
import type { HelmProviderConfig } from "@cdktf/provider-helm/lib/provider/index.js";
import type { KubernetesProviderConfig } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { TerraformLocal, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { call, literal, quote, template, type Expression } from "../expression.js";

/** An operator's access: a context, by name, of a kubeconfig file. */
export interface KubeconfigContext {
  /** Absolute path. */
  readonly kubeconfig: string;
  readonly context: string;
  /**
   * Proxy between the operator and the API server.
   *
   * @default - what the kubeconfig says
   */
  readonly proxyUrl?: string;
  /**
   * Why nobody checks the API server's certificate.
   *
   * @default - it is checked
   */
  readonly acceptInsecure?: string;
}

/** Provider settings for an operator's access; the file is read by the providers, not at synth. */
export function kubeconfigProviders(access: KubeconfigContext): {
  kubernetesProvider: KubernetesProviderConfig;
  helmProvider: HelmProviderConfig;
} {
  const settings = {
    configPath: literal(access.kubeconfig),
    configContext: literal(access.context),
    proxyUrl: access.proxyUrl === undefined ? undefined : literal(access.proxyUrl),
    // Only where it is asked for: a setting here wins over the kubeconfig's, CA included.
    insecure: access.acceptInsecure === undefined ? undefined : true,
  };
  return { kubernetesProvider: settings, helmProvider: { kubernetes: settings } };
}

/** The cluster that a context points to, as Terraform reads it at plan. */
export interface KubeconfigCluster {
  readonly server: Expression;
  /** Base64 of the CA's PEM, from the file itself or from the one it names; `""` when it names none. */
  readonly caData: Expression;
  readonly preconditions: readonly Precondition[];
}

/**
 * Defines locals that find a context's cluster in the kubeconfig file.
 *
 * Terraform reads the file at plan: synth reads nothing, and a cluster that came back with a new CA is noticed. Only
 * the cluster's entry is kept; users and their keys never leave the expression that searches them.
 */
export function kubeconfigCluster(scope: Construct, access: KubeconfigContext): KubeconfigCluster {
  const cluster = local(scope, "KubeconfigCluster", "kubeconfig_cluster", findCluster(access));
  const server = `try(${cluster}.server, "")`;
  // Argo CD takes no CA beside `insecure`, so the file that holds it is not read.
  if (access.acceptInsecure !== undefined)
    return { server, caData: quote(""), preconditions: [hasServer(access, cluster)] };
  const caData = local(scope, "KubeconfigCa", "kubeconfig_ca_data", findCa(access, cluster));
  return { server, caData, preconditions: [hasServer(access, cluster), isChecked(access, cluster)] };
}

function hasServer({ kubeconfig, context }: KubeconfigContext, cluster: Expression): Precondition {
  return {
    condition: template(`can(${cluster}.server)`),
    errorMessage: literal(
      `context "${context}" of ${kubeconfig} names no cluster with a server, expected a context of that file`,
    ),
  };
}

function isChecked({ kubeconfig, context }: KubeconfigContext, cluster: Expression): Precondition {
  return {
    condition: template(`!try(tobool(${cluster}["insecure-skip-tls-verify"]), false)`),
    errorMessage: literal(
      `context "${context}" of ${kubeconfig} sets insecure-skip-tls-verify: Argo CD would hand its credential to anyone who answers, give the cluster certificate-authority-data`,
    ),
  };
}

function local(scope: Construct, id: string, name: string, expression: Expression): Expression {
  new TerraformLocal(scope, id, template(expression)).overrideLogicalId(name);
  return `local.${name}`;
}

function findCluster({ kubeconfig, context }: KubeconfigContext): Expression {
  const file = call("yamldecode", call("file", quote(kubeconfig)));
  const clusterName = `[for c in ${file}.contexts : c.context.cluster if c.name == ${quote(context)}]`;
  return `one([for k in ${file}.clusters : k.cluster if contains(${clusterName}, k.name)])`;
}

function findCa({ kubeconfig }: KubeconfigContext, cluster: Expression): Expression {
  const path = `${cluster}["certificate-authority"]`;
  // A relative path is relative to the kubeconfig, as for kubectl.
  const absolute = `startswith(${path}, "/") ? ${path} : "${template(quote(dirname(kubeconfig)))}/${template(path)}"`;
  const fromFile = `can(${path}) ? filebase64(${absolute}) : ""`;
  return `can(${cluster}["certificate-authority-data"]) ? ${cluster}["certificate-authority-data"] : (${fromFile})`;
}
