import { X509Certificate } from "node:crypto";
import { readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureAuthority } from "../../local/certificates.js";
import { writeKubeconfig } from "../../local/kubeconfig.js";
import { ensurePki } from "../../local/pki.js";
import { temporaryDirectory } from "./support.js";
import { parse } from "yaml";

async function contents(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), "utf8")])),
  );
}

async function certificate(directory: string, name: string): Promise<X509Certificate> {
  return new X509Certificate(await readFile(join(directory, `${name}.crt`)));
}

test("keys and certificates are made once, and only their owner can read them", async () => {
  const directory = join(await temporaryDirectory(), "pki");
  await ensurePki(directory);
  const before = await contents(directory);
  await ensurePki(directory);
  expect(await contents(directory)).toEqual(before);
  for (const name of Object.keys(before)) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
});

test("the API server's certificate holds every name it is reached by", async () => {
  const directory = await temporaryDirectory();
  await ensurePki(directory);
  const served = await certificate(directory, "apiserver");
  for (const name of ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"])
    expect(served.checkHost(name)).toBe(name);
  for (const address of ["127.0.0.1", "10.0.0.1"]) expect(served.checkIP(address)).toBe(address);
});

test("no credential for the API server opens etcd", async () => {
  const directory = await temporaryDirectory();
  await ensurePki(directory);
  const etcd = await certificate(directory, "etcd-ca");
  expect((await certificate(directory, "admin")).verify(etcd.publicKey)).toBe(false);
  expect((await certificate(directory, "etcd-client")).verify(etcd.publicKey)).toBe(true);
});

test("a lost authority brings new certificates, which fit it", async () => {
  const directory = await temporaryDirectory();
  await ensurePki(directory);
  await rm(join(directory, "ca.crt"));
  await ensurePki(directory);
  const authority = await certificate(directory, "ca");
  for (const name of ["apiserver", "admin", "controller-manager"]) {
    expect((await certificate(directory, name)).verify(authority.publicKey)).toBe(true);
  }
});

test("a key that does not fit its certificate, as after a crash, is replaced with it", async () => {
  const directory = await temporaryDirectory();
  const authority = await ensureAuthority(directory, "ca");
  await authority.ensure({ name: "a", commonName: "a", usage: ["client"] });
  await authority.ensure({ name: "b", commonName: "b", usage: ["client"] });
  await writeFile(join(directory, "a.key"), await readFile(join(directory, "b.key")));
  const before = await readFile(join(directory, "a.crt"), "utf8");
  await authority.ensure({ name: "a", commonName: "a", usage: ["client"] });
  expect(await readFile(join(directory, "a.crt"), "utf8")).not.toBe(before);
});

test("a kubeconfig has one context, everything embedded, and is private", async () => {
  const directory = await temporaryDirectory();
  await ensurePki(directory);
  const path = join(directory, "kubeconfig");
  const file = (name: string) => join(directory, name);
  const spec = {
    path,
    context: "local-hub",
    server: "https://127.0.0.1:16443",
    caFile: file("ca.crt"),
    certificateFile: file("admin.crt"),
    keyFile: file("admin.key"),
  };
  await writeKubeconfig({ ...spec, namespace: "argocd" });
  const config = parse(await readFile(path, "utf8"));
  expect(config.contexts).toEqual([
    { name: "local-hub", context: { cluster: "local-hub", user: "local-hub", namespace: "argocd" } },
  ]);
  expect(config["current-context"]).toBe("local-hub");
  expect(Buffer.from(config.clusters[0].cluster["certificate-authority-data"], "base64")).toEqual(
    await readFile(file("ca.crt")),
  );
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
