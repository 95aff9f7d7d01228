import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { SecretV1, type SecretV1Config } from "@cdktf/provider-kubernetes/lib/secret-v1/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { inClusterServer, quarantineKey, recordKeys } from "../../config/names.js";
import type { RegistrationSpec } from "../../config/registration/index.js";
import type { ClusterEndpoint } from "../cluster/index.js";
import {
  call,
  list,
  literal,
  literals,
  object,
  orderedJson,
  quote,
  template,
  type Expression,
  type Fields,
} from "../expression.js";
import { accessNamespaces } from "./access.js";
import type { Credential } from "./registration.js";

/** What every cluster Secret has. */
export interface ClusterSecretProps {
  /** The hub's provider. */
  readonly provider: KubernetesProvider;
  /** Name of the Secret. */
  readonly secretName: string;
  /** Cluster name as Argo CD shows it. */
  readonly name: string;
  /** Whether it was there before: then a plan that would make it anew is an error. */
  readonly adopted: boolean;
  /** Argo CD's namespace. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** They win over `facts`. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What Terraform finds out about the cluster, by the key of an annotation. */
  readonly facts: Readonly<Record<string, Expression>>;
}

/** What the hub's Secret has beside. */
export interface HubSecretProps extends ClusterSecretProps {
  /**
   * ARN of the hub, by which an EKS capability finds it.
   *
   * @default - Argo CD runs on the hub, and finds itself there
   */
  readonly clusterArn?: string;
  /** What brings the namespace, and the rights that the Secret makes use of. */
  readonly dependsOn: ITerraformDependable[];
}

/** What a spoke's Secret has beside. */
export interface SpokeSecretProps extends ClusterSecretProps {
  readonly endpoint: ClusterEndpoint;
  readonly spec: RegistrationSpec;
  readonly credential: Credential;
}

/**
 * Argo CD's cluster Secret of the hub itself.
 *
 * It replaces the cluster that Argo CD knows without any Secret, and is the only way to label it; an EKS capability knows
 * none without it. It holds nothing secret, so it is ordinary `data`, and Terraform sees it change.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export class HubClusterSecret extends Construct {
  readonly secret: SecretV1;

  constructor(scope: Construct, id: string, props: HubSecretProps) {
    super(scope, id);
    this.secret = defineSecret(this, props, {
      dependsOn: props.dependsOn,
      data: { name: literal(props.name), ...serverOf(props) },
      lifecycle: keepAdopted(props),
    });
  }
}

function serverOf({ clusterArn }: HubSecretProps): Record<string, string> {
  if (clusterArn !== undefined) return { server: literal(clusterArn) };
  return { server: inClusterServer, config: JSON.stringify({ tlsClientConfig: { insecure: false } }) };
}

/**
 * Argo CD's cluster Secret of a spoke.
 *
 * With a secret in it, all of its data is write-only (`data_wo`): in no state and no plan. Terraform therefore cannot
 * see it change, and writes it again when `data_wo_revision` does: a number made from everything in it but the
 * credential, and from the credential's identity. Without one it is ordinary `data`, and drift is seen.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export class SpokeClusterSecret extends Construct {
  readonly secret: SecretV1;

  constructor(scope: Construct, id: string, props: SpokeSecretProps) {
    super(scope, id);
    const { credential, endpoint } = props;
    const fields = dataFields(props);
    const data = templates(
      credential.clusterArn === undefined ? { ...fields, config: configOf(props, credential) } : fields,
    );
    this.secret = defineSecret(this, withQuarantine(withDigest(props)), {
      ...(credential.secret ? { dataWo: data } : { data }),
      dependsOn: credential.dependsOn,
      lifecycle: {
        ...keepAdopted(props),
        precondition: [...endpoint.preconditions, ...(credential.preconditions ?? [])],
      },
    });
    if (!credential.secret) return;
    // Not a property: the binding takes numbers, and this one only Terraform can tell.
    this.secret.addOverride(
      "data_wo_revision",
      template(revision([object(fields), object(connectionFields(props)), ...credential.identity])),
    );
  }
}

/** Applications find their cluster by it, and Argo CD its shard: whoever retires a spoke takes the resource away. */
function keepAdopted({ adopted }: ClusterSecretProps): { preventDestroy: true } | undefined {
  return adopted ? { preventDestroy: true } : undefined;
}

