import * as z from "zod";
import { checkedFields, type MapComplaint } from "../fields/checks.js";
import { checkedString, fields, type Complaint } from "../fields/fields.js";
import { issuedVariablePrefix, issuedVariables, managerUser } from "../names.js";
import { commonFields, resolveCommon, type CommonRegistrationSpec } from "./common.js";
import { lifetimeUpTo } from "./lifetime.js";
import type { RegistrationMode } from "./mode.js";
import { subjectSchema, type Subject } from "./subject.js";

/** A client certificate, which comes in Terraform variables. In no state. */
export interface ClientCertificateSpec extends CommonRegistrationSpec {
  readonly mode: "client-certificate";
  readonly certificate: CertificateSource;
}

/** Where a certificate and its key come from: sensitive Terraform variables, whoever fills them. */
export interface CertificateSource {
  /**
   * Has the spoke's own signer issue it, and the command line fill the variables.
   *
   * @default - whoever deploys fills them
   */
  readonly issue?: CertificateIssue;
  readonly variables: {
    /** Name of the variable with the certificate, as PEM. */
    readonly certificate: string;
    /** Name of the variable with its private key, as PEM. */
    readonly key: string;
  };
  /**
   * Whom the spoke takes the certificate for; `access` is granted to it.
   *
   * @default - nothing is granted: it keeps the rights that it has
   */
  readonly subject?: Subject;
}

/** A certificate that a spoke is asked for. */
export interface CertificateIssue {
  /** How long it is valid, as a Go duration; the spoke may shorten it. */
  readonly lifetime: string;
  /** Raise it to have a new certificate issued. */
  readonly revision: number;
}

/** The limit of Kubernetes' own API, a signed number of 32 bits: 596523h and a bit. */
const longestIssue = 596_523 * 3600;

const namePattern = "^[A-Za-z_][A-Za-z0-9_-]{0,127}$";
const nameExpression = new RegExp(namePattern);

/** What is not a name may be the key itself, so it is never echoed. */
const variableName = checkedString(complainOfName, { pattern: namePattern });

const schema = checkedFields(
  fields({
    mode: z.literal("client-certificate").describe("A client certificate, never in Terraform state."),
    issue: fields({
      lifetime: lifetimeUpTo(longestIssue)
        .default("8760h")
        .describe("How long it is valid, as a Go duration; at least 10m, and the spoke may shorten it."),
      revision: z.int().min(1).default(1).describe("Raise it to have a new certificate issued."),
    })
      .optional()
      .describe("Has the spoke's own signer issue it, at deploy. Default: `{}`, unless there are `variables`."),
    variables: fields({
      certificate: variableName
        .describe("Name of the Terraform variable with the certificate, as PEM.")
        .meta({ examples: ["payments_certificate"] }),
      key: variableName
        .describe("Name of the Terraform variable with its private key, as PEM.")
        .meta({ examples: ["payments_key"] }),
    })
      .optional()
      .describe("Takes it from Terraform variables: export TF_VAR_<name>. Default: none, it is issued."),
    subject: subjectSchema.optional(),
    ...commonFields,
  }),
  complainOfSource,
).meta({ examples: [{ variables: { certificate: "payments_certificate", key: "payments_key" } }] });

export const clientCertificate: RegistrationMode<typeof schema, ClientCertificateSpec> = {
  schema,
  // EKS signs no certificate that a client could use.
  supports: ["local", "existing", "kind"],
  resolve({ issue, variables, subject, ...file }, cluster, spoke) {
    const given = variables && { variables, ...(subject !== undefined && { subject }) };
    return {
      ...file,
      ...resolveCommon(file, cluster),
      certificate: given ?? {
        issue: issue ?? { lifetime: "8760h", revision: 1 },
        variables: issuedVariables(spoke.environment, spoke.name),
        subject: { kind: "User", name: managerUser },
      },
    };
  },
};

function complainOfName(value: string): Complaint | undefined {
  if (!nameExpression.test(value)) {
    return {
      message: 'not the name of a Terraform variable, expected letters, digits, "_" and "-"',
      fix: "write the name here, and give the PEM at deploy: export TF_VAR_<name>",
    };
  }
  // Ours are set for every deploy, and would take the place of this one.
  return value.startsWith(issuedVariablePrefix)
    ? { expected: `a name that does not begin with ${issuedVariablePrefix}` }
    : undefined;
}

function complainOfSource({ issue, variables, subject }: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  if (issue !== undefined && variables !== undefined) {
    return [{ field: "issue", message: "issue beside variables, expected one of them" }];
  }
  if (isOneName(variables)) {
    return [
      { field: "variables", message: "one variable for both, expected one for the certificate and one for its key" },
    ];
  }
  if (subject === undefined || variables !== undefined) return [];
  const message = "subject has no effect without variables: a certificate that is issued names its own user";
  return [{ field: "subject", message, fix: "remove it" }];
}

function isOneName(variables: unknown): boolean {
  if (typeof variables !== "object" || variables === null) return false;
  const { certificate, key } = variables as Readonly<Record<string, unknown>>;
  return key !== undefined && certificate === key;
}
