import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { eksReference } from "../stacks/eks-support.js";
import { readOutput, synthesized, type Synthesized, type TerraformJson } from "../stacks/support.js";
import { pythonTool } from "./python.js";

const run = promisify(execFile);

/** A result of a check, as checkov writes it. */
interface Finding {
  readonly check_id: string;
  readonly check_name: string;
  /** Below the folder that was checked, with a slash before it. */
  readonly file_path: string;
  readonly file_line_range: readonly [first: number, last: number];
}

interface Report {
  readonly summary: Readonly<Record<"passed" | "failed" | "skipped" | "parsing_errors", number>>;
  readonly results: Readonly<Record<"passed_checks" | "failed_checks", readonly Finding[]>>;
}

async function checkov(folder: string): Promise<Report> {
  const options = ["--framework", "terraform_json", "--compact", "--soft-fail", "--skip-download", "--output", "json"];
  // Without a network: what it would ask for are links to its documentation.
  const { stdout } = await run(await pythonTool("checkov"), ["--directory", folder, ...options], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Report;
}

/** checkov cannot read a setting of Terraform that is no block, and then leaves out the whole file. */
function withoutRequiredVersion({ outdir, stacks }: Synthesized): void {
  for (const [id, stack] of Object.entries(stacks)) {
    const settings = Object.entries(stack.terraform).filter(([name]) => name !== "required_version");
    const terraform = Object.fromEntries(settings);
    writeFileSync(fileOf(outdir, id), JSON.stringify({ ...stack, terraform }, undefined, 2));
  }
}

function fileOf(outdir: string, id: string): string {
  return join(outdir, "stacks", id, "cdk.tf.json");
}

/** A check and the path of the construct that it looked at. */
function place(outdir: string, { check_id: id, file_path: file, file_line_range: [first, last] }: Finding): string {
  const lines = readFileSync(join(outdir, file), "utf8")
    .split("\n")
    .slice(first - 1, last);
  return `${id} ${/"path": "([^"]+)"/.exec(lines.join("\n"))?.[1] ?? `${file}:${first}`}`;
}

interface Commented {
  readonly metadata: { readonly path: string };
  readonly checkov?: { readonly skip: readonly { readonly id: string; readonly comment: string }[] };
}

/** What resources say of themselves to be meant so, each with its reason. */
function accepted({ stacks }: Synthesized): readonly (readonly [place: string, reason: string])[] {
  return Object.values(stacks)
    .flatMap(elementsOf)
    .flatMap(({ metadata, checkov: comments }) =>
      (comments?.skip ?? []).map(({ id, comment }) => [`${id} ${metadata.path}`, comment] as const),
    );
}

function elementsOf({ resource, data }: TerraformJson): readonly Commented[] {
  const types = Object.values({ ...resource, ...data }) as readonly Readonly<Record<string, { "//": Commented }>>[];
  return types.flatMap((named) => Object.values(named).map(({ ["//"]: comments }) => comments));
}

test("checkov finds nothing in private clusters of either kind of nodes but what their resources say is meant so", async () => {
  const output = synthesized(
    eksReference(),
    eksReference({ name: "stage", identity: "irsa", deletionProtection: true }),
  );
  withoutRequiredVersion(output);
  const written = readOutput(output.outdir);
  const { summary, results } = await checkov(output.outdir);
  const failed = new Map(results.failed_checks.map((each) => [place(output.outdir, each), each.check_name]));
  const reasons = new Map(accepted(written));
  expect([...failed].filter(([where]) => !reasons.has(where))).toEqual([]);
  expect([...reasons].filter(([where]) => !failed.has(where))).toEqual([]);
  expect(summary.parsing_errors).toBe(0);
  expect(summary.passed).toBeGreaterThan(400);
  const checks = new Set(results.passed_checks.map(({ check_id: id }) => id));
  // The cluster's, its key's, the roles', the nodes' and the network's: those that our defaults are made for.
  const wanted = ["CKV_AWS_37", "CKV_AWS_38", "CKV_AWS_39", "CKV_AWS_58", "CKV_AWS_339", "CKV_AWS_100", "CKV_AWS_7"];
  expect([...checks]).toEqual(
    expect.arrayContaining([...wanted, "CKV_AWS_33", "CKV2_AWS_64", "CKV_AWS_60", "CKV_AWS_79"]),
  );
});
