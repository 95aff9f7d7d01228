import { describe, expect, it } from "vitest";
import { describeChanges, parseApplyComplete, stackLineParser, total } from "../../terraform/cdktf-output.js";

const ESC = "\u001b";

describe("stackLineParser", () => {
  const parse = () => stackLineParser((id) => ["local-hub-argocd", "local-spoke-search-registration"].includes(id));

  it("gives a block's continuation lines to the stack that began it", () => {
    const line = parse();
    expect(line("local-hub-argocd  helm_release.argocd: Creating...")).toEqual({
      stack: "local-hub-argocd",
      text: "helm_release.argocd: Creating...",
    });
    expect(line("                  helm_release.argocd: Creation complete after 1s")).toEqual({
      stack: "local-hub-argocd",
      text: "helm_release.argocd: Creation complete after 1s",
    });
  });

  it("reads through the cursor movements that cdktf prints before a block", () => {
    const line = parse()(`${ESC}[2K${ESC}[1A${ESC}[2K${ESC}[Glocal-hub-argocd  ${ESC}[1mPlan:${ESC}[0m 3 to add`);
    expect(line).toEqual({ stack: "local-hub-argocd", text: "Plan: 3 to add" });
  });

  it("gives cdktf's own lines to no stack", () => {
    const line = parse();
    expect(line("0 Stacks deploying     0 Stacks done     2 Stacks waiting")).toBeUndefined();
    expect(line("another-stack  Initializing the backend...")).toBeUndefined();
  });
});

describe("a crash of cdktf after an error", () => {
  it("is not the error of the last stack", () => {
    const line = stackLineParser((id) => id === "local-hub-argocd");
    expect(line("local-hub-argocd  Error: local-exec provisioner error")).toBeDefined();
    expect(line("1 Stack deploying     6 Stacks done     1 Stack waiting")).toBeUndefined();
    expect(line("/project/node_modules/yoga-layout/build/Release/nbind.js:53")).toBeUndefined();
    expect(line("        throw ex;")).toBeUndefined();
    expect(line("    at throwUnhandledRejectionsMode (node:internal/process/promises:389:7)")).toBeUndefined();
  });
});

describe("parseApplyComplete", () => {
  it("reads what an apply counted", () => {
    expect(parseApplyComplete("Apply complete! Resources: 3 added, 1 changed, 2 destroyed.")).toEqual({
      added: 3,
      changed: 1,
      destroyed: 2,
    });
  });

  it("reads what a destroy counted", () => {
    expect(parseApplyComplete("Destroy complete! Resources: 4 destroyed.")).toEqual({
      added: 0,
      changed: 0,
      destroyed: 4,
    });
  });

  it("is undefined for any other line", () => {
    expect(parseApplyComplete("No changes. Your infrastructure matches the configuration.")).toBeUndefined();
  });
});

describe("total", () => {
  it("is the sum over the stacks, in Terraform's words", () => {
    const changes = [
      { added: 3, changed: 1, destroyed: 0 },
      { added: 1, changed: 0, destroyed: 2 },
    ];
    expect(describeChanges(total(changes))).toBe("4 added, 1 changed, 2 destroyed");
    expect(describeChanges(total([]))).toBe("0 added, 0 changed, 0 destroyed");
  });
});
