import { mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isMap, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from "yaml";
import { EXTENSION, writeKubeconfig, type Kubeconfig } from "./kubeconfig.js";
import { KubeconfigError } from "./kubeconfig-file.js";
import { writePrivateFile } from "./private-file.js";

const LISTS = { clusters: "cluster", users: "user", contexts: "context" } as const;
type ListName = keyof typeof LISTS;
const LIST_NAMES = Object.keys(LISTS) as ListName[];

/**
 * Puts an environment's contexts into a kubeconfig that may hold others.
 *
 * Replaces what an earlier merge of the environment wrote and keeps everything else, comments included; the current
 * context changes only where there was none. An entry of the same name that is not ours is an error, and nothing is written.
 */
export async function mergeKubeconfig(file: string, environment: string, kubeconfig: Kubeconfig): Promise<void> {
  await locked(file, async () => {
    const document = await readDocument(file);
    if (!document) return writeKubeconfig(file, kubeconfig);
    removeOurs(document, environment);
    for (const list of LIST_NAMES) addAll(document, file, { list, entries: kubeconfig[list] });
    if (!document.get("current-context")) document.set("current-context", kubeconfig["current-context"]);
    await writePrivateFile(file, document.toString({ lineWidth: 0 }));
  });
}

/** Takes an environment's contexts out of a kubeconfig again; returns how many there were. */
export async function removeFromKubeconfig(file: string, environment: string): Promise<number> {
  const before = await readDocument(file);
  if (!before || removeOurs(before, environment).length === 0) return 0;
  return locked(file, async () => {
    const document = await readDocument(file);
    if (!document) return 0;
    const contexts = removeOurs(document, environment);
    if (contexts.includes(String(document.get("current-context")))) document.set("current-context", "");
    await writePrivateFile(file, document.toString({ lineWidth: 0 }));
    return contexts.length;
  });
}

async function readDocument(file: string): Promise<Document | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new KubeconfigError(`${file} cannot be read: ${error.code}`);
  });
  if (text.trim() === "") return undefined;
  const document = parseDocument(text);
  // Its own messages quote the file, credentials included.
  if (document.errors.length > 0) throw new KubeconfigError(`${file} is not YAML, so nothing was changed in it`);
  if (!isMap(document.contents)) throw new KubeconfigError(`${file} is no kubeconfig, so nothing was changed in it`);
  return document;
}

/** Removes what an earlier merge of the environment wrote; returns the names of its contexts. */
function removeOurs(document: Document, environment: string): string[] {
  const names = new Map<ListName, string[]>();
  for (const list of LIST_NAMES) {
    const items = listOf(document, list)?.items ?? [];
    const ours = items.filter((item) => isMap(item) && isOurs(item, LISTS[list], environment)) as YAMLMap[];
    names.set(
      list,
      ours.map((item) => String(item.get("name"))),
    );
    for (const item of ours) items.splice(items.indexOf(item), 1);
  }
  return names.get("contexts") ?? [];
}

function isOurs(item: YAMLMap, key: string, environment: string): boolean {
  const extensions = item.getIn([key, "extensions"]);
  if (!isSeq(extensions)) return false;
  return extensions.items.some(
    (one) => isMap(one) && one.get("name") === EXTENSION && one.getIn(["extension", "environment"]) === environment,
  );
}

function listOf(document: Document, list: ListName): YAMLSeq | undefined {
  const value = document.get(list);
  return isSeq(value) ? value : undefined;
}

interface Addition {
  readonly list: ListName;
  readonly entries: readonly { readonly name: string }[];
}

function addAll(document: Document, file: string, { list, entries }: Addition): void {
  let items = listOf(document, list);
  if (!items) {
    document.set(list, document.createNode([]));
    items = listOf(document, list);
  }
  for (const entry of entries) {
    if (items?.items.some((item) => isMap(item) && item.get("name") === entry.name)) {
      throw new KubeconfigError(
        `${file} has another ${LISTS[list]} "${entry.name}", which hubspoke did not write: rename it, or use a file of its own`,
      );
    }
    items?.add(document.createNode(entry));
  }
  // `[]` is written in flow style, and so would everything in it be.
  if (items) items.flow = false;
}

const LOCK_TRIES = 40;

/** Holds the lock that kubectl takes too when it changes a kubeconfig. */
async function locked<T>(file: string, change: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  await mkdir(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  for (let tries = 1; !(await create(lock)); tries++) {
    if (tries === LOCK_TRIES) throw new KubeconfigError(`${file} is locked: if no kubectl runs, delete ${lock}`);
    await sleep(50);
  }
  try {
    return await change();
  } finally {
    await rm(lock, { force: true });
  }
}

/** False where the file exists already. */
async function create(lock: string): Promise<boolean> {
  try {
    await (await open(lock, "wx", 0o600)).close();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new KubeconfigError(`${lock} cannot be created: ${code}`);
  }
}
