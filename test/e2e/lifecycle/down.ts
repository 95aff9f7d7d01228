import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { isPortFree } from "../../../local/port.js";
import { ended } from "../fleet.js";
import { walk } from "../files.js";
import { processesOf } from "../machine.js";
import type { Project } from "../project.js";
import { mergedKubeconfigIsAsBefore } from "./operator.js";

export async function downLeavesNothing(project: Project, firstPort: number): Promise<void> {
  expect(processesOf(project.directory).length).toBeGreaterThan(0);
  const { stdout, stderr } = ended(await project.hubspoke(["down", "local"]));
  expect(stdout).toBe("");
  expect(stderr).toMatch(/environment "local" is gone\n$/);
  expect(processesOf(project.directory)).toEqual([]);
  for (let port = firstPort; port < firstPort + 40; port++) {
    expect(`${port} ${await isPortFree(port)}`).toBe(`${port} true`);
  }
  expect(existsSync(join(project.directory, ".hubspoke"))).toBe(false);
  expect(readdirSync(join(project.directory, "cdktf.out", "stacks"))).toEqual([]);
  expect(walk(project.directory).filter((path) => /\.tfstate|\.terraform/.test(path))).toEqual([]);
  mergedKubeconfigIsAsBefore(project);
}

export async function downAgain(project: Project): Promise<void> {
  const { stderr } = ended(await project.hubspoke(["down", "local"]));
  expect(stderr).toMatch(/environment "local" is gone\n$/);
  expect(existsSync(join(project.directory, ".hubspoke"))).toBe(false);
}
