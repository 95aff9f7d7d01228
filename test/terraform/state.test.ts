import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withState, type State } from "../../terraform/state.js";

const state: State = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "l", resources: [] };

/** A Terraform that keeps what it is given in files, and the configuration that it saw. */
function fakeTerraform(script: string) {
  const folder = mkdtempSync(join(tmpdir(), "hubspoke-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const command = join(folder, "terraform");
  writeFileSync(command, `#!/bin/sh\nstore='${folder}'\n${script}`);
  chmodSync(command, 0o755);
  const directory = join(folder, "work");
  const configuration = { terraform: { backend: { local: { path: "/state" } } } };
  return { folder, options: { command, environment: process.env, directory, configuration } };
}

const keeper = `case "$1 $2" in
"init "*) cp main.tf.json "$store/seen" ;;
"state pull") cat "$store/state" 2>/dev/null; true ;;
"state push") cat > "$store/state" ;;
esac
`;

test("a state is pulled and pushed in the backend of its stack", async () => {
  const { folder, options } = fakeTerraform(keeper);
  const found = await withState(options, async (open) => {
    const before = await open.pull();
    await open.push(state);
    return [before, await open.pull()];
  });
  expect(found).toEqual([undefined, state]);
  expect(readFileSync(join(folder, "seen"), "utf8")).toBe('{"terraform":{"backend":{"local":{"path":"/state"}}}}');
  expect(readdirSync(options.directory)).toEqual([]);
});

test("a wrapper may print lines of its own", async () => {
  const { options } = fakeTerraform(`echo "wrapper 1.0"\n${keeper}`);
  const found = await withState(options, async (open) => {
    const before = await open.pull();
    await open.push(state);
    return [before, await open.pull()];
  });
  expect(found).toEqual([undefined, state]);
});

test("what Terraform says is in the error, and nothing is left behind", async () => {
  const { options } = fakeTerraform('echo "Error: no bucket" >&2; exit 1\n');
  await expect(withState(options, (open) => open.pull())).rejects.toThrow(
    /^terraform init -input=false failed\nError: no bucket$/,
  );
  expect(readdirSync(options.directory)).toEqual([]);
});
