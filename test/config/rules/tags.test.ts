import { expect, test } from "vitest";
import { complaints, eks, hubAndSpokes } from "../complaints.js";

const tagged = (tags: string) => complaints(hubAndSpokes(eks("10.0.0.0/16", `, tags: { ${tags} }`)));
const many = (count: number) => Array.from({ length: count }, (_, index) => `t${index}: a`).join(", ");

test("tags leave room for those of EKS", () => {
  expect(tagged(many(40))).toEqual([]);
  expect(tagged(many(41))).toEqual([
    "dev.yaml:6  hub.cluster.tags\n  41 tags, expected at most 40: AWS takes 50, some of them are EKS's",
  ]);
});

test("tags are of characters that every service takes", () => {
  expect(tagged('"cost center": "a/b=c+d-e@f_g.h:i", é: "日本"')).toEqual([]);
  const expected = "has a character that AWS does not take, expected letters, digits, spaces and _ . : / = + - @";
  expect(tagged('team: "a,b", "a*b": c')).toEqual([
    `dev.yaml:6  hub.cluster.tags.team\n  value of tag "team" ${expected}`,
    `dev.yaml:6  hub.cluster.tags["a*b"]\n  tag "a*b" ${expected}`,
  ]);
});

test("tags that differ in case alone are one to IAM", () => {
  expect(tagged("team: a, Team: b")).toEqual([
    'dev.yaml:6  hub.cluster.tags.Team\n  tags "team" and "Team" are the same to IAM',
  ]);
});

test("tags of ours are set by us", () => {
  expect(tagged('"hubspoke:cluster": a')).toEqual([
    'dev.yaml:6  hub.cluster.tags["hubspoke:cluster"]\n  tag "hubspoke:cluster" is reserved for hubspoke\n  fix: choose another prefix',
  ]);
});
