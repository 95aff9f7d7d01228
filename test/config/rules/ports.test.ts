import { expect, test } from "vitest";
import { complaints, hubAndSpokes } from "../complaints.js";

const hub = "provider: local";

function at(name: string, port: number): string {
  return `name: ${name}, cluster: { provider: local, port: ${port} }`;
}

const fix = "fix: a spoke takes 3 ports and a cluster with Argo CD 10: choose another port for one of them";

test("clusters that touch without overlapping are fine", () => {
  expect(complaints(hubAndSpokes(hub, at("a", 16453), at("b", 16456)))).toEqual([]);
});

test("a small range inside a large one is found behind another", () => {
  expect(complaints(hubAndSpokes(hub, at("a", 16444), at("b", 16450)))).toEqual([
    `dev.yaml:8  spokes[0].cluster.port\n  ports 16444 to 16446 overlap 16443 to 16452 of cluster "hub"\n  ${fix}`,
    `dev.yaml:9  spokes[1].cluster.port\n  ports 16450 to 16452 overlap 16443 to 16452 of cluster "hub"\n  ${fix}`,
  ]);
});

test("a retired spoke still keeps its ports", () => {
  expect(complaints(hubAndSpokes(hub, `${at("a", 16460)}, retired: true`, at("b", 16462)))).toEqual([
    `dev.yaml:9  spokes[1].cluster.port\n  ports 16462 to 16464 overlap 16460 to 16462 of cluster "a"\n  ${fix}`,
  ]);
});

test("ports end at 65535, those behind the first too", () => {
  expect(complaints(hubAndSpokes(hub, at("a", 65533)))).toEqual([]);
  expect(complaints(hubAndSpokes(hub, at("a", 65534)))).toEqual([
    "dev.yaml:8  spokes[0].cluster.port\n  needs ports 65534 to 65536, expected at most 65535\n  fix: give it a lower port",
  ]);
});
