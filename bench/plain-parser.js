// The floor of validate: reads a file as YAML and does nothing else with it. `node plain-parser.js <file>`.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

parse(readFileSync(process.argv[2], "utf8"));
