import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { loginArguments, performLogin, readAdminPassword } from "../../fleet/login.js";
import { startFleet, type FakeFleet } from "./fake-fleet.js";
import { temporaryFolder } from "./support.js";

let fleet: FakeFleet;
let argocd = "";
beforeEach(async () => {
  fleet = await startFleet();
  argocd = path.join(await temporaryFolder(), "argocd");
});

/** A program in place of argocd, which prompts as argocd does and keeps what it was given. */
async function program(exit: number): Promise<void> {
  await writeFile(
    argocd,
    `#!/bin/sh\nprintf 'Password: '\nread password\necho "$password" > "$0.stdin"\necho "$@" > "$0.argv"\necho "'admin:login' logged in"\nexit ${exit}\n`,
  );
  await chmod(argocd, 0o755);
}

it("names no password in its arguments", () => {
  expect(loginArguments(fleet.topology, "https://127.0.0.1:16446")).toEqual([
    "login",
    "127.0.0.1:16446",
    "--username",
    "admin",
    "--name",
    "dev",
    "--insecure",
  ]);
});

it("reads the password from the hub", async () => {
  expect(await readAdminPassword(fleet.topology)).toBe("admin-password");
});

describe("performLogin", () => {
  const login = () => performLogin(fleet.topology, { argocd, argocdServer: fleet.argocd.url, env: process.env });

  it("gives argocd the password through its standard input alone", async () => {
    await program(0);
    expect(await login()).toBe("'admin:login' logged in");
    expect(await readFile(`${argocd}.stdin`, "utf8")).toBe("admin-password\n");
    expect(await readFile(`${argocd}.argv`, "utf8")).not.toContain("admin-password");
  });

  it("says what argocd says when it fails", async () => {
    await program(20);
    await expect(login()).rejects.toMatchObject({ message: "argocd login failed: 'admin:login' logged in" });
  });

  it("needs the program", async () => {
    await expect(login()).rejects.toMatchObject({ message: `the program ${argocd} is not there` });
  });

  it("gives it to no server but the one whose certificate the hub holds", async () => {
    await program(0);
    await expect(performLogin(fleet.topology, { argocd, argocdServer: fleet.spoke.url })).rejects.toMatchObject({
      message: `${fleet.spoke.url} does not answer: its certificate is self-signed and not the expected one`,
    });
    await expect(readFile(`${argocd}.stdin`)).rejects.toThrow("ENOENT");
  });
});
