import * as z from "zod";
import { formatPath, type Path } from "../path.js";
import { writtenSchema } from "../schema.js";
import { plainName } from "./suggest.js";

/** Where a field stands in the format. */
interface Place {
  readonly name: string;
  /** Path of the map that has it; an item of a list is `[]`. */
  readonly container: readonly string[];
  /** What must be chosen beside it, for example `provider: eks`. */
  readonly choice: string | undefined;
}

/** A schema in JSON, as far as fields can be found in it. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly const?: unknown;
}

let index: ReadonlyMap<string, readonly Place[]> | undefined;

/** Every field of the format by its name; made when the first unknown one is met. */
function allPlaces(): ReadonlyMap<string, readonly Place[]> {
  index ??= makeIndex(z.toJSONSchema(writtenSchema, { io: "input", unrepresentable: "any" }) as Node);
  return index;
}

function makeIndex(root: Node): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  const visit = (node: Node, container: readonly string[]): void => {
    for (const alternative of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) visit(alternative, container);
    if (node.items !== undefined) visit(node.items, [...container, "[]"]);
    for (const [name, field] of Object.entries(node.properties ?? {})) {
      const known = places.get(plainName(name)) ?? [];
      places.set(plainName(name), [...known, { name, container, choice: choiceOf(node) }]);
      visit(field, [...container, name]);
    }
  };
  visit(root, []);
  return places;
}

function choiceOf({ properties = {} }: Node): string | undefined {
  const by = ["provider", "mode"].find((name) => properties[name]?.const !== undefined);
  return by === undefined ? undefined : `${by}: ${String(properties[by]?.const)}`;
}

/**
 * Says where a field belongs that is not known where it stands, or undefined where the format has none of its name.
 *
 * @param path of the map that it stands in
 */
export function whereItBelongs(path: Path, key: string, standalone: boolean): string | undefined {
  const places = (allPlaces().get(plainName(key)) ?? []).filter((place) => fitsModel(place, standalone));
  const distances = places.map(({ container }) => distance(container, path));
  const nearest = places.filter((_, index) => distances[index] === Math.min(...distances));
  const here = nearest.find(({ container }) => distance(container, path) === 0);
  if (here !== undefined) return here.choice === undefined ? undefined : `it belongs to ${here.choice}`;
  const shown = [...new Set(nearest.map(({ container }) => formatContainer(container, path)))];
  if (shown.length > 3) return undefined;
  return shown.length === 0 ? undefined : `it belongs ${shown.join(" or ").replaceAll(" or in ", " or ")}`;
}

/** Maps to leave and to enter on the way from a path to a container; an item of a list is no further than the list. */
function distance(container: readonly string[], path: Path): number {
  const shared = sharedSteps(container, path);
  const names = [...path.slice(shared), ...container.slice(shared)];
  return names.filter((step) => stepOf(step) !== "[]").length;
}

/** Of two homes the one in the entry itself is told, and not the one in `defaults`. */
function fitsModel({ container: [top] }: Place, standalone: boolean): boolean {
  return top !== "defaults" && (standalone ? top !== "hub" && top !== "spokes" : top !== "clusters");
}

function sharedSteps(container: readonly string[], path: Path): number {
  const differs = container.findIndex((step, index) => step !== stepOf(path[index]));
  return differs === -1 ? container.length : differs;
}

function stepOf(step: string | number | undefined): string | undefined {
  return typeof step === "number" ? "[]" : step;
}

/** With the positions of the path, as far as that leads there. */
function formatContainer(container: readonly string[], path: Path): string {
  const shared = sharedSteps(container, path);
  const rest = container.slice(shared).map((step) => (step === "[]" ? step : `.${step}`));
  const text = `${formatPath(path.slice(0, shared))}${rest.join("")}`.replace(/^\./, "");
  return text === "" ? "at the top of the file" : `in ${text}`;
}
