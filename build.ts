import { chmodSync, rmSync } from "node:fs";
import { build } from "esbuild";

/**
 * Compiles what a user waits for: the command line and the library, bundled, so that a start loads few files.
 *
 * Our own dependencies stay outside of the bundle (they are installed with the package) except the small ones that
 * every command loads.
 */
const external = [
  "@aws-sdk/*",
  "cdktf",
  "constructs",
  "@cdktf/*",
  "@peculiar/x509",
  "hpagent",
  "socks-proxy-agent",
  "tsx",
  "cdktf-cli",
];

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { "cli/index": "cli/index.ts", index: "index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external,
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});

chmodSync("dist/cli/index.js", 0o755);
