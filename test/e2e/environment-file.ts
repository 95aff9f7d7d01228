import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { Project } from "./project.js";

/** A spoke as the environment file has it. */
export interface SpokeFields {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** Writes other spokes into the project's environment file. */
export function editSpokes(project: Project, change: (spokes: readonly SpokeFields[]) => readonly SpokeFields[]): void {
  const content = parse(readFileSync(project.file, "utf8")) as { spokes: SpokeFields[] };
  writeFileSync(project.file, stringify({ ...content, spokes: change(content.spokes) }));
}

/** Writes other fields of one spoke into the project's environment file. */
export function editSpoke(project: Project, name: string, fields: Readonly<Record<string, unknown>>): void {
  editSpokes(project, (spokes) => spokes.map((spoke) => (spoke.name === name ? { ...spoke, ...fields } : spoke)));
}
