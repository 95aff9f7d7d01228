import { expect, test } from "vitest";
import { oldBooleans } from "../../../config/rules/booleans.js";

const always = () => true;

test.each(["on", "off", "yes", "no", "y", "n", "On", "OFF", "Yes", "NO", "Y"])(
  "warns of plain %s as a label",
  (word) => {
    const document = { spokes: [{ labels: { gpu: word } }], hub: { annotations: { gpu: word } } };
    const message = `plain ${word} is text here, and a boolean to kubectl, Helm and Argo CD`;
    expect(oldBooleans(document, always)).toEqual([
      { path: ["spokes", 0, "labels", "gpu"], message, fix: `quote it: "${word}"`, severity: "warning" },
      { path: ["hub", "annotations", "gpu"], message, fix: `quote it: "${word}"`, severity: "warning" },
    ]);
  },
);

test("warns of what Helm would take for false", () => {
  const document = { hub: { argocd: { values: { redis: { enabled: "off", list: ["no"] } } } } };
  expect(oldBooleans(document, always)).toEqual([
    {
      path: ["hub", "argocd", "values", "redis", "enabled"],
      message: "plain off is text here, and a boolean to kubectl, Helm and Argo CD",
      fix: 'write true or false, or quote it for text: "off"',
      severity: "warning",
    },
    {
      path: ["hub", "argocd", "values", "redis", "list", 0],
      message: "plain no is text here, and a boolean to kubectl, Helm and Argo CD",
      fix: 'write true or false, or quote it for text: "no"',
      severity: "warning",
    },
  ]);
});

test.each(["true", "none", "ON OFF", "oN", "12:30:00", "2024-01-01", "1_000", ""])("takes %j as it is", (word) => {
  expect(oldBooleans({ hub: { labels: { gpu: word } } }, always)).toEqual([]);
});

test("takes words in quotes, and words outside of what other tools read", () => {
  expect(oldBooleans({ hub: { labels: { gpu: "on" } } }, () => false)).toEqual([]);
  expect(oldBooleans({ name: "no", spokes: [{ name: "on" }] }, always)).toEqual([]);
});
