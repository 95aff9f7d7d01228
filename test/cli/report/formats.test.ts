import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { locatorFor, repositoryPath } from "../../../cli/report/files.js";
import { findingsOf } from "../../../cli/report/findings.js";
import { chooseFormat, formatFindings } from "../../../cli/report/index.js";
import { loadFixture, refusal } from "../../config/support.js";
import { findings, mistake, risk, wholeFile } from "./support.js";

const nowhere = (): undefined => undefined;

interface SarifLog {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
}

async function sarif(of = findings): Promise<SarifLog> {
  return JSON.parse(await formatFindings("sarif", of, nowhere)) as SarifLog;
}

afterEach(() => vi.unstubAllEnvs());

test("SARIF has what code scanning asks for", async () => {
  vi.stubEnv("GITHUB_WORKSPACE", undefined);
  const log = await sarif();
  expect(log.version).toBe("2.1.0");
  expect(log.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
  const [run] = log.runs;
  expect(log.runs).toHaveLength(1);
  expect(run?.tool.driver.name).toBe("hubspoke");
  const results = run?.results ?? [];
  expect(results).toHaveLength(3);
  for (const { ruleId, ruleIndex, level, message, locations } of results) {
    expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(["error", "warning"]).toContain(level);
    expect(message.text).not.toBe("");
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? expect.fail("no location");
    expect(artifactLocation.uri).toMatch(/^environments\/[^\\ ]+$/);
    expect(region.startLine).toBeGreaterThan(0);
    expect(region.startColumn).toBeGreaterThan(0);
  }
});

test("SARIF says of each problem where it is, what it is and what to do", async () => {
  vi.stubEnv("GITHUB_WORKSPACE", undefined);
  const [first, second, third] = (await sarif()).runs[0]?.results ?? [];
  expect(first).toEqual({
    ruleId: "hubspoke/mistake",
    ruleIndex: 0,
    level: "error",
    message: { text: `${mistake.path}: ${mistake.message}\nfix: ${mistake.fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "environments/prod.yaml" },
          region: { startLine: 14, startColumn: 7 },
        },
        logicalLocations: [{ fullyQualifiedName: mistake.path }],
      },
    ],
  });
  expect(second?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: "environments/a%20b%2Cc.yaml" },
        region: { startLine: 1, startColumn: 1 },
      },
    },
  ]);
  expect(third).toMatchObject({ ruleId: "hubspoke/risk", ruleIndex: 1, level: "warning" });
});

test("SARIF of nothing is a run without results: it closes earlier alerts", async () => {
  expect((await sarif({ valid: true, problems: [], warnings: [] })).runs[0]?.results).toEqual([]);
});

test("SARIF names a file outside of the repository by a URI of its own", async () => {
  const log = await sarif({ valid: false, problems: [{ ...mistake, file: "/srv/base.yaml" }], warnings: [] });
  expect(log.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("file:///srv/base.yaml");
});

test("workflow commands have the escapes that GitHub documents", async () => {
  vi.stubEnv("GITHUB_WORKSPACE", undefined);
  expect((await formatFindings("github", findings, nowhere)).split("\n")).toEqual([
    "::error file=environments/prod.yaml,line=14,col=7,title=spokes[1].registration.mode::" +
      'unknown registration mode "iam", expected one of: bearer-token, exec%0Afix: did you mean "exec"?',
    "::error file=environments/a b%2Cc.yaml,title=hubspoke::the file is empty",
    "::warning file=environments/prod.yaml,line=4,title=backend.http::100%25 of the state is%0Ain the clear",
  ]);
  expect(await formatFindings("github", { valid: true, problems: [], warnings: [] }, nowhere)).toBe("");
});

test("JSON has every part that is known", async () => {
  expect(JSON.parse(await formatFindings("json", findings, nowhere))).toEqual({
    valid: false,
    problems: [
      { severity: "error", ...mistake },
      { severity: "error", ...wholeFile },
    ],
    warnings: [risk],
  });
});

test.each(["json", "sarif", "github"] as const)("shows no secret of a file as %s", async (format) => {
  const error = refusal(() => loadFixture("invalid-secrets"));
  const text = await formatFindings(format, { valid: false, ...findingsOf(error) }, nowhere);
  expect(text).toContain("GitHub token");
  expect(text).not.toMatch(/canary/i);
});

test("chooses the format", () => {
  expect(chooseFormat({})).toBe("text");
  expect(chooseFormat({ json: true })).toBe("json");
  expect(chooseFormat({ json: true, format: "json" })).toBe("json");
  expect(chooseFormat({ format: "sarif" })).toBe("sarif");
  expect(() => chooseFormat({ format: "xml" })).toThrow(
    /^unknown format "xml", expected one of: text, json, sarif, github$/,
  );
  expect(() => chooseFormat({ json: true, format: "github" })).toThrow(
    /^--json and --format github cannot be used together\n {2}fix: remove one of them$/,
  );
});

let repository: string;
beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "hubspoke-files-"));
  mkdirSync(join(repository, "infra", "environments"), { recursive: true });
  writeFileSync(join(repository, "infra", "environments", "dev.yaml"), "");
});
afterAll(() => rmSync(repository, { recursive: true }));

test("names a file from the top of the repository, whatever folder the project is in", () => {
  vi.stubEnv("GITHUB_WORKSPACE", repository);
  const locate = locatorFor([join(repository, "infra", "environments", "dev.yaml")]);
  expect(locate("environments/dev.yaml")).toBe(join(repository, "infra", "environments", "dev.yaml"));
  expect(repositoryPath("environments/dev.yaml", locate)).toBe("infra/environments/dev.yaml");
  expect(locate("environments/gone.yaml")).toBeUndefined();
});
