import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { ProgramError, runProgram } from "../../terraform/run-program.js";

const environment = { PATH: process.env["PATH"], ANSWER: "42" };

function shell(script: string): Promise<number> {
  return runProgram(["sh", "-c", script], { environment, interactive: false });
}

test("the exit code is the program's, which has the environment that it is given and no other", async () => {
  expect(await shell('exit "$ANSWER"')).toBe(42);
  expect(await shell("env | grep -c ^HOME= && exit 1 || exit 0")).toBe(0);
  expect(await shell("kill -KILL $$")).toBe(137);
});

test("a program that is not there is a mistake of whoever named it", async () => {
  const error = await runProgram(["no-such-program", "x"], { environment, interactive: false }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProgramError);
  expect(error).toMatchObject({
    message:
      "cannot run no-such-program: it is not there\n" +
      "  fix: give its path, or of a project's own: npx no-such-program",
    exitCode: 2,
  });
});

/** Sends a signal to a process that runs a program, once that is up, and input; returns what the program prints and the exit code. */
function signalled(
  signal: NodeJS.Signals,
  script: string,
  interactive = false,
): Promise<{ output: string; code: number | null }> {
  const module = resolve(import.meta.dirname, "../../terraform/run-program.ts");
  const source =
    `import { runProgram } from ${JSON.stringify(module)};` +
    `process.exitCode = await runProgram(["sh", "-c", ${JSON.stringify(script)}], { environment: process.env, interactive: ${interactive} });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", source], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (!text.includes("up")) return;
    child.kill(signal);
    child.stdin.end("go on\n");
  });
  return new Promise((done) => child.on("close", (code) => done({ output, code })));
}

test.each(["SIGINT", "SIGTERM"] as const)("%s ends the program, which says how that went", async (signal) => {
  const script = 'trap "echo down; exit 9" TERM; echo up; while :; do sleep 0.05; done';
  expect(await signalled(signal, script)).toEqual({ output: "up\ndown\n", code: 9 });
});

test("at a terminal, whose Ctrl-C reaches the program itself, SIGINT is none of our business", async () => {
  const script = 'trap "echo down; exit 9" INT TERM; echo up; read line; echo "$line"; exit 5';
  expect(await signalled("SIGINT", script, true)).toEqual({ output: "up\ngo on\n", code: 5 });
});
