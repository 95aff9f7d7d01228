import { createHash, createHmac } from "node:crypto";

/** An HTTP request as AWS gets it. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request says of its signature, in its query or in its headers. */
export interface Signature {
  readonly accessKeyId: string;
  /** Day, region, service and a constant. */
  readonly scope: readonly string[];
  /** As `20260131T235959Z`. */
  readonly time: string;
  readonly signedHeaders: readonly string[];
  readonly sessionToken: string;
  readonly value: string;
}

export function signatureOf({ url, headers }: AwsRequest): Signature {
  const inHeader = (name: string) => new RegExp(`${name}=([^, ]+)`).exec(headers["authorization"] ?? "")?.[1];
  const field = (name: string) => url.searchParams.get(`X-Amz-${name}`) ?? inHeader(name) ?? "";
  const either = (name: string) => url.searchParams.get(name) ?? headers[name.toLowerCase()] ?? "";
  const [accessKeyId = "", ...scope] = field("Credential").split("/");
  return {
    accessKeyId,
    scope,
    time: either("X-Amz-Date"),
    signedHeaders: field("SignedHeaders").split(";"),
    sessionToken: either("X-Amz-Security-Token"),
    value: field("Signature"),
  };
}

/**
 * What the signature of a request must be: Signature Version 4.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureFor(request: AwsRequest, secretAccessKey: string): string {
  const { scope, time } = signatureOf(request);
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical(request))].join("\n");
  const key = scope.reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secretAccessKey}`);
  return hmac(key, text).toString("hex");
}

/** When a request was signed, in milliseconds. */
export function signedAt({ time }: Signature): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}

function canonical(request: AwsRequest): string {
  const { method, url, headers, body } = request;
  const { signedHeaders } = signatureOf(request);
  const query = [...url.searchParams].filter(([name]) => name !== "X-Amz-Signature");
  return [
    method,
    url.pathname,
    query
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join("&"),
    ...signedHeaders.map((name) => `${name}:${headers[name]?.trim() ?? ""}`),
    "",
    signedHeaders.join(";"),
    sha256(body),
  ].join("\n");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
