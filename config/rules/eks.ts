import { arnParts, partitionOf } from "../cluster/aws.js";
import { eksCreationFields } from "../cluster/eks-creation.js";
import type { EksClusterSpec } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { daysBetween, eksReleases, eksReleasesAsOf, type EksRelease } from "../versions/kubernetes.js";
import type { Path } from "../path.js";
import type { Cluster } from "../topology.js";
import { placedClusters, placedEntries, placedSpokes, type Checked } from "./rule.js";

/** Warned this many days before standard support ends. */
const noticeDays = 60;

export function eksVersionsAreSupported({ topology, today = eksReleasesAsOf }: Checked): readonly Finding[] {
  return eksClusters(topology).flatMap(({ path, spec: { creation } }): Finding[] => {
    if (creation === undefined) return [];
    const finding = complainOfVersion(creation.version, today);
    return finding === undefined ? [] : [{ path: [...path, "cluster", "version"], ...finding }];
  });
}

function complainOfVersion(version: string, today: string): Omit<Finding, "path"> | undefined {
  const release = eksReleases.find((known) => known.version === version);
  const offered = eksReleases.filter(({ endOfExtendedSupport }) => endOfExtendedSupport > today);
  const expected = `expected one of: ${offered.map((known) => known.version).join(", ")}`;
  if (release === undefined) {
    const fix = `these were known on ${eksReleasesAsOf}: a newer hubspoke may know more`;
    return { message: `unknown EKS version "${version}", ${expected}`, fix };
  }
  if (release.endOfExtendedSupport <= today) {
    return {
      message: `EKS ended its support of Kubernetes ${version} on ${release.endOfExtendedSupport}, ${expected}`,
    };
  }
  return warnOfSupport(release, today);
}

function warnOfSupport(release: EksRelease, today: string): Omit<Finding, "path"> | undefined {
  const { version, endOfStandardSupport, endOfExtendedSupport } = release;
  const severity = "warning";
  const fix = "upgrade, one minor version at a time";
  if (endOfStandardSupport <= today) {
    const since = `since ${endOfStandardSupport}, and ends on ${endOfExtendedSupport}`;
    return { message: `EKS's support of Kubernetes ${version} costs extra ${since}`, fix, severity };
  }
  if (daysBetween(today, endOfStandardSupport) > noticeDays) return undefined;
  return { message: `EKS's standard support of Kubernetes ${version} ends on ${endOfStandardSupport}`, fix, severity };
}

/** A control plane that anyone may knock at is found within minutes. */
export function publicEndpointsAreNarrow({ file }: Checked): readonly Finding[] {
  return placedEntries(file).flatMap(({ path: place, entry: { cluster } }): Finding[] => {
    if (cluster.provider !== "eks") return [];
    const { endpoint, existing, publicCidrs = [], acceptPublic } = cluster;
    const path = [...place, "cluster", "publicCidrs"];
    if (endpoint === "private") return publicCidrs.length === 0 ? [] : [noEffectOnPrivate(path)];
    if (publicCidrs.length === 0 && existing === undefined) {
      const fix = 'name the networks that may reach it: publicCidrs: ["203.0.113.0/24"]';
      return [{ path: [...place, "cluster", "endpoint"], message: "a public endpoint without publicCidrs", fix }];
    }
    return publicCidrs.includes("0.0.0.0/0") ? [complainOfWorld(path, acceptPublic)] : [];
  });
}

function noEffectOnPrivate(path: Path): Finding {
  const message = "publicCidrs has no effect on a private endpoint";
  return { path, message, fix: "remove it, or set endpoint: public", severity: "warning" };
}

function complainOfWorld(path: Path, reason: string | undefined): Finding {
  if (reason !== undefined) {
    return { path, message: `the whole Internet reaches the API server: ${reason}`, severity: "warning" };
  }
  const fix = "name your own networks, or say why it is acceptable: acceptPublic: ...";
  return { path, message: "0.0.0.0/0 lets the whole Internet reach the API server", fix };
}

