import * as z from "zod";
import { checkedFields } from "../fields/checks.js";
import { customIssue, fields, matching } from "../fields/fields.js";
import { urlField } from "../fields/urls.js";
import type { Backend } from "./backend.js";
import { refuseCredentials } from "../fields/refusals.js";

/** Terraform state at a server of one's own, GitLab's for example. */
export interface HttpBackendSpec {
  readonly type: "http";
  /** Where a stack's state is: with `{stack}` in it, else of the folder. */
  readonly address: string;
  readonly updateMethod: "POST" | "PUT";
  /** @default - none: states are not locked */
  readonly lockAddress?: string;
  readonly unlockAddress?: string;
  readonly lockMethod: string;
  readonly unlockMethod: string;
}

/** What stands for the stack id in an address. */
export const stackPlaceholder = "{stack}";

const address = urlField(["https", "http"], "https://state.example.com/hubspoke").check((context) => {
  if (!/[?#]/.test(context.value)) return;
  const message = "the address has a query or a fragment, expected none";
  context.issues.push(customIssue(context.value, { message, fix: "write the address of the states alone" }));
});

const method = matching(/^[A-Z]{3,20}$/, "an HTTP method in capitals, such as POST");

const schema = checkedFields(
  fields(
    {
      address: address
        .describe(
          `Address of the states: a stack's is <address>/<stack id>, or the address with ${stackPlaceholder} replaced.`,
        )
        .meta({ examples: ["https://gitlab.example.com/api/v4/projects/42/terraform/state/{stack}"] }),
      updateMethod: z.enum(["POST", "PUT"]).default("POST").describe("Method that writes a state."),
      lockAddress: address
        .optional()
        .describe(
          "Address of the locks, made into one for each stack as `address` is. Default: none, nothing is locked.",
        )
        .meta({ examples: ["https://gitlab.example.com/api/v4/projects/42/terraform/state/{stack}/lock"] }),
      unlockAddress: address.optional().describe("Address that unlocks. Default: lockAddress."),
      lockMethod: method.default("LOCK").describe("Method that locks; GitLab's is POST."),
      unlockMethod: method.default("UNLOCK").describe("Method that unlocks; GitLab's is DELETE."),
    },
    {
      ...refuseCredentials(
        ["username", "password", "token", "clientPrivateKeyPem", "clientCertificatePem"],
        "export TF_HTTP_USERNAME and TF_HTTP_PASSWORD where Terraform runs",
      ),
      ...Object.fromEntries(
        ["skipCertVerification", "skip_cert_verification"].map((name) => [
          name,
          {
            message: `"${name}" would take anybody for the server, expected no such field`,
            fix: "export TF_HTTP_CLIENT_CA_CERTIFICATE_PEM, the CA of the server's certificate, where Terraform runs",
          },
        ]),
      ),
    },
  ),
  ({ lockAddress, unlockAddress }) =>
    unlockAddress !== undefined && lockAddress === undefined
      ? [
          {
            field: "unlockAddress",
            message: "unlockAddress without lockAddress, expected both",
            fix: "write lockAddress",
          },
        ]
      : [],
).describe("State at an HTTP server of one's own.");

export const httpBackend: Backend<typeof schema, HttpBackendSpec> = {
  schema,
  resolve: (file) => ({ type: "http", ...file }),
  stateOf: (spec, stackId) => addressOf(spec.address, stackId),
};

/** The address of one stack. */
export function addressOf(base: string, stackId: string): string {
  return base.includes(stackPlaceholder)
    ? base.replaceAll(stackPlaceholder, stackId)
    : `${base.replace(/\/$/, "")}/${stackId}`;
}
