import { afterAll, beforeAll, test } from "vitest";
import { Closers } from "./eks-token/closers.js";
import { argocdDelivers, argocdIsConnected, withoutEntryArgocdIsRefused } from "./eks-token/delivery.js";
import {
  anotherClustersToken,
  anotherRolesToken,
  changedTokens,
  changedTokenIsRefused,
  noToken,
  operatorsToken,
  tokenOfPod,
} from "./eks-token/identities.js";
import { onlyPodsOfArgocd, onlySessionsOfThosePods } from "./eks-token/roles.js";
import { type World, startWorld } from "./eks-token/world.js";

// One hub and one spoke from their start to their end; each test goes on where the one before stopped.
const firstPort = 26000;
const closers = new Closers();
let world: World;

beforeAll(async () => {
  world = await startWorld(firstPort, closers);
});

afterAll(() => closers.close());

test("what a pod of Argo CD's makes with argocd-k8s-auth is a token of the access entry's group", () =>
  tokenOfPod(world));
test("what Terraform's providers make with aws is one too", () => operatorsToken(world));
test("a role without an access entry is refused", () => anotherRolesToken(world));
test("a token for another cluster is refused", () => anotherClustersToken(world));
test("what is no token of EKS is refused", () => noToken(world));
test.each(changedTokens.map((change) => [change.what, change] as const))("a token is refused that is %s", (_, change) =>
  changedTokenIsRefused(world, change),
);

test("no pod but those of Argo CD's controllers and server is the hub's role", () => onlyPodsOfArgocd(world));
test("no session of the hub's role but theirs becomes the spoke's", () => onlySessionsOfThosePods(world));

test("Argo CD delivers to the spoke", () => argocdDelivers(world));
test("Argo CD is connected to the spoke", () => argocdIsConnected(world));
test("with the access entry gone, it is refused and says so", () => withoutEntryArgocdIsRefused(world));