/** What names an account, a region or a partition has to be the cluster's. */
export function arnsAreOfTheCluster({ topology }: Checked): readonly Finding[] {
  return eksClusters(topology).flatMap(({ path: place, spec }) => {
    const path = [...place, "cluster"];
    const { assumeRole, creation } = spec;
    return [
      ...(assumeRole === undefined ? [] : complainOfArn(spec, [...path, "assumeRole"], assumeRole, "account")),
      ...(creation?.kmsKeyArn === undefined
        ? []
        : complainOfArn(spec, [...path, "kmsKeyArn"], creation.kmsKeyArn, "region")),
      ...(creation?.admins ?? []).flatMap((arn, index) =>
        complainOfArn(spec, [...path, "admins", index], arn, "partition"),
      ),
      ...complainOfZones(spec, path),
    ];
  });
}

function complainOfArn(
  spec: EksClusterSpec,
  path: Path,
  arn: string,
  part: "account" | "region" | "partition",
): readonly Finding[] {
  const found = arnParts(arn);
  const ofCluster = { account: spec.account, region: spec.region, partition: partitionOf(spec.region) };
  if (found.partition !== ofCluster.partition) {
    const message = `an ARN of partition "${found.partition}", expected "${ofCluster.partition}" for region ${spec.region}`;
    return [{ path, message }];
  }
  const expected = ofCluster[part];
  if (expected === undefined || found[part] === expected) return [];
  return [{ path, message: `an ARN of ${part} "${found[part]}", expected the cluster's: ${expected}` }];
}

function complainOfZones({ region, network }: EksClusterSpec, path: Path): readonly Finding[] {
  const azs = network !== undefined && "create" in network ? (network.create.azs ?? []) : [];
  return azs.flatMap((zone, index) => {
    // Local Zones, which have names of their own, take no control plane.
    if (zone.length === region.length + 1 && zone.startsWith(region) && /[a-z]$/.test(zone)) return [];
    const message = `availability zone "${zone}" is not one of region ${region}`;
    return [{ path: [...path, "network", "create", "azs", index], message, fix: `for example ${region}a` }];
  });
}

/** With `existing` nothing of the cluster is changed. */
export function adoptedClustersAreNotCreated({ file }: Checked): readonly Finding[] {
  return placedEntries(file).flatMap(({ path, entry: { cluster } }) => {
    if (cluster.provider !== "eks" || cluster.existing === undefined) return [];
    const given: Readonly<Record<string, unknown>> = cluster;
    const findings = Object.keys(eksCreationFields)
      .filter((name) => given[name] !== undefined)
      .map((name): Finding => {
        const message = `${name} has no effect on a cluster that is there: existing: ${cluster.existing}`;
        return { path: [...path, "cluster", name], message, fix: "remove it", severity: "warning", ofEntry: true };
      });
    if (cluster.network?.create === undefined) return findings;
    const message = "network.create beside existing, expected vpcId and subnetIds of the cluster that is there";
    return [...findings, { path: [...path, "cluster", "network"], message }];
  });
}

/** No role of one partition can be assumed from another. */
export function partitionsMatch({ topology }: Checked): readonly Finding[] {
  const hub = topology.model === "standalone" ? undefined : eksClusters(topology).find(({ path }) => path[0] === "hub");
  if (hub === undefined) return [];
  const ofHub = partitionOf(hub.spec.region);
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }) => {
    if (cluster.provider !== "eks" || registration.mode !== "aws-iam") return [];
    const partition = partitionOf(cluster.region);
    if (partition === ofHub) return [];
    const message = `region ${cluster.region} is in partition "${partition}", the hub is in "${ofHub}"`;
    const fix = "give that partition a hub of its own: no IAM role reaches across";
    return [{ path: [...path, "cluster", "region"], message, fix }];
  });
}

interface PlacedEks {
  readonly path: Path;
  readonly cluster: Cluster;
  readonly spec: EksClusterSpec;
}

function eksClusters(topology: Checked["topology"]): readonly PlacedEks[] {
  return placedClusters(topology).flatMap(({ path, cluster }) =>
    cluster.cluster.provider === "eks" ? [{ path, cluster, spec: cluster.cluster }] : [],
  );
}
