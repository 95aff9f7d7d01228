import { afterAll, beforeAll, test } from "vitest";
import { commitReachesSpokes, driftIsHealed, labelsReachCharts } from "./lifecycle/delivery.js";
import { downAgain, downLeavesNothing } from "./lifecycle/down.js";
import { argocdLogin, kubeconfigOfItsOwn, mergedKubeconfig } from "./lifecycle/operator.js";
import {
  argocdWantsLogin,
  etcdWantsCertificate,
  filesArePrivate,
  listensOnLoopbackOnly,
  redisWantsPassword,
  secretsStayPut,
} from "./lifecycle/safety.js";
import {
  accessByRules,
  credentialRotated,
  narrowerAccess,
  spokeAdded,
  spokeDeleted,
  spokeRetired,
} from "./lifecycle/spokes.js";
import { plainCdktf, sameSynth, upAgain, upFromNothing, verified, verifyText } from "./lifecycle/up.js";
import { type Project, createProject, localEnvironment } from "./project.js";

// One project from its first `up` to its `down`; each test goes on where the one before stopped.
const firstPort = 31443;
let project: Project;

beforeAll(() => {
  project = createProject(localEnvironment(firstPort, ["payments", "search"]));
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

test("up from nothing", () => upFromNothing(project, firstPort));
test("verify proves every part of it", () => verified(project));
test("verify ends with a table", () => verifyText(project));
test("up again changes nothing", () => upAgain(project));
test("its stacks are ordinary cdktf stacks", () => plainCdktf(project));
test("synth writes the stacks that cdktf sees", () => sameSynth(project));

test("kubeconfig: a file of its own with a context for each cluster", () => kubeconfigOfItsOwn(project, firstPort));
test("kubeconfig --merge keeps what is there", () => mergedKubeconfig(project, firstPort));
test("login --perform lets argocd in, which is connected to every cluster", () => argocdLogin(project));

test("a commit reaches both spokes", () => commitReachesSpokes(project));
test("what is edited or deleted by hand comes back", () => driftIsHealed(project));
test("a label reaches the charts, and changes nothing but its cluster Secret", () => labelsReachCharts(project));

test("every process listens on the loopback address only", () => listensOnLoopbackOnly(project, firstPort));
test("its files are the user's alone", () => filesArePrivate(project));
test("no secret is in a state, plan, log, argument or synthesised file", () => secretsStayPut(project));
test("etcd refuses a client without a certificate", () => etcdWantsCertificate(project, firstPort));
test("redis refuses a client without the password", () => redisWantsPassword(project, firstPort));
test("argocd-server refuses a client without a login", () => argocdWantsLogin(firstPort));

test("a third spoke is added, and nothing else is touched", () => spokeAdded(project, firstPort + 30));
test("retired, it goes: Secret, rights, cluster", () => spokeRetired(project));
test("its entry deleted, nothing is left to do", () => spokeDeleted(project));
test("access by rules: the fleet works, the credential may do no more", () => accessByRules(project));
test("read-only and namespaces: the credential may do just that", () => narrowerAccess(project));
test("a raised revision makes a new token, and changes nothing but its cluster Secret", () =>
  credentialRotated(project));

test("down leaves nothing but the user's own files", () => downLeavesNothing(project, firstPort));
test("down again is fine", () => downAgain(project));
