import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import { placedEntries, type Checked } from "./rule.js";

/** AWS takes 50 on a resource; EKS, Auto Scaling and hubspoke put up to ten of their own on some. */
const maxTags = 40;

const ownPrefix = "hubspoke:";

/** What every service takes: IAM and KMS are the strictest. */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** One set of tags is for resources of many services, each of which would refuse it in the middle of a deploy. */
export function tagsFit({ file }: Checked): readonly Finding[] {
  return placedEntries(file).flatMap(({ path: place, entry: { cluster } }) => {
    if (cluster.provider !== "eks" || cluster.tags === undefined) return [];
    const path = [...place, "cluster", "tags"];
    const entries = Object.entries(cluster.tags);
    return [
      ...complainOfCount(entries.length, path),
      ...complainOfCase(Object.keys(cluster.tags), path),
      ...entries.flatMap(([key, value]) => complainOfTag(key, value, path)),
    ];
  });
}

function complainOfCount(count: number, path: Path): readonly Finding[] {
  if (count <= maxTags) return [];
  return [{ path, message: `${count} tags, expected at most ${maxTags}: AWS takes 50, some of them are EKS's` }];
}

/** IAM does not tell upper from lower case. */
function complainOfCase(keys: readonly string[], path: Path): readonly Finding[] {
  const first = (key: string) => keys.find((other) => other.toLowerCase() === key.toLowerCase());
  return keys
    .filter((key) => first(key) !== key)
    .map((key) => ({ path: [...path, key], message: `tags "${first(key)}" and "${key}" are the same to IAM` }));
}

function complainOfTag(key: string, value: string, path: Path): readonly Finding[] {
  if (key.toLowerCase().startsWith(ownPrefix)) {
    return [{ path: [...path, key], message: `tag "${key}" is reserved for hubspoke`, fix: "choose another prefix" }];
  }
  const part = [key, value].find((text) => !allowed.test(text));
  if (part === undefined) return [];
  const what = part === key ? `tag "${key}"` : `value of tag "${key}"`;
  const message = `${what} has a character that AWS does not take, expected letters, digits, spaces and _ . : / = + - @`;
  return [{ path: [...path, key], message }];
}
