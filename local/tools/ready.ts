import type { ProgramSpec } from "./description.js";
import { cachedPrograms, programPath } from "./manifest.js";
import { until } from "../wait.js";

interface Waiting {
  readonly resolve: (path: string) => void;
  readonly reject: (error: unknown) => void;
}

/** Programs that somebody is building: a promise for each, kept as the toolchain's folder fills, whoever fills it. */
export class ReadyPrograms {
  readonly promises = new Map<string, Promise<string>>();
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly missing: readonly ProgramSpec[],
    private readonly found: Map<string, string>,
    private readonly folder: string,
  ) {
    for (const { name } of missing) {
      const promise = new Promise<string>((resolve, reject) => this.waiting.set(name, { resolve, reject }));
      promise.catch(() => {}); // not every program is awaited
      this.promises.set(name, promise);
    }
  }

  /** Programs that are still to come, in the order of their build. */
  get left(): string[] {
    return this.missing.map((program) => program.name).filter((name) => this.waiting.has(name));
  }

  /** Looks which are there by now. */
  async refresh(): Promise<void> {
    for (const name of await cachedPrograms(this.folder, this.left)) {
      const path = programPath(this.folder, name);
      this.found.set(name, path);
      this.waiting.get(name)?.resolve(path);
      this.waiting.delete(name);
    }
  }

  /** Returns when all are there. */
  async watch(onLook: () => void, signal: AbortSignal): Promise<void> {
    const look = async () => {
      await this.refresh();
      onLook();
      return this.left.length === 0 ? true : undefined;
    };
    await until(look, { timeout: Number.POSITIVE_INFINITY, interval: 300, signal });
  }

  fail(error: unknown): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