function defineSecret(scope: Construct, props: ClusterSecretProps, content: Partial<SecretV1Config>): SecretV1 {
  const secret = new SecretV1(scope, "Secret", {
    provider: props.provider,
    metadata: {
      name: props.secretName,
      namespace: props.namespace,
      labels: { ...literals(props.labels), "argocd.argoproj.io/secret-type": "cluster" },
      annotations: { ...templates(props.facts), ...literals(props.annotations) },
    },
    type: "Opaque",
    ...content,
  });
  secret.overrideLogicalId("cluster");
  return secret;
}

/** The Secret's keys apart from `config`: exactly those that Argo CD reads, and as it writes them; what is off is absent. */
function dataFields({ name, endpoint, spec, credential }: SpokeSecretProps): Record<string, Expression> {
  // Argo CD may not even list outside the namespaces it was given, and has to be told not to.
  const namespaces = spec.namespaces ?? accessNamespaces(spec.access);
  return {
    name: quote(name),
    server: credential.clusterArn ?? endpoint.server,
    ...(namespaces && { namespaces: quote(namespaces.join(",")) }),
    ...(spec.clusterResources && { clusterResources: quote("true") }),
    ...(spec.project !== undefined && { project: quote(spec.project) }),
    ...(spec.shard !== undefined && { shard: quote(String(spec.shard)) }),
  };
}

/** Argo CD's `ClusterConfig`, as JSON. */
function configOf(props: SpokeSecretProps, { secret, config, tls }: Credential): Expression {
  const { tlsClientConfig, ...connection } = connectionFields(props, tls);
  if (secret) return call("jsonencode", object({ ...config, tlsClientConfig, ...connection }));
  // In the order that Argo CD writes them in when it writes a Secret anew: Terraform must not take that for a change.
  return orderedJson({ tlsClientConfig, ...config, ...connection });
}

/** The part of Argo CD's `ClusterConfig` that is the same whatever the credential, but for its part of `tlsClientConfig`. */
function connectionFields(
  { endpoint, spec }: SpokeSecretProps,
  tls: Credential["tls"] = {},
): Fields & { readonly tlsClientConfig: Fields } {
  const proxyUrl = spec.proxyUrl ?? endpoint.proxyUrl;
  const tlsClientConfig = {
    insecure: String(endpoint.insecure ?? false),
    ...(spec.serverName !== undefined && { serverName: quote(spec.serverName) }),
    ...tls,
    // Argo CD refuses a CA that nothing is checked against.
    ...(!endpoint.insecure && { caData: endpoint.caData }),
  };
  return {
    tlsClientConfig,
    ...(spec.disableCompression && { disableCompression: "true" }),
    ...(proxyUrl !== undefined && { proxyUrl: quote(proxyUrl) }),
  };
}

/** Tells afterwards whether somebody edited the data of a Secret that Terraform cannot read back. */
function withDigest(props: SpokeSecretProps): SpokeSecretProps {
  const { credential, facts } = props;
  if (!credential.secret) return props;
  return { ...props, facts: { ...facts, [recordKeys.configDigest]: digest(props) } };
}

/** `configDigest()` of what is written: Argo CD takes a server with a slash at its end for the one without. */
function digest(props: SpokeSecretProps): Expression {
  const { server = quote(""), ...fields } = dataFields(props);
  const parts = [{ ...fields, server: call("trimsuffix", server, quote("/")) }, connectionFields(props)];
  return call("sha256", call("jsonencode", list(parts.map(object))));
}

function withQuarantine(props: SpokeSecretProps): ClusterSecretProps {
  const quarantine = { [quarantineKey]: "true" };
  return props.spec.quarantine ? { ...props, annotations: { ...props.annotations, ...quarantine } } : props;
}

/** A positive number that is another one when any of the parts is. */
function revision(parts: readonly Expression[]): Expression {
  const digest = call("sha256", call("jsonencode", list(parts)));
  return `${call("parseint", call("substr", digest, "0", "7"), "16")} + 1`;
}

function templates(fields: Readonly<Record<string, Expression>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, template(value)]));
}
