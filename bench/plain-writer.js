// The floor of synth: writes files that are known already. `node plain-writer.js <packed> <outdir>`, where packed is a
// JSON object of relative path to content.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [packed, outdir] = process.argv.slice(2);
for (const [path, content] of Object.entries(JSON.parse(readFileSync(packed, "utf8")))) {
  const file = join(outdir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
