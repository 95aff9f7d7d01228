import { type ControlPlaneProgram, controlPlanePrograms, pidFile } from "./control-plane-processes.js";
import { adminApi, isReady } from "./control-plane-ready.js";
import type { ControlPlaneSpec } from "./control-plane-spec.js";
import { findProcess } from "./process.js";

/** State of a control plane: what runs, and whether its API server says that it is ready. */
export interface ControlPlaneStatus {
  readonly name: string;
  readonly programs: readonly { readonly program: ControlPlaneProgram; readonly pid?: number }[];
  readonly ready: boolean;
}

/** Looks at a control plane without changing anything. */
export async function controlPlaneStatus(spec: ControlPlaneSpec): Promise<ControlPlaneStatus> {
  const programs = controlPlanePrograms.map(async (program) => {
    const running = await findProcess(pidFile(spec, program));
    return { program, ...(running === undefined ? {} : { pid: running.pid }) };
  });
  return { name: spec.name, programs: await Promise.all(programs), ready: await answers(spec) };
}

/** Programs of a control plane that do not run. */
export async function missingProgramsOf(spec: ControlPlaneSpec): Promise<ControlPlaneProgram[]> {
  const running = await Promise.all(controlPlanePrograms.map((program) => findProcess(pidFile(spec, program))));
  return controlPlanePrograms.filter((_, index) => running[index] === undefined);
}

async function answers(spec: ControlPlaneSpec): Promise<boolean> {
  try {
    const api = await adminApi(spec);
    try {
      return await isReady(api);
    } finally {
      api.close();
    }
  } catch {
    return false; // no keys, no server, or one that is not ours
  }
}
