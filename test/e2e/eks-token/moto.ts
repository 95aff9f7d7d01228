import { once } from "node:events";
import { spawn } from "node:child_process";
import { eventually } from "../fleet.js";
import { pythonTool } from "../python.js";

/** A running moto: AWS that keeps roles and credentials, and checks nothing. */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startMoto(port: number): Promise<Moto> {
  const args = ["--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(await pythonTool("moto_server"), args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2_000)));
  const url = `http://127.0.0.1:${port}`;
  await eventually("moto answers", async () => {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}:\n${said}`);
    return (await fetch(`${url}/moto-api/data.json`).catch(() => undefined))?.ok;
  });
  const stop = async () => {
    const ended = once(child, "exit");
    if (child.exitCode === null && child.kill()) await ended;
  };
  return { url, stop };
}

export interface MotoSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: string;
}

/** Asks STS in moto, on behalf of an access key; the answer is XML. */
export async function askSts(
  { url }: Moto,
  form: Readonly<Record<string, string>>,
  accessKeyId = "AWS",
): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0`;
  const body = new URLSearchParams({ Version: "2011-06-15", ...form });
  const response = await fetch(url, { method: "POST", headers: { authorization }, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${form["Action"]}: moto answers ${response.status} ${text}`);
  return text;
}

/** Text of the first element with that name. */
export function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`no <${name}> in ${xml}`);
  return text;
}
