import type * as z from "zod";
import { checkedString, type Complaint } from "./fields.js";
import { credentialsInUrl } from "../messages/secrets.js";

/** API server URL. Plain http would carry the credential in the clear. */
export const httpsUrl = urlField(["https"], "https://api.example.com");

/** Proxy URL, with the schemes that Argo CD knows. */
export const proxyUrl = urlField(["http", "https", "socks5"], "http://proxy.example.com:3128");

/** Repository of Helm charts. */
export const chartRepositoryUrl = urlField(["https", "http", "oci"], "https://argoproj.github.io/argo-helm");

/** Git repository as Argo CD takes it: a URL, or `git@host:path`. */
export const gitUrl = checkedString((value) => {
  if (/^[\w.-]+@[\w.-]+:[^/:][^:]*$/.test(value)) return undefined;
  const url = parseUrl(value);
  if (url !== undefined && ["https:", "http:", "ssh:", "file:", "git:"].includes(url.protocol)) {
    return complainOfCredentials(url);
  }
  return { expected: "a Git URL, for example https://github.com/acme/gitops.git" };
});

/** One spelling for all URLs of a server: lowercase host, no dot or slash at the end, no default port, short IPv6. */
export function normalUrl(value: string): string {
  const url = parseUrl(value);
  if (url === undefined) return value;
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  return url.href.replace(/\/+$/, "");
}

/** Whether a text may hold a user or password in front of a host. */
export function mayHoldCredentials(value: string): boolean {
  return /\/\/[^/]*@/.test(value);
}

/** A URL with one of these schemes, without credentials. */
export function urlField(schemes: readonly string[], example: string): z.ZodString {
  const check = (value: string): Complaint | undefined => {
    const url = parseUrl(value);
    if (url === undefined || url.hostname === "" || !schemes.includes(url.protocol.slice(0, -1))) {
      return { expected: `a URL with ${schemes.join(", ")}, for example ${example}` };
    }
    return complainOfCredentials(url);
  };
  return checkedString(check, { pattern: `^(${schemes.join("|")})://` });
}

/** A user name alone is a token on most Git servers; over ssh it is only a name. */
function complainOfCredentials(url: URL): Complaint | undefined {
  const named = url.username !== "" && url.protocol !== "ssh:";
  if (!named && url.password === "") return undefined;
  return credentialsInUrl;
}

function parseUrl(value: string): URL | undefined {
  return /\s/.test(value) || !URL.canParse(value) ? undefined : new URL(value);
}
