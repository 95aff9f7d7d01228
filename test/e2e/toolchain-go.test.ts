import { test } from "vitest";
import { toolchainDirectory } from "../../cli/toolchain.js";
import { cacheDirectory } from "../../local/cache.js";
import { findGo, runGo } from "../../local/tools/go.js";

test("the toolchain's Go module: vet and its own tests", { timeout: 1_800_000 }, async () => {
  const directory = toolchainDirectory();
  const go = await findGo(directory, await cacheDirectory(process.env), process.env);
  await runGo(go, ["vet", "./..."], directory);
  await runGo(go, ["test", "./..."], directory);
});
