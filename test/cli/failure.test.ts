import { describe, expect, it } from "vitest";
import { exitCodeFor, messageFor } from "../../cli/failure.js";
import { UsageError } from "../../cli/output.js";
import { ConfigError } from "../../config/errors.js";
import { LocalError } from "../../local/errors.js";

const configError = new ConfigError([{ file: "environments/a.yaml", line: 3, path: "name", message: "bad" }], true);

describe("exitCodeFor", () => {
  it.each([
    ["a mistake in an environment file", configError, 2],
    ["a wrong option", new UsageError("no"), 2],
    ["a machine that has to change first", new LocalError("port taken", 2), 2],
    ["work that failed", new LocalError("etcd ended", 1), 1],
    ["an error of ours", new TypeError("x is undefined"), 1],
    ["an interruption", new DOMException("aborted", "AbortError"), 130],
  ])("is what scripts expect for %s", (_, error, code) => {
    expect(exitCodeFor(error)).toBe(code);
  });
});

describe("messageFor", () => {
  it("prints a mistake without a stack trace", () => {
    expect(messageFor(configError)).toBe("environments/a.yaml:3  name\n  bad\n1 problem in 1 file");
  });

  it("says that it was interrupted, not which promise was", () => {
    expect(messageFor(new DOMException("This operation was aborted", "AbortError"))).toBe("interrupted");
  });
});
