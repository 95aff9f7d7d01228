import { beforeEach, expect, test, vi } from "vitest";
import type * as outputModule from "../../../cli/output.js";
import { add, remove, retire } from "../../../cli/spoke.js";
import { inProject, local, prod, refusal } from "./project.js";

const output = vi.hoisted(() => [] as string[]);
vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeStatus: (text: string) => void output.push(text),
}));

const { read, write } = inProject();
beforeEach(() => void (output.length = 0));

test("a spoke is what the others are, and the change is shown", async () => {
  expect(await add("local", "orders", { label: ["tier=gold", "v=1.10"] })).toBe(0);
  const added = '  - name: orders\n    cluster: { provider: local }\n    labels: { tier: gold, v: "1.10" }\n';
  expect(read("local.yaml")).toBe(local + added);
  expect(output).toEqual([
    [
      "--- environments/local.yaml",
      "+++ environments/local.yaml",
      "@@ -9,3 +9,6 @@",
      "     cluster: { provider: local }",
      "   - name: search",
      "     cluster: { provider: local }",
      "+  - name: orders",
      "+    cluster: { provider: local }",
      '+    labels: { tier: gold, v: "1.10" }',
    ].join("\n"),
    'environments/local.yaml: spoke "orders" was added',
    "next:\n  npx hubspoke up local",
  ]);
});

test("nothing is written that defaults say already", async () => {
  await add("prod", "search", { context: "arn:aws:eks:eu-west-1:1:cluster/s", access: "namespaces=a, b" });
  expect(read("prod.yaml")).toBe(
    prod.replace(
      "spokes: []\n",
      "spokes:\n  - name: search\n    cluster: { context: arn:aws:eks:eu-west-1:1:cluster/s }\n" +
        "    registration: { access: { namespaces: [a, b] } }\n",
    ),
  );
});

test("a cluster of another kind is added with all that defaults do not say", async () => {
  await add("local", "orders", { context: "o", registrationMode: "bearer-token" });
  expect(read("local.yaml")).toBe(
    `${local}  - name: orders\n    cluster: { provider: existing, kubeconfig: ~/.kube/config, context: o }\n` +
      "    registration: { mode: bearer-token }\n",
  );
  await add("prod", "orders", { provider: "local", port: "20000" });
  expect(read("prod.yaml")).toContain("  - name: orders\n    cluster: { provider: local, port: 20000 }\n");
  await add("local", "stock", { provider: "kind" });
  expect(read("local.yaml")).toContain("  - name: stock\n    cluster: { provider: kind }\n");
});

test.each([
  [
    {},
    'missing --context <name>, the context of spoke "x" in the kubeconfig\n  fix: give it, or --provider for a cluster of another kind',
  ],
  [{ context: "x", label: ["tier"] }, '--label "tier", expected key=value'],
  [{ port: "many", provider: "local" }, '--port "many", expected a number'],
])("flags that make no entry are refused: %j", async (options, message) => {
  expect(await refusal(add("prod", "x", options))).toBe(message);
  expect(read("prod.yaml")).toBe(prod);
});

test("a change that would not be valid is shown, explained, and not written", async () => {
  const message = await refusal(add("prod", "Search", { context: "x" }));
  expect(message).toBe(
    "environments/prod.yaml:10  spokes[0].name\n" +
      '  invalid name "Search", expected a DNS label: lowercase letters, digits and "-", at most 63 characters\n' +
      "  fix: for example search\n1 problem in 1 file\n" +
      "environments/prod.yaml was not written: with this change it would not be valid",
  );
  expect(output.join("\n")).toContain("+  - name: Search");
  expect(read("prod.yaml")).toBe(prod);
});

test("a name is there once", async () => {
  expect(await refusal(add("local", "search", {}))).toBe(
    'spoke "search" is there already, in environments/local.yaml\n  fix: choose another name',
  );
});

test("a dry run writes nothing", async () => {
  expect(await add("local", "orders", { dryRun: true })).toBe(0);
  expect(output.at(-1)).toBe("environments/local.yaml was not written: --dry-run");
  expect(read("local.yaml")).toBe(local);
});

