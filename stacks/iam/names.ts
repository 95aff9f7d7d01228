import type { Element } from "./elements.js";

/**
 * Pattern of the names that an environment gives: it stays the same when one more cluster comes.
 *
 * A name that is not the environment's is its own pattern: that of a cluster, a role or a policy that is there.
 */
export function patternOf(environment: string, name: string): string {
  const prefix = `${environment}-`;
  const at = name.search(new RegExp(`(?<=^|/|^hubspoke-)${prefix}`));
  if (at < 0) return name;
  const end = at + prefix.length;
  const rest = name.indexOf("/", end);
  return `${name.slice(0, end)}*${rest < 0 ? "" : name.slice(rest)}`;
}

/** Pattern of the name of the cluster that an element is of: that of all of the environment where it says none. */
export function clusterNames({ environment, attributes, text, resolve }: Element): readonly string[] {
  const [reference] = /(data\.)?aws_eks_cluster\.[\w-]+/.exec(JSON.stringify(attributes)) ?? [];
  const name = text("cluster_name") ?? resolve(`\${${reference}.name}`) ?? `${environment}-`;
  return [patternOf(environment, name)];
}
