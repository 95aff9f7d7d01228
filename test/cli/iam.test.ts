import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const REPOSITORY = resolve(import.meta.dirname, "../..");
let project: string;

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function hubspokeIam(...args: string[]): Promise<Finished> {
  const command = ["--import", import.meta.resolve("tsx"), join(REPOSITORY, "cli", "index.ts"), "iam", ...args];
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd: project }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

const EKS = `apiVersion: hubspoke/v1
name: prod
gitops: { repoURL: https://git.example.com/fleet.git }
defaults: { cluster: { provider: eks, region: eu-west-1, reach: routed } }
hub:
  name: hub
  cluster: { account: "111122223333", existing: hub }
spokes:
  - name: shop
    cluster: { existing: shop, assumeRole: "arn:aws:iam::444455556666:role/hubspoke-prod-deploy" }
`;

const LOCAL = `apiVersion: hubspoke/v1
name: here
hub: { name: hub, cluster: { provider: local } }
spokes: []
`;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "hubspoke iam-"));
  mkdirSync(join(project, "environments"));
  writeFileSync(join(project, "environments", "prod.yaml"), EKS);
  writeFileSync(join(project, "environments", "here.yaml"), LOCAL);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("hubspoke iam", () => {
  it("prints the policies of each account, and says whose they are on stderr", async () => {
    const { code, stdout, stderr } = await hubspokeIam("prod");
    expect(code).toBe(0);
    expect(stderr).toBe(
      "account 111122223333 in eu-west-1: 1 policy for your own credentials\n" +
        "  it writes the policies of the roles hubspoke-prod-*, so guard it like an administrator of the account\n" +
        "account 444455556666 in eu-west-1: 1 policy for arn:aws:iam::444455556666:role/hubspoke-prod-deploy\n" +
        "  trust: arn:aws:iam::444455556666:role/hubspoke-prod-deploy trusts who runs hubspoke, and they may do sts:AssumeRole on it\n" +
        "  it writes the policies of the roles hubspoke-prod-*, so guard it like an administrator of the account\n" +
        "  warning: arn:aws:iam::444455556666:role/hubspoke-prod-deploy has a name of the environment's own roles, so it may change its own rights\n",
    );
    expect(stdout.match(/"Version": "2012-10-17"/g)).toHaveLength(2);
  });

  it("prints the policy of one account, ready for a file", async () => {
    const { stdout } = await hubspokeIam("prod", "--account", "444455556666");
    const { Statement } = JSON.parse(stdout) as { Statement: { Resource: string[] }[] };
    const resources = Statement.flatMap(({ Resource }) => Resource);
    expect(resources).toContain("arn:aws:iam::444455556666:role/hubspoke-prod-*");
    expect(resources).toContain("arn:aws:eks:eu-west-1:444455556666:cluster/shop");
    expect(resources.join()).not.toContain("111122223333");
  });

  it("prints JSON for a program: what a plan reads, where only that is asked for", async () => {
    const { stdout, stderr } = await hubspokeIam("prod", "--plan", "--json", "--account", "111122223333");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      environment: "prod",
      accounts: [
        {
          account: "111122223333",
          roles: [],
          regions: ["eu-west-1"],
          policies: [
            {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Action: ["eks:ListClusters"],
                  Resource: ["*"],
                  Condition: { StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } },
                },
                {
                  Effect: "Allow",
                  Action: ["eks:DescribeCluster", "eks:ListPodIdentityAssociations"],
                  Resource: ["arn:aws:eks:eu-west-1:111122223333:cluster/hub"],
                },
                {
                  Effect: "Allow",
                  Action: ["eks:DescribePodIdentityAssociation"],
                  Resource: ["arn:aws:eks:eu-west-1:111122223333:podidentityassociation/hub/*"],
                },
                {
                  Effect: "Allow",
                  Action: [
                    "iam:GetRole",
                    "iam:GetRolePolicy",
                    "iam:ListAttachedRolePolicies",
                    "iam:ListInstanceProfilesForRole",
                    "iam:ListRolePolicies",
                    "iam:ListRoleTags",
                  ],
                  Resource: ["arn:aws:iam::111122223333:role/hubspoke-prod-*"],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it("names the accounts that there are where the one asked for is none of them", async () => {
    expect(await hubspokeIam("prod", "--account", "999999999999")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'account "999999999999" is none of environments/prod.yaml, expected one of: 111122223333, 444455556666\n' +
        "  fix: --account <id>\n",
    });
  });

  it("says where there is nothing to ask for, and writes no file", async () => {
    const { code, stdout, stderr } = await hubspokeIam("here");
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "",
      stderr: 'environment "here" has nothing in AWS\n',
    });
    expect(readdirSync(project)).toEqual(["environments"]);
  });
});
