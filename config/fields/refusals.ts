import type { RefusedNames } from "./fields.js";

/** Refuses credentials by name, in Terraform's spelling too, and says where Terraform takes them from instead. */
export function refuseCredentials(names: readonly string[], instead: string): RefusedNames {
  const refusal = (name: string) => ({
    message: `"${name}" is a credential, expected none in the file`,
    fix: `remove it, take it as leaked if the file was ever committed, and ${instead}`,
  });
  return Object.fromEntries(spellings(names).map((name) => [name, refusal(name)]));
}

/** Refuses what hubspoke sets for every stack. */
export function refuseSet(names: readonly string[], by: string): RefusedNames {
  const refusal = (name: string) => ({ message: `"${name}" is set for every stack, expected no such field`, fix: by });
  return Object.fromEntries(spellings(names).map((name) => [name, refusal(name)]));
}

function spellings(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]);
}
