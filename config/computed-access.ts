import { Document, isScalar, visit } from "yaml";
import * as z from "zod";
import type { Problem } from "./errors.js";
import { ConfigError } from "./errors.js";
import { fields, nonEmpty } from "./fields/fields.js";
import type { Layer } from "./merge/layer.js";
import { locate } from "./merge/locate.js";
import { Merger, placeLayer } from "./merge/merge.js";
import { describeIssues } from "./messages/issues.js";
import { policyRule, type PolicyRule } from "./registration/access.js";
import { apiVersion } from "./schema.js";

/** An Application that rules were computed from. */
export interface ComputedFrom {
  /** `<namespace>/<name>` on the hub. */
  readonly name: string;
  /** Commits of its sources that it was compared with. */
  readonly revisions: readonly string[];
}

/** What was computed for one spoke. */
export interface ComputedSpoke {
  readonly applications: readonly ComputedFrom[];
  readonly rules: readonly PolicyRule[];
}

/** The file of computed rules that is beside an environment file. */
export interface ComputedAccess {
  /** File as the operator would name it. */
  readonly file: string;
  /** By name of the spoke; none where there is no file. */
  readonly spokes: ReadonlyMap<string, ComputedSpoke>;
  /** What is wrong with the file. */
  readonly problems: readonly Problem[];
}

const schema = fields({
  apiVersion: z.literal(apiVersion),
  spokes: z.record(
    z.string(),
    fields({
      applications: z.array(fields({ name: nonEmpty, revisions: z.array(z.string()) })),
      rules: z.array(policyRule),
    }),
  ),
});

const fix = "take the file from Git again, or delete it and compute it anew";

/**
 * Reads what was computed.
 *
 * @param open gives the file's content, or undefined where there is no file
 */
export function readComputedAccess(file: string, open: () => Layer | undefined): ComputedAccess {
  try {
    const layer = open();
    return layer === undefined ? { file, spokes: new Map(), problems: [] } : parse(layer);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { file, spokes: new Map(), problems: error.problems };
  }
}

function parse(layer: Layer): ComputedAccess {
  const { file, value, problems } = layer;
  const parsed = schema.safeParse(value);
  if (parsed.success) return { file, spokes: new Map(Object.entries(parsed.data.spokes)), problems };
  const written = (path: Parameters<typeof layer.source.textOf>[0]) => layer.source.textOf(path);
  const findings = describeIssues(parsed.error.issues, { document: value, written });
  const located = locate(
    new Merger(),
    placeLayer(layer),
    findings.map((finding) => ({ ...finding, fix: finding.fix ?? fix })),
  );
  return { file, spokes: new Map(), problems: [...problems, ...located] };
}

/** Says of each spoke in the file that the environment no longer has. */
export function strayComputed({ file, spokes }: ComputedAccess, known: readonly string[], environment: string) {
  return [...spokes.keys()]
    .filter((name) => !known.includes(name))
    .map((name): Problem => {
      const message = `rules of spoke "${name}", which the environment does not have`;
      const command = `hubspoke access ${environment} --write`;
      return { file, line: 0, path: `spokes.${name}`, message, fix: command, severity: "warning" };
    });
}

/** The text of such a file: the same for the same content, in whatever order it is given. */
export function formatComputedAccess(environment: string, spokes: ReadonlyMap<string, ComputedSpoke>): string {
  const sorted = [...spokes].sort(([one], [other]) => (one < other ? -1 : 1));
  const document = new Document({ apiVersion, spokes: Object.fromEntries(sorted) });
  document.commentBefore =
    " What Argo CD may change on the spokes whose access is {from: gitops}: what Git delivers to them.\n" +
    ` Computed by: hubspoke access ${environment} --write. Review each change of it, and edit nothing by hand.`;
  visit(document, {
    Seq: (_, list) => {
      if (list.items.every(isScalar)) list.flow = true;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}
