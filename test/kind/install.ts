import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { buildSync } from "esbuild";

/** What a test can do with the `kind` that it installed. */
export interface FakeKind {
  /** Variables under which programs find it, and it its folder. */
  readonly environment: { readonly PATH: string; readonly FAKE_KIND: string };
  /** Each time it was run, its arguments. */
  calls(): readonly string[];
  /** Lets the API server of this kubeconfig be that of a cluster. */
  serve(clusterName: string, kubeconfig: string): void;
  /** Lets it fail from here on; undefined lets it work again. */
  fail(fault: string | undefined): void;
  /** Whether there is such a cluster, and what of it. */
  cluster(
    clusterName: string,
  ): { readonly works: boolean; readonly nodes: readonly object[]; readonly image?: string } | undefined;
}

/** Puts the `kind` of tests into a folder of its own. */
export function installFakeKind(folder: string): FakeKind {
  const bin = join(folder, "bin");
  const state = join(folder, "state");
  mkdirSync(bin, { recursive: true });
  mkdirSync(state, { recursive: true });
  const program = join(folder, "kind.mjs");
  // As one file of JavaScript it starts in a tenth of the time.
  buildSync({
    entryPoints: [resolve(import.meta.dirname, "program.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  const kind = join(bin, "kind");
  writeFileSync(kind, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(kind, 0o755);
  const text = (name: string) => (existsSync(join(state, name)) ? readFileSync(join(state, name), "utf8") : undefined);
  return {
    environment: { PATH: [bin, process.env["PATH"] ?? ""].join(delimiter), FAKE_KIND: state },
    calls: () => (text("calls") ?? "").trimEnd().split("\n"),
    serve: (clusterName, kubeconfig) => writeFileSync(join(state, `${clusterName}.kubeconfig`), kubeconfig),
    fail: (fault) =>
      fault === undefined ? rmSync(join(state, "fault"), { force: true }) : writeFileSync(join(state, "fault"), fault),
    cluster: (clusterName) => {
      const cluster = text(join("clusters", clusterName));
      return cluster === undefined ? undefined : (JSON.parse(cluster) as ReturnType<FakeKind["cluster"]>);
    },
  };
}
