import { describeBuild, openLocalToolchain } from "../../cli/toolchain.js";

/** Builds the toolchain before any test counts its time: on a machine without a cache that takes minutes. */
export async function setup(): Promise<void> {
  let last = 0;
  const toolchain = await openLocalToolchain({
    onProgress: (state) => {
      if (Date.now() - last < 30_000) return;
      last = Date.now();
      console.log(`toolchain: ${describeBuild(state)}`);
    },
  });
  await toolchain.complete();
}
