import { expect, test } from "vitest";
import { complaints, existing, hubAndSpokes } from "../complaints.js";
import { parse } from "../support.js";

function spoke(name: string, rest: string): string {
  return `name: ${name}, cluster: { ${existing(name)} }, ${rest}`;
}

const external = `${existing("hub")} }\n  argocd: { existing: true`;

test("an adopted spoke has the names that Argo CD knows it by", () => {
  const adopt = 'adopt: { secret: cluster-1, name: "arn:aws:eks:eu-west-1:1:cluster/a", manager: true }';
  const { spokes } = parse(
    hubAndSpokes(existing("hub"), spoke("a", adopt), spoke("b", "adopt: { secret: cluster-2 }")),
  );
  const known = spokes.map(({ argocdName, secretName, adoption }) => ({ argocdName, secretName, adoption }));
  expect(known).toEqual([
    { argocdName: "arn:aws:eks:eu-west-1:1:cluster/a", secretName: "cluster-1", adoption: { manager: true } },
    { argocdName: "b", secretName: "cluster-2", adoption: { manager: false } },
  ]);
});

test("one Secret, and one name, is of one cluster", () => {
  const text = hubAndSpokes(
    existing("hub"),
    spoke("a", "adopt: { secret: cluster-1, name: b }"),
    spoke("b", ""),
    spoke("c", "adopt: { secret: cluster-1 }"),
    spoke("d", "adopt: { secret: cluster-dev-b }"),
  );
  expect(complaints(text)).toEqual([
    'dev.yaml:8  spokes[0].adopt.name\n  duplicate name "b", Argo CD shows spokes[1] by it too',
    'dev.yaml:10  spokes[2].adopt.secret\n  duplicate Secret "cluster-1", spokes[0] has it too',
    'dev.yaml:11  spokes[3].adopt.secret\n  duplicate Secret "cluster-dev-b", spokes[1] has it too',
  ]);
});

test("the hub's name is not a spoke's", () => {
  const text = hubAndSpokes(
    `${existing("hub")} }\n  adopt: { secret: hub-secret, name: central }\n  argocd: { existing: true`,
    spoke("a", "adopt: { secret: cluster-1, name: in-cluster }"),
    spoke("b", "adopt: { secret: cluster-2, name: central }"),
  );
  expect(complaints(text)).toEqual([
    'dev.yaml:10  spokes[0].adopt.name\n  name "in-cluster" is reserved, Argo CD calls the hub so',
    'dev.yaml:11  spokes[1].adopt.name\n  duplicate name "central", Argo CD shows the hub by it too',
  ]);
});

test("what is on the spoke is taken over with a token of it, whatever its rights", () => {
  const adopt = (name: string) => `adopt: { secret: cluster-${name}, manager: true }`;
  const login = "mode: exec, command: login";
  const text = hubAndSpokes(
    existing("hub"),
    spoke("a", `${adopt("a")}, registration: { mode: bearer-token, access: { namespaces: [web] } }`),
    spoke("b", `${adopt("b")}, registration: { mode: bearer-token, access: read-only }`),
    spoke("c", `${adopt("c")}, registration: { ${login} }`),
  );
  expect(complaints(text)).toEqual([
    'dev.yaml:10  spokes[2].adopt.manager\n  manager: true with mode "exec", which has no ServiceAccount on the spoke, expected bearer-token\n  fix: remove manager, or adopt it with mode: bearer-token and change that afterwards',
  ]);
});

test("the Secret of a hub is adopted with an Argo CD of somebody else's", () => {
  const adopt = "adopt: { secret: in-cluster }";
  expect(complaints(hubAndSpokes(`${existing("hub")} }\n  ${adopt}\n  argocd: { existing: true`))).toEqual([]);
  expect(complaints(hubAndSpokes(`${existing("hub")} }\n  adopt: { secret: in-cluster`))).toEqual([
    "dev.yaml:7  hub.adopt\n  adopt of a hub whose Argo CD is installed here, and its cluster Secret with it\n  fix: remove it, or write argocd: { existing: true }",
  ]);
});

test("an adopted spoke keeps its names when it is retired", () => {
  const text = hubAndSpokes(external, spoke("a", "adopt: { secret: cluster-1, name: old }, retired: true"));
  expect(parse(text).spokes[0]).toMatchObject({ secretName: "cluster-1", argocdName: "old", retired: true });
});
