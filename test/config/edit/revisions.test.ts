import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { setRevision } from "../../../config/edit/revisions.js";
import { refusal } from "../support.js";

const file = "environments/dev.yaml";
const token = { spoke: "a", path: ["registration", "revision"], revision: 2 } as const;
const issued = { spoke: "a", path: ["registration", "issue", "revision"], revision: 7 } as const;

test.each([
  [
    "in the place of the one that is there, comments kept",
    "spokes:\n  - name: a\n    registration:\n      mode: bearer-token\n      revision: 1 # once a quarter\n  - name: b\n",
    "spokes:\n  - name: a\n    registration:\n      mode: bearer-token\n      revision: 2 # once a quarter\n  - name: b\n",
  ],
  [
    "behind the lifetime",
    "spokes:\n  - name: a\n    registration:\n      lifetime: 720h # a month\n      access: admin\n",
    "spokes:\n  - name: a\n    registration:\n      lifetime: 720h # a month\n      revision: 2\n      access: admin\n",
  ],
  [
    "behind a first field of several lines",
    "spokes:\n  - name: a\n    registration:\n      access:\n        namespaces:\n          - x\n\n  - name: b\n",
    "spokes:\n  - name: a\n    registration:\n      access:\n        namespaces:\n          - x\n      revision: 2\n\n  - name: b\n",
  ],
  [
    "with a registration where there is none",
    "spokes:\n  # pays\n  - name: a # alpha\n    labels: {}\n",
    "spokes:\n  # pays\n  - name: a # alpha\n    registration: { revision: 2 }\n    labels: {}\n",
  ],
  [
    "in brackets",
    "spokes: [{ name: b }, { name: a, registration: { mode: bearer-token } }]\n",
    "spokes: [{ name: b }, { name: a, registration: { mode: bearer-token, revision: 2 } }]\n",
  ],
  ["in empty brackets", "spokes:\n  - name: a\n    registration: {}\n", undefined],
  ["in JSON", '{"spokes": [{"name": "a"}]}\n', '{"spokes": [{"name": "a", "registration": { "revision": 2 }}]}\n'],
])("a revision is written %s", (_what, before, after) => {
  const changed = setRevision(before, file, token);
  if (after !== undefined) expect(changed).toBe(after);
  expect((parseYaml(changed) as { spokes: object[] }).spokes).toContainEqual(
    expect.objectContaining({ name: "a", registration: expect.objectContaining({ revision: 2 }) as unknown }),
  );
});

test("that of a certificate that is issued is deeper, and the maps around it are made", () => {
  expect(setRevision("spokes:\n  - name: a\n", file, issued)).toBe(
    "spokes:\n  - name: a\n    registration: { issue: { revision: 7 } }\n",
  );
  const before = "spokes:\n  - name: a\n    registration:\n      mode: client-certificate\n";
  expect(setRevision(before, file, issued)).toBe(`${before}      issue: { revision: 7 }\n`);
  expect(setRevision(`${before}      issue: { lifetime: 720h }\n`, file, issued)).toBe(
    `${before}      issue: { lifetime: 720h, revision: 7 }\n`,
  );
});

test.each([
  ["a registration that is an alias", "x: &r { mode: bearer-token }\nspokes:\n  - name: a\n    registration: *r\n"],
  [
    "a registration that others refer to",
    "spokes:\n  - name: a\n    registration: &r {}\n  - name: b\n    registration: *r\n",
  ],
  ["a registration that is merged in", "x: &x { registration: { lifetime: 1h } }\nspokes:\n  - <<: *x\n    name: a\n"],
])("%s is not edited", (_what, text) => {
  expect(refusal(() => setRevision(text, file, token)).message).toContain(
    "is written in a way that this command cannot edit\n  fix: edit the file by hand",
  );
});

const registration = fc.constantFrom(
  "",
  "    registration: { mode: bearer-token }\n",
  "    registration:\n      revision: 5 # five\n      # last\n",
  "    registration:\n      access:\n        rules:\n          - verbs: [get]\n      lifetime: 1h\n",
);

test("whatever is there, that field alone changes", () => {
  fc.assert(
    fc.property(fc.array(registration, { minLength: 1, maxLength: 3 }), fc.nat(2), fc.nat(99), (all, at, revision) => {
      const spoke = `s${Math.min(at, all.length - 1)}`;
      const text = `# all\nspokes:\n${all.map((own, index) => `  - name: s${index}\n${own}`).join("\n")}hub: {} # end\n`;
      const changed = setRevision(text, file, { spoke, path: token.path, revision });
      const expected = parseYaml(text) as { spokes: { name: string; registration?: object }[] };
      const entry = expected.spokes.find(({ name }) => name === spoke);
      if (entry) entry.registration = { ...entry.registration, revision };
      expect(parseYaml(changed)).toEqual(expected);
      expect(changed.match(/#.*/g)).toEqual(text.match(/#.*/g));
    }),
  );
});
