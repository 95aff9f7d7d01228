import { synthesize } from "./stacks/synthesize.js";

// What cdktf runs: `node --import tsx main.ts`. Names of environments may follow; none means all of environments/.
synthesize({ environments: process.argv.slice(2) });
