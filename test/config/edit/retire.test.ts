import { expect, test } from "vitest";
import { retireSpoke, reviveSpoke } from "../../../config/edit/spokes.js";
import { refusal } from "../support.js";

const file = "environments/dev.yaml";

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const retirements: readonly Case[] = [
  {
    what: "in block style",
    before: "spokes:\n  - name: b # b\n    labels: {}\n",
    after: "spokes:\n  - name: b # b\n    retired: true\n    labels: {}\n",
  },
  {
    what: "whose name is not first",
    before: "spokes:\n-  labels:\n     tier: gold\n   name: b",
    after: "spokes:\n-  labels:\n     tier: gold\n   name: b\n   retired: true",
  },
  {
    what: "in brackets",
    before: "spokes:\n  - { name: b, labels: {} }\n",
    after: "spokes:\n  - { name: b, retired: true, labels: {} }\n",
  },
  {
    what: "in JSON",
    before: '{"spokes": [{"name": "b", "labels": {}}]}',
    after: '{"spokes": [{"name": "b", "retired": true, "labels": {}}]}',
  },
  {
    what: "with Windows line breaks",
    before: "spokes:\r\n  - name: b\r\n",
    after: "spokes:\r\n  - name: b\r\n    retired: true\r\n",
  },
];

test.each(retirements)("a spoke $what is retired, and that is taken back", ({ before, after }) => {
  expect(retireSpoke(before, file, "b")).toBe(after);
  expect(reviveSpoke(after, file, "b")).toBe(before);
});

test.each([
  [
    "in block style",
    "spokes:\n  - name: b # b\n    labels: {}\n",
    "spokes:\n  - name: b # b\n    retired: { applications: orphan, unreachable: true }\n    labels: {}\n",
  ],
  [
    "in JSON",
    '{"spokes": [{"name": "b"}]}',
    '{"spokes": [{"name": "b", "retired": { "applications": "orphan", "unreachable": true }}]}',
  ],
])("how a spoke %s leaves is written, written again, and taken back", (_, before, after) => {
  const gone = { applications: "orphan", unreachable: true } as const;
  expect(retireSpoke(before, file, "b", gone)).toBe(after);
  expect(retireSpoke(retireSpoke(before, file, "b"), file, "b", gone)).toBe(after);
  expect(retireSpoke(after, file, "b")).toBe(retireSpoke(before, file, "b"));
  expect(reviveSpoke(after, file, "b")).toBe(before);
});

test("a retirement of several lines is taken back, and not edited", () => {
  const before = "spokes:\n  - name: b\n    # ours\n    labels: {}\n";
  const lines = "    retired:\n      # for now\n      applications: delete\n";
  const after = before.replace("b\n", `b\n${lines}`);
  expect(reviveSpoke(after, file, "b")).toBe(before);
  expect(refusal(() => retireSpoke(after, file, "b")).message).toBe(
    `${file}\n  the value of "retired" is written in a way that this command cannot edit\n` +
      "  fix: edit the file by hand\n1 problem in 1 file",
  );
});

test("a field that is there already keeps its place and its comment", () => {
  const before = "spokes:\n  - retired: false # for now\n    name: b\n";
  const after = "spokes:\n  - retired: true # for now\n    name: b\n";
  expect(retireSpoke(before, file, "b")).toBe(after);
  expect(reviveSpoke(after, file, "b")).toBe(before);
});
