import { expect, test } from "vitest";
import * as z from "zod";
import { checkedString, fields, unknownChoice } from "../../../config/fields/fields.js";
import { describeIssues } from "../../../config/messages/issues.js";
import { formatPath } from "../../../config/path.js";
import { loadFixture, refusal } from "../support.js";

const token = `glpat-${"canary".repeat(4)}`;

const error = unknownChoice({ by: "mode", what: "registration mode", names: ["exec", "other"] });

const schema = fields({
  name: checkedString((value) =>
    value === "x" ? undefined : { expected: "x", fix: `for example ${value}` },
  ).optional(),
  title: z.string().max(5).min(2).optional(),
  list: z.array(z.string()).min(2).max(3).optional(),
  some: z.array(z.string()).min(1).optional(),
  count: z.number().int().min(1).max(3).optional(),
  level: z.enum(["low", "high"]).optional(),
  version: z.literal("1.2").optional(),
  access: z
    .union([z.literal("admin"), z.literal("read-only"), fields({ namespaces: z.array(z.string()) })], {
      error: 'expected "admin", "read-only" or a map',
    })
    .optional(),
  mode: z
    .discriminatedUnion("mode", [fields({ mode: z.literal("exec") }), fields({ mode: z.literal("other") })], { error })
    .optional(),
});

/** `<path>: <message> | <fix>` of each problem of a document. */
function problemsOf(document: Record<string, unknown>): readonly string[] {
  const { error: found } = schema.safeParse(document);
  const findings = describeIssues(found?.issues ?? [], { document, written: () => undefined });
  return findings.map(({ path, message, fix }) => `${formatPath(path)}: ${message} | ${fix}`);
}

test.each([
  [{ title: "too long" }, 'title: invalid title "too long", expected at most 5 characters | undefined'],
  [{ title: "a" }, 'title: invalid title "a", expected at least 2 characters | undefined'],
  [{ list: ["a"] }, "list: invalid list (a list), expected at least 2 items | undefined"],
  [{ list: ["a", "b", "c", "d"] }, "list: invalid list (a list), expected at most 3 items | undefined"],
  [{ some: [] }, "some: invalid some (an empty list), expected at least one item | undefined"],
  [
    { some: [1] },
    'some[0]: invalid item of some "1" (a number), expected a string | quote it, YAML takes it for a number: "1"',
  ],
  [{ count: 9 }, 'count: invalid count "9" (a number), expected at most 3 | undefined'],
  [{ count: 1.5 }, 'count: invalid count "1.5" (a number), expected a whole number | undefined'],
  [{ level: "hihg" }, 'level: unknown level "hihg", expected one of: low, high | did you mean "high"?'],
  [{ version: "1.3" }, 'version: unknown version "1.3", expected 1.2 | did you mean "1.2"?'],
  [{ version: 9 }, 'version: invalid version "9" (a number), expected 1.2 | write version: 1.2'],
  [
    { access: "readonly" },
    'access: invalid access "readonly", expected "admin", "read-only" or a map | did you mean "read-only"?',
  ],
  [{ access: { namespace: [] } }, 'access: missing field "namespaces", expected a list | undefined'],
  [
    { mode: { mode: "exce" } },
    'mode.mode: unknown registration mode "exce", expected one of: exec, other | did you mean "exec"?',
  ],
  [{ mode: { mode: "iam" } }, 'mode.mode: unknown registration mode "iam", expected one of: exec, other | undefined'],
  [{ mode: "exec" }, 'mode: invalid mode "exec", expected a map | undefined'],
  [{ name: "" }, 'name: invalid name "", expected x | for example '],
])("words %j", (document, problem) => {
  expect(problemsOf(document)[0]).toBe(problem);
});

test("asks for a missing value to be given where a text is empty", () => {
  const { error: found } = fields({ a: checkedString(() => ({ expected: "text" })) }).safeParse({ a: "" });
  expect(describeIssues(found?.issues ?? [], { document: { a: "" }, written: () => undefined })).toEqual([
    { path: ["a"], message: 'invalid a "", expected text', fix: "give it a value or remove the line" },
  ]);
});

test.each([
  { name: token },
  { title: token },
  { list: token },
  { count: token },
  { level: token },
  { access: token },
  { mode: { mode: token } },
  { mode: token },
  { [token]: 1 },
  { later: { [token]: token } },
])("shows nothing of a secret, whatever is wrong with it", (document) => {
  const text = problemsOf(document).join("\n");
  expect(text).not.toBe("");
  expect(text).not.toContain("canary");
});

test("a file with forty different mistakes reports them all", () => {
  const { problems } = refusal(() => loadFixture("invalid-forty"));
  expect(new Set(problems.map(({ message }) => message)).size).toBeGreaterThanOrEqual(40);
});
