import { parseEnvironment, type Topology } from "../../config/index.js";
import type { TerraformJson } from "./support.js";

/** An environment of the name `ref`, from what its file has beside the head. */
export function parse(text: string): Topology {
  const header = "apiVersion: hubspoke/v1\nname: ref\ngitops: { repoURL: https://github.com/acme/gitops.git }\n";
  return parseEnvironment(`${header}${text}`, {
    file: "ref.yaml",
    projectDirectory: "/projects/ref",
    home: "/home/me",
  });
}

/** A cluster on EKS. */
export function cluster(region: string, account: string, rest: string): string {
  return `{ provider: eks, region: ${region}, account: "${account}", ${rest} }`;
}

/** One that is created, reached by peering. */
export function created(region: string, account: string, cidr: string): string {
  return cluster(region, account, `version: "1.35", network: { create: { cidr: ${cidr} } }, reach: peering`);
}

/** Every string of a JSON value. */
export function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** The only resource of a type. */
export function only(stack: TerraformJson | undefined, type: string): Record<string, unknown> {
  const [first, ...others] = Object.values(stack?.resource?.[type] ?? {});
  if (first === undefined || others.length > 0) throw new Error(`expected one ${type}`);
  return first;
}
