import { beforeEach, expect, test, vi } from "vitest";
import type * as outputModule from "../../cli/output.js";
import { status } from "../../cli/status.js";
import type * as expiryModule from "../../fleet/credential-expiry.js";
import { KubernetesError } from "../../fleet/kubernetes.js";
import type * as statusModule from "../../fleet/status.js";
import type { ClusterStatus } from "../../fleet/status.js";
import { inProject } from "./spoke/project.js";

const said = vi.hoisted(() => ({ data: [] as string[], status: [] as string[] }));
vi.mock("../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: (text: string) => void said.data.push(text),
  writeStatus: (text: string) => void said.status.push(text),
}));

const fleet = vi.hoisted(() => ({
  status: vi.fn<typeof statusModule.fleetStatus>(),
  record: vi.fn<typeof expiryModule.recordExpiries>(),
}));
vi.mock("../../fleet/status.js", () => ({ fleetStatus: fleet.status }));
vi.mock("../../fleet/credential-expiry.js", () => ({ recordExpiries: fleet.record }));

inProject();
beforeEach(() => {
  said.data.length = 0;
  said.status.length = 0;
});

const hub: ClusterStatus = {
  name: "in-cluster",
  role: "hub",
  server: "https://kubernetes.default.svc",
  secrets: ["cluster-local-hub"],
  quarantine: false,
  retired: false,
};

function spoke(over: Partial<ClusterStatus>): ClusterStatus {
  const registration = { mode: "bearer-token", access: "admin" } as const;
  return { ...hub, name: "payments", role: "spoke", server: "https://p:6443", ...registration, ...over };
}

function credential(state: "lasting" | "ending" | "expired", days: number): ClusterStatus["credential"] {
  return { state, secondsLeft: days * 86_400, expiresAt: "2027-01-02T03:04:05Z" };
}

function found(...clusters: readonly ClusterStatus[]): void {
  fleet.status.mockResolvedValue({ environment: "local", clusters });
}

test("a line a cluster", async () => {
  found(
    { ...hub, argocd: { status: "Successful", applications: 2 } },
    spoke({ argocd: { status: "Unknown", applications: 0 }, credential: credential("lasting", 89) }),
    spoke({ name: "search", credential: credential("ending", 9), quarantine: true }),
    spoke({ name: "gone", server: undefined, secrets: [], retired: true }),
    spoke({ name: "leaving", retired: true }),
    spoke({ name: "new", server: undefined, secrets: [] }),
    spoke({ name: "twice", mode: "exec", access: "read-only", secrets: ["a", "b"] }),
    {
      ...hub,
      name: "other",
      role: "other",
      server: "https://o",
      secrets: ["by-hand"],
      credential: { state: "endless" },
    },
  );
  expect(await status("local", {})).toBe(0);
  expect(said.data.join("\n").split("\n")).toEqual([
    "  CLUSTER     SERVER                          MODE          ACCESS     CONNECTION  APPS  EXPIRES                NOTES",
    "  in-cluster  https://kubernetes.default.svc  -             -          Successful  2     -                      -",
    "  payments    https://p:6443                  bearer-token  admin      Unknown     0     in 89 days             -",
    "  search      https://p:6443                  bearer-token  admin      -           -     in 9 days (rotate it)  quarantine",
    "  gone        -                               bearer-token  admin      -           -     -                      retired",
    "  leaving     https://p:6443                  bearer-token  admin      -           -     -                      retired, still registered",
    "  new         -                               bearer-token  admin      -           -     -                      not registered",
    "  twice       https://p:6443                  exec          read-only  -           -     -                      2 cluster Secrets",
    "  other       https://o                       -             -          -           -     never                  Secret by-hand is of no cluster in the file",
  ]);
  expect(said.status).toEqual([]);
});

test("a credential that has expired is exit code 1", async () => {
  found(hub, spoke({ credential: credential("expired", -1) }));
  expect(await status("local", {})).toBe(1);
  expect(said.data[0]).toContain("EXPIRED on 2027-01-02");
});

test("--json prints the same for a program", async () => {
  found(hub);
  await status("local", { json: true });
  expect(JSON.parse(said.data.join(""))).toEqual({ environment: "local", clusters: [hub] });
});

test("that Argo CD's view is missing is said beside the table", async () => {
  fleet.status.mockResolvedValue({ environment: "local", clusters: [hub], argocdProblem: "it does not answer" });
  expect(await status("local", {})).toBe(0);
  expect(said.status).toEqual(["CONNECTION and APPS are not known: it does not answer"]);
});

test("a hub that does not answer is an error that says so", async () => {
  fleet.status.mockRejectedValue(new KubernetesError("unreachable", "https://hub does not answer: connection refused"));
  expect(await status("local", {})).toBe(1);
  expect(said.data).toEqual([]);
  expect(said.status).toEqual(['the hub of "local" cannot be read: https://hub does not answer: connection refused']);
});

test("--record writes down when credentials end, and says whose", async () => {
  found(hub);
  fleet.record.mockResolvedValue(["payments", "search"]);
  await status("local", { record: true });
  expect(said.status).toEqual(["recorded the expiry of payments, search"]);
  fleet.record.mockResolvedValue([]);
  await status("local", { record: true });
  expect(said.status[1]).toBe("every expiry was recorded already");
});
