import { afterAll, beforeAll, describe, test } from "vitest";
import {
  allIsVerified,
  foreignSecretIsNamed,
  newAuthorityIsWritten,
  nextRunAddsThem,
  othersAreDeployed,
  refreshIsCheap,
  revokedTokenIsReplaced,
} from "./registration-faults/before.js";
import { startFaults, stopFaults, type Faults } from "./registration-faults/context.js";
import {
  eachFailsAlone,
  eachIsAddedLater,
  hangsUntilInterrupted,
  hubGoesDown,
  killedInBetween,
  spokeRestarts,
} from "./registration-faults/during.js";

// Spokes that are there already, and what can be wrong with them; each test goes on where the one before stopped.
let faults: Faults;

beforeAll(async () => {
  faults = await startFaults(27900);
});

afterAll(() => stopFaults(faults));

describe("before a deploy", () => {
  test("spokes that do not answer are left out, each with the reason; the others are deployed", () =>
    othersAreDeployed(faults));
  test("once they answer, the next run adds them", () => nextRunAddsThem(faults));
  test("a new CA is written into the same Secret", () => newAuthorityIsWritten(faults));
  test("a plan without a change asks four things of the spoke", () => refreshIsCheap(faults));
  test("a revoked token is replaced", () => revokedTokenIsReplaced(faults));
  test("a Secret of the same server that somebody else made is named", () => foreignSecretIsNamed(faults));
});

describe("during a deploy", () => {
  test("each spoke that fails says what to do, and does not stop the others", () => eachFailsAlone(faults));
  test("the next run adds what is missing", () => eachIsAddedLater(faults));
  test("the hub goes down between the rights and the Secret", () => hubGoesDown(faults));
  test("the spoke's API server restarts", () => spokeRestarts(faults));
  test("killed between the rights and their record", () => killedInBetween(faults));
  test("a request that hangs is named, and can be interrupted", () => hangsUntilInterrupted(faults));
  test("in the end all is verified", () => allIsVerified(faults));
});
