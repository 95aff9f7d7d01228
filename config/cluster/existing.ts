import * as z from "zod";
import { checkedFields, givenFields, missingFields, type MapComplaint } from "../fields/checks.js";
import { checkedString, fields, nonEmpty } from "../fields/fields.js";
import { resolvePath } from "../paths.js";
import { httpsUrl, normalUrl, proxyUrl } from "../fields/urls.js";
import { variablesNote } from "../merge/variables.js";
import { execFields, resolveExec, type ExecCredential } from "./exec.js";
import type { ClusterPlace, ClusterProvider } from "./provider.js";

/** What every cluster that is already there has. */
interface CommonExistingSpec {
  readonly provider: "existing";
  /**
   * API server URL as the hub reaches it.
   *
   * @default - the server that an operator reaches
   */
  readonly hubEndpoint?: string;
  /**
   * Proxy through which an operator and the hub reach the API server.
   *
   * @default - none
   */
  readonly proxyUrl?: string;
  /**
   * Why nobody checks the API server's certificate: whoever answers gets the credential.
   *
   * @default - the certificate is checked
   */
  readonly acceptInsecure?: string;
}

/** A cluster that is already there, by a context of a kubeconfig. */
export interface ExistingClusterSpec extends CommonExistingSpec {
  /** Absolute path of the kubeconfig that gives an operator access. */
  readonly kubeconfig: string;
  readonly context: string;
}

/** A cluster that is already there, by its address. */
export interface ExistingEndpointSpec extends CommonExistingSpec {
  /** API server URL as an operator reaches it. */
  readonly endpoint: string;
  /**
   * Base64 of the PEM of the CA that signed the API server's certificate.
   *
   * @default - none is needed, where the certificate is not checked
   */
  readonly caData?: string;
  /** What gives an operator access. */
  readonly exec: ExecCredential;
}

const byContext = ["kubeconfig", "context"] as const;
const byEndpoint = ["endpoint", "caData", "exec"] as const;
const ways = "kubeconfig and context, or endpoint, caData and exec";

const caData = checkedString(
  (value) =>
    Buffer.from(value, "base64").toString("latin1").includes("-----BEGIN CERTIFICATE-----")
      ? undefined
      : { expected: "base64 of a PEM certificate, as certificate-authority-data of a kubeconfig has it" },
  { pattern: "^[A-Za-z0-9+/]+=*$" },
);

const schema = checkedFields(
  fields({
    provider: z.literal("existing").describe(`A cluster that is already there, by ${ways}.`),
    kubeconfig: nonEmpty
      .optional()
      .describe(
        `Path of the operator's kubeconfig; \`~/\` and paths relative to the project work. Required with context. ${variablesNote}`,
      )
      .meta({ examples: ["~/.kube/config"] }),
    context: nonEmpty
      .optional()
      .describe(`Context of the kubeconfig. Required, unless endpoint is there. ${variablesNote}`)
      .meta({ examples: ["payments"] }),
    endpoint: httpsUrl
      .optional()
      .describe("API server URL as the operator reaches it. Required, unless kubeconfig and context are there.")
      .meta({ examples: ["https://api.payments.example.com:6443"] }),
    caData: caData
      .optional()
      .describe("Base64 of the PEM of the API server's CA; it is no secret. Required with endpoint, unless insecure."),
    exec: fields(execFields)
      .optional()
      .describe(
        "Command that gives the operator a credential: a name on the PATH, or a path as of kubeconfig. Required with endpoint.",
      ),
    hubEndpoint: httpsUrl
      .optional()
      .describe("API server URL as the hub reaches it. Default: the one that the operator reaches.")
      .meta({ examples: ["https://10.1.2.3:6443"] }),
    proxyUrl: proxyUrl
      .optional()
      .describe("Proxy through which the API server is reached: http, https or socks5. Default: none.")
      .meta({ examples: ["http://proxy.example.com:3128"] }),
    insecure: z
      .boolean()
      .default(false)
      .describe("True: nobody checks the API server's certificate. Refused without `acceptInsecure`."),
    acceptInsecure: nonEmpty
      .optional()
      .describe("Why `insecure: true` is acceptable here; the reason is printed at each run. Default: none.")
      .meta({ examples: ["lab without certificates, isolated network"] }),
  }),
  complainOfWay,
);

export const existingCluster: ClusterProvider<typeof schema, ExistingClusterSpec | ExistingEndpointSpec> = {
  capabilities: { nodes: true },
  schema,
  resolve: (file, place) => ({ ...resolveWay(file, place), ...resolveCommon(file) }),
  servers: (spec) => [
    "endpoint" in spec ? normalUrl(spec.endpoint) : `context "${spec.context}" of ${spec.kubeconfig}`,
    ...(spec.hubEndpoint === undefined ? [] : [normalUrl(spec.hubEndpoint)]),
  ],
};

type File = z.output<typeof schema>;

type Way =
  | Pick<ExistingClusterSpec, "provider" | "kubeconfig" | "context">
  | Pick<ExistingEndpointSpec, "provider" | "endpoint" | "caData" | "exec">;

/** The schema has seen that one of the ways is whole. */
function resolveWay({ kubeconfig = "", context = "", endpoint, caData: ca, exec }: File, place: ClusterPlace): Way {
  if (endpoint === undefined || exec === undefined) {
    return { provider: "existing", kubeconfig: resolvePath(kubeconfig, place), context };
  }
  const credential = { ...resolveExec(exec), command: resolveCommand(exec.command, place) };
  return { provider: "existing", endpoint, ...(ca !== undefined && { caData: ca }), exec: credential };
}

/** Terraform runs it in the folder of a stack, kubectl anywhere. */
function resolveCommand(command: string, place: ClusterPlace): string {
  return command.includes("/") ? resolvePath(command, place) : command;
}

function resolveCommon({ hubEndpoint, proxyUrl: proxy, insecure, acceptInsecure }: File): Partial<CommonExistingSpec> {
  return {
    ...(hubEndpoint !== undefined && { hubEndpoint }),
    ...(proxy !== undefined && { proxyUrl: proxy }),
    ...(insecure && { acceptInsecure: acceptInsecure ?? "" }),
  };
}

function complainOfWay(file: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  const context = givenFields(file, byContext);
  const endpoint = givenFields(file, byEndpoint);
  if (context.length > 0 && endpoint.length > 0) {
    return [{ message: `${context[0]} beside ${endpoint[0]}, expected one way to reach the cluster: ${ways}` }];
  }
  const given = context[0] ?? endpoint[0];
  if (given === undefined) return [{ message: `no way to reach the cluster, expected ${ways}` }];
  if (endpoint.length === 0) return missingFields(file, byContext, `expected beside ${given}`);
  const needed = file.insecure === true ? byEndpoint.filter((name) => name !== "caData") : byEndpoint;
  return missingFields(file, needed, `expected beside ${given}`);
}
