import { verdict, type Check } from "../check.js";
import { isQuarantined } from "../cluster-secret.js";
import type { Application, ApplicationSet, ApplicationSource } from "../objects.js";
import { kubectlFlags } from "../operator.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";
import { applicationsOfClusters, asWarning } from "./existing-argocd.js";

const APPLICATION = "application";
const APPLICATION_SET = "applicationset";

/** Every Application is Synced and Healthy, at the revision that its repository has now. */
export async function checkApplications(snapshot: Snapshot): Promise<Check[]> {
  const { topology } = snapshot.fleet;
  const all = verdict(APPLICATION, topology.hub.name);
  if (!(await snapshot.answer(topology.hub.name)).ok) return [all.skipped("the hub does not answer")];
  try {
    if (topology.hub.argocd.existing) return await checkOwnApplications(snapshot);
    const applications = [...(await snapshot.applications())].sort(byName);
    if (applications.length === 0)
      return [all.failed("Argo CD has no Application, not even the root Application", `hubspoke up ${topology.name}`)];
    const quarantined = await quarantinedDestinations(snapshot);
    return Promise.all(applications.map((application) => checkApplication(snapshot, application, quarantined)));
  } catch (error) {
    return [all.failed(problemOf(error))];
  }
}

/** Whose Applications these are is not known, but that they deliver to a cluster of the environment is. */
async function checkOwnApplications(snapshot: Snapshot): Promise<Check[]> {
  const applications = await applicationsOfClusters(snapshot, await snapshot.applications());
  const quarantined = await quarantinedDestinations(snapshot);
  const checks = await Promise.all(
    [...applications].sort(byName).map((application) => checkApplication(snapshot, application, quarantined)),
  );
  return checks.map(asWarning);
}

function byName(a: Application | ApplicationSet, b: Application | ApplicationSet): number {
  return a.metadata.name.localeCompare(b.metadata.name);
}

/** Names and servers of clusters that Argo CD was told to leave alone. */
async function quarantinedDestinations(snapshot: Snapshot): Promise<Set<string>> {
  const secrets = await snapshot.clusterSecrets();
  return new Set(secrets.filter(isQuarantined).flatMap((secret) => [secret.name, secret.server]));
}

async function checkApplication(
  snapshot: Snapshot,
  application: Application,
  quarantined: ReadonlySet<string>,
): Promise<Check> {
  const check = verdict(APPLICATION, application.metadata.name);
  const { name = "", server = "" } = application.spec.destination ?? {};
  if (quarantined.has(name) || quarantined.has(server)) return check.skipped("its cluster is in quarantine");
  const state = stateOf(application);
  if (state === "Synced and Healthy") return checkRevisions(snapshot, application);
  const reason = reasonOf(application);
  const fix = moreAccess(snapshot, application, reason) ?? howToLook(snapshot, application);
  return check.failed(reason ? `${state}: ${reason}` : state, fix);
}

/** What to do where a spoke forbids Argo CD something that its access could give. */
function moreAccess(snapshot: Snapshot, { spec }: Application, reason = ""): string | undefined {
  const { topology } = snapshot.fleet;
  const spoke = topology.spokes.find(({ argocdName }) => argocdName === spec.destination?.name);
  if (spoke === undefined || spoke.registration.access === "admin" || !reason.includes("forbidden")) return undefined;
  if (reason.includes("attempting to grant RBAC permissions not currently held")) {
    return `add to registration.access of "${spoke.name}" what the role is to give, or bind for it (docs/access.md)`;
  }
  return `hubspoke access ${topology.name} ${spoke.name} shows what it needs`;
}

function stateOf({ status }: Application): string {
  return `${status?.sync?.status || "not compared yet"} and ${status?.health?.status || "of unknown health"}`;
}

function howToLook(snapshot: Snapshot, application: Application): string {
  const { topology } = snapshot.fleet;
  const { namespace } = topology.hub.argocd;
  return `kubectl ${kubectlFlags(topology)} -n ${namespace} describe application ${application.metadata.name}`;
}

