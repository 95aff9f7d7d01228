import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { init } from "../../../cli/init.js";
import { eks, existing, inFolder, refusal } from "./project.js";

const folder = inFolder();

describe("wrong answers name their flag, and nothing is written", () => {
  const noOne = "  fix: give it, or run this in a terminal without --yes, to be asked";
  test.each([
    [
      {},
      "missing --provider <local|existing|eks>, where the clusters are (or --yes for local)\n" +
        `missing --name <name>, the environment's name (or --yes for a default)\n${noOne}`,
    ],
    [
      { yes: true, provider: "existing" },
      "missing --hub <context>, the hub's context in the kubeconfig\n" +
        `missing --repo-url <url>, the Git repository that Argo CD delivers from\n${noOne}`,
    ],
    [
      { yes: true, name: "My Env" },
      '--name: invalid name "My Env", expected a DNS label: lowercase letters, digits and "-", at most 20 characters\n' +
        "  fix: for example my-env",
    ],
    [
      { yes: true, spoke: ["ok", "Größe"] },
      '--spoke Größe: invalid name "Größe", expected a DNS label: lowercase letters, digits and "-", at most 63 characters\n' +
        "  fix: for example gr-e",
    ],
    [{ yes: true, provider: "lokal" }, '--provider "lokal", expected one of: local, existing, eks'],
    [
      { yes: true, provider: "eks" },
      "missing --region <region>, the AWS region of the clusters\n" +
        "missing --account <id>, the AWS account of the clusters\n" +
        `missing --repo-url <url>, the Git repository that Argo CD delivers from\n${noOne}`,
    ],
    [
      { ...eks, yes: true, region: "eu-west" },
      '--region: invalid region "eu-west", expected an AWS region, for example eu-west-1',
    ],
    [
      { ...eks, yes: true, account: "1234" },
      '--account: invalid account "1234", expected an AWS account id of 12 digits, in quotes',
    ],
    [
      { ...eks, yes: true, spoke: ["a=b", "c=b"] },
      '--spoke c=b: same API server as cluster "a": EKS cluster "b" of eu-west-1 in account 111122223333\n' +
        "  fix: give each entry a cluster of its own",
    ],
    [
      { ...eks, yes: true, port: "7443" },
      "--port says nothing of eks clusters\n  fix: leave it out, or choose another --provider",
    ],
    [
      { yes: true, provider: "local", hub: "x" },
      "--hub says nothing of local clusters\n  fix: leave it out, or choose another --provider",
    ],
    [
      { yes: true, provider: "local", spoke: ["a=b"] },
      '--spoke "a=b": a local cluster has no context, expected a name alone',
    ],
    [{ yes: true, port: "x" }, '--port "x", expected a number'],
    [
      { ...existing, yes: true, backend: "s3", backendBucket: "b" },
      `missing --backend-region <region>, the region of that bucket\n${noOne}`,
    ],
    [
      { ...existing, yes: true, backend: "local", backendBucket: "b" },
      "--backend-bucket and --backend-region say nothing of a local backend\n  fix: --backend s3",
    ],
    [
      { ...existing, yes: true, backend: "gcs" },
      '--backend "gcs", expected one of: local, s3\n' +
        "  fix: leave it out, and write backend: into the file (hubspoke explain backend)",
    ],
  ])("%j", async (options, message) => {
    expect(await refusal(init("acme fleet", options))).toBe(message);
    expect(folder.files()).toEqual([]);
  });

  test("credentials in a URL are not echoed", async () => {
    const options = { ...existing, yes: true, repoUrl: "https://ada:canary@example.com/x.git" };
    const message = await refusal(init("acme fleet", options));
    expect(message).toMatch(/^--repo-url: /);
    expect(message).not.toContain("canary");
  });

  test("a file where the folder should be, or a folder where a file should be", async () => {
    writeFileSync("taken", "");
    expect(await refusal(init("taken", { yes: true }))).toBe("taken is a file, expected a folder");
    mkdirSync(join(folder.path, "README.md"), { recursive: true });
    expect(await refusal(init("acme fleet", { yes: true }))).toBe(
      "README.md is a folder, expected a file\n  fix: move it away",
    );
    rmSync(join(folder.path, "README.md"), { recursive: true });
    writeFileSync(join(folder.path, "gitops"), "");
    expect(await refusal(init("acme fleet", { yes: true }))).toBe(
      "gitops is a file, expected a folder for gitops/environments/local/README.md\n  fix: move it away",
    );
  });
});
