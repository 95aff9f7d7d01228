import type { ZodString } from "zod";
import { dnsLabel, type Complaint } from "../../config/fields/fields.js";
import { gitUrl } from "../../config/fields/urls.js";
import { maxClusterName } from "../../config/names.js";
import { askOne, askText, type Person } from "../terminal/ask.js";
import { s3Of, type InitOptions, type S3Answer } from "./answers.js";
import { nameFor } from "./contexts.js";

/** What the schema of a field says of an answer. */
export function complaintBy(schema: ZodString): (answer: string) => string | undefined {
  return (answer) => {
    const [issue] = schema.safeParse(answer).error?.issues ?? [];
    const complaint = issue?.code === "custom" ? (issue.params?.complaint as Complaint) : undefined;
    if (complaint === undefined) return issue?.message;
    return "message" in complaint ? complaint.message : `expected ${complaint.expected}`;
  };
}

export function wordsOf(answer: string): readonly string[] {
  return answer
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}

export function askRepository(person: Person): Promise<string> {
  return askText(person, "URL of the Git repository that Argo CD delivers from", { check: complaintBy(gitUrl) });
}

/** Where state is kept, unless a flag says so. */
export async function askBackend(person: Person, options: InitOptions): Promise<S3Answer | undefined> {
  if (options.backend !== undefined || options.backendBucket !== undefined) return s3Of(options);
  const choices = ["on this machine, in .hubspoke/state", "in an S3 bucket, encrypted and locked"];
  if ((await askOne(person, "Where does Terraform keep its state?", choices)) === 0) return undefined;
  return { bucket: await askText(person, "name of the bucket"), region: await askText(person, "region of the bucket") };
}

/** A name for each chosen cluster; what was chosen, by the name. */
export async function askNames(person: Person, chosen: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const spokes = new Map<string, string>();
  const isLabel = complaintBy(dnsLabel(maxClusterName));
  const check = (name: string) => (spokes.has(name) || name === "hub" ? "that name is taken" : isLabel(name));
  for (const one of chosen) {
    spokes.set(await askText(person, `name of the spoke ${one}`, { fallback: nameFor(one), check }), one);
  }
  return spokes;
}