/** Why an Application is not well, from the place where Argo CD says it in this case. */
function reasonOf(application: Application): string | undefined {
  const { conditions = [], operationState = {}, health = {} } = application.status ?? {};
  const condition = conditions.find((one) => one.type.endsWith("Error"));
  const failed = operationState.phase === "Failed" || operationState.phase === "Error";
  return condition?.message || (failed && operationState.message) || health.message;
}

async function checkRevisions(snapshot: Snapshot, application: Application): Promise<Check> {
  const check = verdict(APPLICATION, application.metadata.name);
  const { source, sources = source ? [source] : [] } = application.spec;
  const { revision = "", revisions = [revision] } = application.status?.sync ?? {};
  const findings = await Promise.all(
    sources.map((one, index) => compareRevision(snapshot, one, revisions[index] ?? "")),
  );
  const stale = findings.filter((finding) => finding.stale);
  if (stale.length > 0)
    return check.failed(
      `Synced and Healthy, but ${stale.map((finding) => finding.text).join(", ")}`,
      howToLook(snapshot, application),
    );
  const message = `Synced and Healthy at ${findings.map((finding) => finding.text).join(", ")}`;
  return findings.some((finding) => finding.unknown) ? check.warning(message) : check.passed(message);
}

interface Finding {
  readonly text: string;
  /** The repository is elsewhere by now. */
  readonly stale?: boolean;
  /** The repository cannot be asked from here. */
  readonly unknown?: boolean;
}

async function compareRevision(snapshot: Snapshot, source: ApplicationSource, applied: string): Promise<Finding> {
  const wanted = source.targetRevision || "HEAD";
  // A chart of a Helm repository has a version, and it was resolved by Argo CD.
  if (source.chart) return { text: `${source.chart} ${applied}` };
  try {
    const commits = await snapshot.commits(source.repoURL, wanted);
    if (commits.length === 0)
      return { text: `${short(applied)} (${wanted} is no branch, tag or commit, so it was not compared)` };
    if (commits.includes(applied)) return { text: `${short(applied)} of ${wanted}` };
    return { text: `at ${short(applied)} while ${wanted} is at ${short(commits.at(-1) ?? "")}`, stale: true };
  } catch (error) {
    return { text: `${short(applied)}, not compared: ${problemOf(error)}`, unknown: true };
  }
}

function short(commit: string): string {
  return commit === "" ? "no revision" : commit.slice(0, 8);
}

/** No ApplicationSet has an error, and each has made what it should. */
export async function checkApplicationSets(snapshot: Snapshot): Promise<Check[]> {
  const { topology } = snapshot.fleet;
  const all = verdict(APPLICATION_SET, topology.hub.name);
  // They are of whoever installed that Argo CD.
  if (topology.hub.argocd.existing) return [];
  if (!(await snapshot.answer(topology.hub.name)).ok) return [all.skipped("the hub does not answer")];
  try {
    const [sets, applications] = await Promise.all([snapshot.applicationSets(), snapshot.applications()]);
    const known = new Set(sets.map((set) => set.metadata.name));
    const delivered = applications
      .flatMap((application) => application.status?.resources ?? [])
      .filter((resource) => resource.kind === "ApplicationSet");
    const unseen = [...new Set(delivered.map((resource) => resource.name))].filter((name) => !known.has(name)).sort();
    return [
      ...[...sets].sort(byName).map(judgeApplicationSet),
      // It came to be between the two lists, so it says nothing yet.
      ...unseen.map((name) => verdict(APPLICATION_SET, name).failed("an Application delivers it, and it is not there")),
    ];
  } catch (error) {
    return [all.failed(problemOf(error))];
  }
}

function judgeApplicationSet(set: ApplicationSet): Check {
  const check = verdict(APPLICATION_SET, set.metadata.name);
  const conditions = new Map((set.status?.conditions ?? []).map((condition) => [condition.type, condition]));
  const error = conditions.get("ErrorOccurred");
  if (error?.status === "True") return check.failed(error.message ?? "it has an error");
  const done = conditions.get("ResourcesUpToDate");
  if (done?.status !== "True")
    return check.failed(done?.message ?? "the ApplicationSet controller has not looked at it yet");
  return check.passed("its Applications are up to date");
}
