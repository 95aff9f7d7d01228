import { expect, test } from "vitest";
import {
  argocdLineOf,
  argocdLines,
  badCharts,
  compareVersions,
  newestChartLine,
} from "../../../config/versions/argocd.js";
import { defaultChart } from "../../../config/argocd/index.js";
import { hubWith } from "../argocd/support.js";
import { saidOfRest } from "../said.js";
import { localEnvironment } from "../support.js";

function chart(version: string): string {
  return saidOfRest(hubWith({ chart: { version } }));
}

const at = "dev.yaml:7  hub.argocd.chart.version\n  ";

test.each(["10.9.5", "10.2.3", "9.5.22", "9.4.0"])("chart %s is taken", (version) => {
  expect(chart(version)).toBe("");
});

test("a line that gets no fixes is a warning", () => {
  expect(chart("9.3.7")).toBe(
    `${at}warning: chart 9.3.7 installs Argo CD 3.2, which gets no fixes, expected one of: 3.5, 3.4, 3.3
  fix: upgrade to chart 9.4.0 or newer, one minor version of Argo CD at a time`,
  );
});

test("Argo CD 2 is refused", () => {
  expect(chart("7.9.1")).toBe(
    `${at}chart 7.9.1 installs Argo CD 2, expected 8.0.0 or newer
  fix: upgrade it first, one minor version of Argo CD at a time`,
  );
});

test("of a chart that is newer than the table nothing is known", () => {
  const message = (version: string): string =>
    `${at}warning: chart ${version} is newer than what was known on 2026-10-01: its versions are not checked
  fix: use a newer hubspoke, or see that its Argo CD knows your clusters`;
  expect(chart("10.10.0")).toBe(message("10.10.0"));
  expect(chart("11.0.0")).toBe(message("11.0.0"));
  expect(chart("10.9.99")).toBe("");
});

test.each(badCharts.flatMap((bad) => [bad.first, bad.last].map((version) => [version, bad] as const)))(
  "chart %s is refused with the reason",
  (version, { reason, instead }) => {
    const { argocd } = argocdLineOf(version) ?? {};
    expect(chart(version)).toBe(
      `${at}chart ${version} is known to be bad: ${reason}
  fix: use ${instead} or newer
${at}warning: chart ${version} installs Argo CD ${argocd}, which gets no fixes, expected one of: 3.5, 3.4, 3.3
  fix: upgrade to chart 9.4.0 or newer, one minor version of Argo CD at a time`,
    );
    expect(chart(instead)).not.toContain("known to be bad");
  },
);

test("the table is in order, with three lines that get fixes, the chart that is installed among them", () => {
  const charts = argocdLines.map(({ firstChart }) => firstChart);
  expect(charts).toEqual([...charts].sort(compareVersions).reverse());
  expect(argocdLines.map(({ maintained }) => maintained)).toEqual([true, true, true, false, false, false]);
  expect(argocdLineOf(defaultChart.version)?.maintained).toBe(true);
  expect(argocdLineOf(`${newestChartLine}.0`)).toBe(argocdLines[0]);
  expect(
    badCharts.every(
      ({ first, last, instead }) => compareVersions(first, last) <= 0 && compareVersions(instead, last) > 0,
    ),
  ).toBe(true);
});

test("versions are compared by number", () => {
  expect(compareVersions("9.5.9", "9.5.12")).toBeLessThan(0);
  expect(compareVersions("10.0.0", "9.9.9")).toBeGreaterThan(0);
  expect(compareVersions("1.35", "1.35.0")).toBe(0);
  expect(compareVersions("9.5.12-rc.1", "9.5.12")).toBe(0);
});

test("a Kubernetes that the Argo CD was not tested with is a warning, with one that was", () => {
  const spokes = `spokes:
  - { name: a, cluster: { provider: kind, hubEndpoint: "https://a:6443", image: "kindest/node:v1.36.1@sha256:0" } }
  - { name: b, cluster: { provider: kind, hubEndpoint: "https://b:6443", image: "kindest/node:v1.20.0" } }
  - { name: c, cluster: { provider: kind, hubEndpoint: "https://c:6443", image: "kindest/node:v1.35.0" } }
  - { name: d, cluster: { provider: kind, hubEndpoint: "https://d:6443" } }
  - { name: e, cluster: { provider: local } }
`;
  expect(saidOfRest(hubWith({}, spokes))).toBe(
    `dev.yaml:9  spokes[0].cluster.image
  warning: Kubernetes 1.36 is not one that Argo CD 3.4 was tested with: 1.35, 1.34, 1.33, 1.32
  fix: Argo CD 3.5 was: chart 10.2.3 or newer
dev.yaml:10  spokes[1].cluster.image
  warning: Kubernetes 1.20 is not one that Argo CD 3.4 was tested with: 1.35, 1.34, 1.33, 1.32
  fix: choose another Kubernetes version`,
  );
  expect(saidOfRest(hubWith({ chart: { path: "charts/argo-cd" } }, spokes))).toBe("");
});

test("a standalone cluster is held against its own Argo CD", () => {
  const image = '"kindest/node:v1.36.0"';
  expect(
    saidOfRest(`apiVersion: hubspoke/v1
name: dev
model: standalone
gitops: { repoURL: https://github.com/acme/gitops.git }
clusters:
  - { name: a, cluster: { provider: kind, image: ${image} }, argocd: { chart: { version: 10.9.5 } } }
  - { name: b, cluster: { provider: kind, image: ${image} }, argocd: { chart: { version: 9.4.0 } } }
`),
  ).toBe(
    `dev.yaml:7  clusters[1].cluster.image
  warning: Kubernetes 1.36 is not one that Argo CD 3.3 was tested with: 1.35, 1.34, 1.33, 1.32
  fix: Argo CD 3.5 was: chart 10.2.3 or newer`,
  );
});

const spoke = (shard: number): string =>
  `spokes:\n  - { name: a, cluster: { provider: local }, registration: { shard: ${shard} } }\n`;

test("a shard that is not there is refused", () => {
  const values = { controller: { replicas: 3 } };
  expect(saidOfRest(hubWith({ values }, spoke(2)))).toBe("");
  expect(saidOfRest(hubWith({ values }, spoke(3)))).toBe(
    `dev.yaml:9  spokes[0].registration.shard
  no shard 3, expected at most 2: Argo CD's application controller has 3 replicas
  fix: lower it, or set hub.argocd.values.controller.replicas: 4`,
  );
});

test("an application controller has one replica, unless something else decides", () => {
  const refused = `dev.yaml:9  spokes[0].registration.shard
  no shard 1, expected at most 0: Argo CD's application controller has 1 replica
  fix: lower it, or set hub.argocd.values.controller.replicas: 2`;
  expect(saidOfRest(hubWith({}, spoke(0)))).toBe("");
  expect(saidOfRest(hubWith({}, spoke(1)))).toBe(refused);
  expect(saidOfRest(localEnvironment(spoke(1)))).toBe(refused.replace("dev.yaml:9", "dev.yaml:7"));
  expect(saidOfRest(hubWith({ size: "L" }, spoke(1)))).toBe("");
  expect(saidOfRest(hubWith({ chart: { path: "charts/argo-cd" } }, spoke(1)))).toBe("");
  expect(saidOfRest(hubWith({ values: { controller: { dynamicClusterDistribution: true } } }, spoke(1)))).toBe("");
});
