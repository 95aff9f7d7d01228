import { checkedString, isSubdomain, type Complaint } from "./fields.js";

/** Fully qualified name of a host: no scheme, no port. */
export const hostName = checkedString(complainOfHostName, { maxLength: 253 });

function complainOfHostName(value: string): Complaint | undefined {
  if (isSubdomain(value) && value.includes(".")) return undefined;
  const expected = "a host name such as argocd.example.com, without scheme, port and path";
  const bare = value
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[:/].*$/, "");
  return isSubdomain(bare) && bare.includes(".") ? { expected, fix: `write ${bare}` } : { expected };
}
