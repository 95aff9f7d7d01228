import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** Memory of the running processes of one program, in bytes. */
export interface ProgramMemory {
  readonly program: string;
  readonly processes: number;
  readonly resident: number;
  /** Shared pages counted in parts, so that a sum counts them once; undefined where the kernel does not say. */
  readonly proportional: number | undefined;
}

/** Memory of every process that a local environment keeps running, found through its pid files, by program. */
export function memoryOf(localDirectory: string): ProgramMemory[] {
  const byProgram = new Map<string, number[]>();
  for (const path of readdirSync(localDirectory, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".pid.json")) {
      const { pid } = JSON.parse(readFileSync(join(localDirectory, path), "utf8")) as { pid: number };
      const program = basename(path, ".pid.json");
      byProgram.set(program, [...(byProgram.get(program) ?? []), pid]);
    }
  }
  return [...byProgram].map(([program, pids]) => sumOf(program, pids)).sort((a, b) => b.resident - a.resident);
}

function sumOf(program: string, pids: readonly number[]): ProgramMemory {
  const running = pids.filter((pid) => existsSync(`/proc/${pid}`));
  const proportional = running.map((pid) => procField(`/proc/${pid}/smaps_rollup`, "Pss"));
  return {
    program,
    processes: running.length,
    resident: add(running.map((pid) => procField(`/proc/${pid}/status`, "VmRSS") ?? 0)),
    proportional: proportional.includes(undefined) ? undefined : add(proportional as number[]),
  };
}

/** A row for each program and one for all. */
export function memoryRows(programs: readonly ProgramMemory[], format: (bytes: number) => string): string[][] {
  const proportional = programs.map((program) => program.proportional);
  const all: ProgramMemory = {
    program: "**all**",
    processes: add(programs.map((program) => program.processes)),
    resident: add(programs.map((program) => program.resident)),
    proportional: proportional.includes(undefined) ? undefined : add(proportional as number[]),
  };
  return [...programs, all].map((program) => [
    program.program,
    String(program.processes),
    format(program.resident),
    program.proportional === undefined ? "not readable" : format(program.proportional),
  ]);
}

function procField(path: string, field: string): number | undefined {
  try {
    return parseProcField(readFileSync(path, "utf8"), field);
  } catch {
    return undefined; // the process ended, or it is somebody else's
  }
}

/** A field that /proc gives in kB, in bytes. */
export function parseProcField(text: string, field: string): number | undefined {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text);
  return match ? Number(match[1]) * 1024 : undefined;
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
