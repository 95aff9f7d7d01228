import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { HubSpokeTopology } from "../../config/topology.js";
import { environmentKubeconfig, writeKubeconfig, type Kubeconfig } from "../../fleet/kubeconfig.js";
import { mergeKubeconfig, removeFromKubeconfig } from "../../fleet/kubeconfig-merge.js";
import { startFleet, withSpoke, type FakeFleet } from "./fake-fleet.js";
import { temporaryFolder, writeKubeconfigFor } from "./support.js";

let fleet: FakeFleet;
let ours: Kubeconfig;
let folder = "";
let file = "";
beforeEach(async () => {
  fleet = await startFleet();
  ours = await environmentKubeconfig(fleet.topology);
  folder = await temporaryFolder();
  file = path.join(folder, "config");
});

const names = (kubeconfig: Kubeconfig): string[] => kubeconfig.contexts.map((context) => context.name);
const read = async (): Promise<Kubeconfig> => parse(await readFile(file, "utf8")) as Kubeconfig;

describe("an environment's kubeconfig", () => {
  it("has a context for each cluster, under its alias", () => {
    expect(names(ours)).toEqual(["dev-hub", "dev-a"]);
    expect(ours["current-context"]).toBe("dev-hub");
    expect(ours.clusters[1]?.cluster.server).toBe(fleet.spoke.url);
    expect(ours.users[1]?.user.token).toBe("operator");
  });

  it("leaves retired spokes out", async () => {
    expect(names(await environmentKubeconfig(withSpoke(fleet.topology, { retired: true })))).toEqual(["dev-hub"]);
  });

  it("refers to the files of its source wherever it lies, and to the cluster's proxy", async () => {
    const user = {
      "client-certificate": "pki/admin.crt",
      "client-key": "/keys/admin.key",
      exec: { command: "./plugin" },
    };
    const kubeconfig = await writeKubeconfigFor(fleet.spoke, { user });
    const cluster = { provider: "existing" as const, kubeconfig, context: "admin", proxyUrl: "http://proxy:3128" };
    const { users, clusters } = await environmentKubeconfig(withSpoke(fleet.topology, { cluster }));
    const source = path.dirname(kubeconfig);
    expect(users[1]?.user).toMatchObject({
      "client-certificate": path.join(source, "pki/admin.crt"),
      "client-key": "/keys/admin.key",
      exec: { command: path.join(source, "plugin") },
    });
    expect(clusters[1]?.cluster["proxy-url"]).toBe("http://proxy:3128");
  });

  it("has the command of a cluster that is known by its address", async () => {
    const exec = { command: "login", args: ["--cluster", "a"], env: { PROFILE: "ops" } };
    const cluster = {
      provider: "existing" as const,
      endpoint: "https://api.example.com",
      caData: "Y2E=",
      exec: { ...exec, apiVersion: "client.authentication.k8s.io/v1" as const },
      proxyUrl: "http://proxy:3128",
    };
    const { users, clusters } = await environmentKubeconfig(withSpoke(fleet.topology, { cluster }));
    expect(clusters[1]?.cluster).toMatchObject({
      server: "https://api.example.com",
      "certificate-authority-data": "Y2E=",
      "proxy-url": "http://proxy:3128",
    });
    expect(users[1]?.user.exec).toEqual({
      apiVersion: "client.authentication.k8s.io/v1",
      command: "login",
      args: ["--cluster", "a"],
      env: [{ name: "PROFILE", value: "ops" }],
      interactiveMode: "IfAvailable",
    });
  });

  it("names no CA where the certificate is not checked: kubectl would refuse it", async () => {
    const [spoke] = fleet.topology.spokes;
    const cluster = { ...spoke?.cluster, acceptInsecure: "a lab" } as HubSpokeTopology["hub"]["cluster"];
    await writeKubeconfig(file, await environmentKubeconfig(withSpoke(fleet.topology, { cluster })));
    const { clusters } = await read();
    const extensions = [{ name: "hubspoke", extension: { environment: "dev" } }];
    expect(clusters[1]?.cluster).toEqual({ server: fleet.spoke.url, "insecure-skip-tls-verify": true, extensions });
  });

  it("is written for its owner alone, as a whole, without YAML aliases", async () => {
    await writeKubeconfig(file, ours);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["config"]);
    expect(await read()).toEqual(ours);
    expect(await readFile(file, "utf8")).not.toMatch(/[&*]a\d/);
  });
});

