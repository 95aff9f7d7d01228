import { beforeEach, expect, test, vi } from "vitest";
import { drain } from "../../../cli/drain.js";
import { drainSpoke } from "../../../fleet/drain.js";
import { inProject, local, refusal } from "./project.js";

vi.mock("../../../fleet/drain.js", () => ({ drainSpoke: vi.fn() }));

const { write } = inProject();
beforeEach(() => {
  vi.mocked(drainSpoke).mockClear();
  vi.stubEnv("HUBSPOKE_DRAIN_TIMEOUT", undefined);
});

function retire(): void {
  write("local.yaml", local.replace("payments\n", "payments\n    retired: { applications: delete }\n"));
}

test.each(["payments", "of-old"])("%s is not retired in the file: nothing is asked of anybody", async (spoke) => {
  expect(await drain("local", { spoke })).toBe(0);
  expect(drainSpoke).not.toHaveBeenCalled();
});

test.each([
  [undefined, undefined, 300],
  [undefined, "15m", 900],
  ["10s", "15m", 10],
])("a retired one is drained, for as long as is said (%s, %s)", async (timeout, variable, seconds) => {
  retire();
  vi.stubEnv("HUBSPOKE_DRAIN_TIMEOUT", variable);
  const before = Date.now();
  expect(await drain("local", { spoke: "payments", timeout })).toBe(0);
  const [, spoke, options] = vi.mocked(drainSpoke).mock.calls[0] ?? [];
  expect(spoke?.leaving).toEqual({ applications: "delete", unreachable: false });
  expect(options?.deadline).toBeGreaterThanOrEqual(before + seconds * 1000);
  expect(options?.deadline).toBeLessThanOrEqual(Date.now() + seconds * 1000);
});

test("a time that is none is refused, wherever it stands", async () => {
  retire();
  expect(await refusal(drain("local", { spoke: "payments", timeout: "soon" }))).toBe(
    'invalid --timeout "soon", expected a duration\n  fix: for example 5m',
  );
  vi.stubEnv("HUBSPOKE_DRAIN_TIMEOUT", "5");
  expect(await refusal(drain("local", { spoke: "payments" }))).toBe(
    'invalid HUBSPOKE_DRAIN_TIMEOUT "5", expected a duration\n  fix: for example 5m',
  );
});
