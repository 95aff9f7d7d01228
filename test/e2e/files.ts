import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Every file, folder and socket below a folder, as paths relative to it; links are named and not followed. */
export function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

/** Regular files below a folder, as paths relative to it. */
export function files(folder: string): string[] {
  return walk(folder).filter((path) => lstatSync(join(folder, path)).isFile());
}

/** Contents by path, of the files below a folder that a test compares with those of another. */
export function contents(folder: string, wanted: (path: string) => boolean): Record<string, string> {
  const found = files(folder).filter(wanted);
  return Object.fromEntries(found.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
}

/** Files below a folder that hold one of the texts, with the name of the text. */
export function filesWith(folder: string, texts: Readonly<Record<string, string>>): string[] {
  return files(folder).flatMap((path) => {
    const content = readFileSync(join(folder, path));
    return Object.entries(texts)
      .filter(([, text]) => content.includes(text) || content.includes(Buffer.from(text).toString("base64")))
      .map(([name]) => `${relative(folder, join(folder, path))}: ${name}`);
  });
}