test("retire, and take it back", async () => {
  await retire("local", "payments", {});
  expect(read("local.yaml")).toBe(local.replace("payments\n", "payments\n    retired: true\n"));
  expect(output.at(-1)).toBe(
    "next:\n  npx hubspoke up local   # removes what it has, once no Application is delivered to it\n" +
      "  npx hubspoke spoke remove local payments",
  );
  await retire("local", "payments", {});
  expect(output.at(-1)).toBe('spoke "payments" is retired already: nothing to do');
  await retire("local", "payments", { undo: true });
  expect(read("local.yaml")).toBe(local);
  await retire("local", "payments", { undo: true });
  expect(output.at(-1)).toBe('spoke "payments" is not retired: nothing to do');
});

test("how it leaves is written too, and changed", async () => {
  const written = (retired: string) => local.replace("payments\n", `payments\n    retired: ${retired}\n`);
  await retire("local", "payments", { applications: "orphan" });
  expect(read("local.yaml")).toBe(written("{ applications: orphan }"));
  await retire("local", "payments", { unreachable: true });
  expect(read("local.yaml")).toBe(written("{ applications: orphan, unreachable: true }"));
  await retire("local", "payments", { applications: "delete" });
  expect(read("local.yaml")).toBe(written("{ applications: delete }"));
  await retire("local", "payments", {});
  expect(read("local.yaml")).toBe(written("true"));
  await retire("local", "payments", { applications: "refuse" });
  expect(output.at(-1)).toBe('spoke "payments" is retired already: nothing to do');
  await retire("local", "payments", { undo: true });
  expect(read("local.yaml")).toBe(local);
});

test("a way to leave that is none is refused", async () => {
  expect(await refusal(retire("local", "payments", { applications: "keep" }))).toBe(
    'unknown --applications "keep", expected one of: refuse, orphan, delete',
  );
  expect(await refusal(retire("local", "payments", { applications: "orphan", undo: true }))).toBe(
    "--undo takes the whole retirement back\n  fix: give it without --applications and --unreachable",
  );
  expect(await refusal(retire("local", "payments", { applications: "delete", unreachable: true }))).toBe(
    "environments/local.yaml:9  spokes[0].retired.applications\n  nobody can delete on a spoke that is unreachable\n" +
      "  fix: write applications: orphan, or take out unreachable\n1 problem in 1 file\n" +
      "environments/local.yaml was not written: with this change it would not be valid",
  );
  expect(read("local.yaml")).toBe(local);
});

test("a spoke that is not retired is not removed", async () => {
  expect(await refusal(remove("local", "search", {}))).toBe(
    'spoke "search" is not retired: once its entry is gone, nothing removes what was deployed for it\n' +
      "  fix: npx hubspoke spoke retire local search, then deploy, then remove it; or --force, for one that was never deployed",
  );
  await remove("local", "search", { force: true });
  expect(read("local.yaml")).toBe(local.replace("  - name: search\n    cluster: { provider: local }\n", ""));
});

test("local clusters keep the ports that followed from their position", async () => {
  await retire("local", "payments", {});
  await remove("local", "payments", {});
  expect(read("local.yaml")).toBe(
    local
      .replace("  # Takes money.\n  - name: payments\n    cluster: { provider: local }\n", "")
      .replace(/(search\n.*local)/, "$1, port: 16463"),
  );
  expect(output.slice(-2)).toEqual([
    'spoke "search" keeps port 16463, which followed from its position',
    'environments/local.yaml: spoke "payments" was removed',
  ]);
});

test("an unknown spoke, an unknown environment", async () => {
  expect(await refusal(retire("local", "paymens", {}))).toBe(
    'no spoke "paymens" in environments/local.yaml, expected one of: payments, search\n  fix: did you mean "payments"?',
  );
  expect(await refusal(retire("prod", "payments", {}))).toBe(
    'no spoke "payments" in environments/prod.yaml, it lists none',
  );
  await expect(retire("prd", "payments", {})).rejects.toThrow('no environment "prd", expected one of: local, prod');
});

test("a file that has mistakes can be mended", async () => {
  write("local.yaml", local.replace("name: search", "name: Search"));
  await remove("local", "Search", { force: true });
  expect(read("local.yaml")).toBe(local.replace("  - name: search\n    cluster: { provider: local }\n", ""));
});
