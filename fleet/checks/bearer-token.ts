import { managerServiceAccount } from "../../config/names.js";
import type { Spoke } from "../../config/topology.js";
import type { Check } from "../check.js";
import type { Snapshot } from "../snapshot.js";
import { tokenTimes } from "../token.js";
import { checkCredential, type CredentialKind } from "./credential.js";

/** The user name by which an API server knows the ServiceAccount. */
const SERVICE_ACCOUNT = `system:serviceaccount:${managerServiceAccount.namespace}:${managerServiceAccount.name}`;

const token: CredentialKind = {
  name: "token",
  isIn: ({ config }) => Boolean(config.bearerToken),
  flawOf: () => undefined,
  strangerOf: (_spoke, { username }) => (username === SERVICE_ACCOUNT ? undefined : `"${SERVICE_ACCOUNT}"`),
  isGranted: () => true,
  refusal: "the token is expired, or its ServiceAccount was deleted or made anew",
  timesOf: ({ config }) => tokenTimes(config.bearerToken ?? "") ?? "its token is no JWT",
};

/** The token in a spoke's cluster Secret works, does what `access` says and no more, and lasts. */
export function checkBearerToken(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  return checkCredential(snapshot, spoke, token);
}