const FOREIGN = `# my clusters
apiVersion: v1
kind: Config
current-context: work
clusters:
  - name: work # the good one
    cluster: {server: https://work}
contexts:
- {name: work, context: {cluster: work, user: me}}
users:
- name: me
  user:
    token: keep
`;

describe("merging", () => {
  it("makes the file where there is none", async () => {
    await mergeKubeconfig(file, "dev", ours);
    expect(await read()).toEqual(ours);
  });

  it("keeps what else is there, comments and the current context included, and is the same when repeated", async () => {
    await writeFile(file, FOREIGN, { mode: 0o640 });
    await mergeKubeconfig(file, "dev", ours);
    const merged = await readFile(file, "utf8");
    expect(merged).toContain("# my clusters");
    expect(merged).toContain("- name: work # the good one");
    expect(names(await read())).toEqual(["work", "dev-hub", "dev-a"]);
    expect((await read())["current-context"]).toBe("work");
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    await mergeKubeconfig(file, "dev", ours);
    expect(await readFile(file, "utf8")).toBe(merged);
  });

  it("takes away a cluster that the environment no longer has", async () => {
    await mergeKubeconfig(file, "dev", ours);
    await mergeKubeconfig(file, "dev", await environmentKubeconfig({ ...fleet.topology, spokes: [] }));
    expect(names(await read())).toEqual(["dev-hub"]);
  });

  it("writes through a symbolic link", async () => {
    const target = path.join(folder, "target");
    await writeFile(target, FOREIGN);
    await symlink(target, file);
    await mergeKubeconfig(file, "dev", ours);
    expect(parse(await readFile(target, "utf8")).contexts).toHaveLength(3);
  });

  it.each([
    [
      "contexts: [{name: dev-a, context: {cluster: x, user: y}}]",
      'has another context "dev-a", which hubspoke did not write: rename it, or use a file of its own',
    ],
    ["token: [canary", "is not YAML, so nothing was changed in it"],
    ["- a list", "is no kubeconfig, so nothing was changed in it"],
  ])("refuses %s and changes nothing", async (text, message) => {
    await writeFile(file, text);
    await expect(mergeKubeconfig(file, "dev", ours)).rejects.toMatchObject({ message: `${file} ${message}` });
    expect(await readFile(file, "utf8")).toBe(text);
    expect(await readdir(folder)).toEqual(["config"]);
  });

  it("waits for kubectl's lock, and names it when it stays", async () => {
    await writeFile(`${file}.lock`, "");
    await expect(mergeKubeconfig(file, "dev", ours)).rejects.toMatchObject({
      message: `${file} is locked: if no kubectl runs, delete ${file}.lock`,
    });
  });
});

describe("removing", () => {
  it("leaves what was there before", async () => {
    await writeFile(file, FOREIGN);
    await mergeKubeconfig(file, "dev", ours);
    expect(await removeFromKubeconfig(file, "dev")).toBe(2);
    expect(parse(await readFile(file, "utf8"))).toEqual(parse(FOREIGN));
    expect(await removeFromKubeconfig(file, "dev")).toBe(0);
  });

  it("leaves no current context that is gone", async () => {
    await mergeKubeconfig(file, "dev", ours);
    await removeFromKubeconfig(file, "dev");
    expect((await read())["current-context"]).toBe("");
  });

  it("has nothing to do without a file", async () => {
    expect(await removeFromKubeconfig(file, "dev")).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });
});

it("merging and removing keep any foreign entries", async () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !text.startsWith("dev-"));
  const value = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)));
  const list = (key: string) =>
    fc.uniqueArray(fc.record({ name, [key]: value }), { selector: (entry) => entry.name, maxLength: 4 });
  const foreign = fc.record({
    clusters: list("cluster"),
    users: list("user"),
    contexts: list("context"),
    "current-context": name,
  });
  await fc.assert(
    fc.asyncProperty(foreign, async (document) => {
      await writeFile(file, stringify(document));
      await mergeKubeconfig(file, "dev", ours);
      const merged = await read();
      for (const key of ["clusters", "users", "contexts"] as const)
        expect(merged[key]).toEqual([...document[key], ...ours[key]]);
      await removeFromKubeconfig(file, "dev");
      expect(await read()).toEqual(document);
    }),
    { numRuns: 40 },
  );
});
