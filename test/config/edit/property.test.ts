import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { addSpoke, removeSpoke, retireSpoke, reviveSpoke } from "../../../config/edit/spokes.js";
import { readFixture, validFixtures } from "../support.js";

const file = "environments/dev.yaml";

const labelValue = fc.constantFrom("gold", '"a: b"', "'it''s'", '"1.10"', '"# no comment"');
const comment = fc.constantFrom("", " # why", " # - name: no");

/** One entry in block style, as lines without their margin. */
const blockEntry = fc
  .record({
    cluster: fc.constantFrom("{ provider: local }", "{ provider: local, }", "&local { provider: local }"),
    labels: fc.array(labelValue, { maxLength: 2 }),
    comment,
    hint: fc.constantFrom([], ["# port: 1"], ["", "# port: 1"]),
    nested: fc.boolean(),
    script: fc.boolean(),
  })
  .map(({ cluster, labels, comment, hint, nested, script }) => [
    `name: NAME${comment}`,
    ...(nested ? ["cluster:", "  # what", "  provider: local"] : [`cluster: ${cluster}${comment}`]),
    ...(labels.length > 0 ? ["labels:", ...labels.map((value, index) => `  l${index}: ${value}${comment}`)] : []),
    ...(script ? ["annotations:", "  a: |", "    # text", "", "    more"] : []),
    ...hint,
  ]);

const flowEntry = fc
  .record({ labels: fc.array(labelValue, { maxLength: 2 }), inner: fc.constantFrom("", " ") })
  .map(({ labels, inner }) => {
    const pairs = ["name: NAME", "cluster: {provider: local}"];
    if (labels.length > 0) pairs.push(`labels: {${labels.map((value, index) => `l${index}: ${value}`).join(", ")}}`);
    return `{${inner}${pairs.join(", ")}${inner}}`;
  });

const blockList = fc
  .record({
    entries: fc.array(fc.oneof(blockEntry, flowEntry), { minLength: 1, maxLength: 4 }),
    indent: fc.nat(4),
    gap: fc.integer({ min: 1, max: 3 }),
    blanks: fc.nat(2),
    above: fc.constantFrom([], ["# above"], ["# section", "", "# above"]),
    behindKey: fc.constantFrom("", " # all", " &all", " !!seq"),
  })
  .map(({ entries, indent, gap, blanks, above, behindKey }) => {
    const margin = " ".repeat(indent);
    const lines = entries.flatMap((entry, index) => {
      const own = (typeof entry === "string" ? [entry] : entry).map((line) => line.replace("NAME", `s${index}`));
      const placed = own.map((line, at) =>
        line === "" ? "" : margin + (at === 0 ? "-" : " ") + " ".repeat(gap) + line,
      );
      const separated = index === 0 ? [] : Array<string>(blanks).fill("");
      return [...separated, ...above.map((line) => (line === "" ? "" : margin + line)), ...placed];
    });
    return { lines: [`spokes:${behindKey}`, ...lines], size: entries.length };
  });

const flowList = fc
  .record({
    entries: fc.array(flowEntry, { minLength: 1, maxLength: 3 }),
    ownLines: fc.boolean(),
    trailingComma: fc.boolean(),
    comment,
  })
  .map(({ entries, ownLines, trailingComma, comment }) => {
    const named = entries.map((entry, index) => entry.replace("NAME", `s${index}`));
    const size = entries.length;
    if (!ownLines) return { lines: [`spokes: [${named.join(", ")}${trailingComma ? "," : ""}]${comment}`], size };
    const lines = named.map((entry, index) => `  ${entry}${index + 1 < size || trailingComma ? "," : ""}${comment}`);
    return { lines: ["spokes: [", ...lines, "]"], size };
  });

const emptyList = fc.constantFrom("spokes: []", "spokes: [] # none yet").map((line) => ({ lines: [line], size: 0 }));

/** A whole file that lists spokes, in some style. */
const anyFile = fc
  .record({
    list: fc.oneof(blockList, flowList, emptyList),
    before: fc.constantFrom(["apiVersion: hubspoke/v1", "name: dev"], ["# head", "name: dev", "", "gitops: {}", ""]),
    after: fc.constantFrom([], [""], ["", "# foot"], ["hub:", "  name: hub"], ["", "hub: {}", "", ""]),
    finalBreak: fc.boolean(),
    mark: fc.boolean(),
    windows: fc.boolean(),
  })
  .map(({ list, before, after, finalBreak, mark, windows }) => {
    const lines = [...before, ...list.lines, ...after];
    const text = lines.join(windows ? "\r\n" : "\n") + (finalBreak ? (windows ? "\r\n" : "\n") : "");
    return { text: (mark ? "\uFEFF" : "") + text, size: list.size };
  });

const spoke = { name: "new", cluster: { provider: "local" }, labels: { tier: "gold" } } as const;

/** Both without their beginning and end that are the same. */
function difference(before: string, after: string): readonly [before: readonly string[], after: readonly string[]] {
  const old = before.split("\n");
  const fresh = after.split("\n");
  while (old.length > 0 && fresh.length > 0 && old[0] === fresh[0]) [old, fresh].forEach((lines) => lines.shift());
  while (old.length > 0 && fresh.length > 0 && old.at(-1) === fresh.at(-1))
    [old, fresh].forEach((lines) => lines.pop());
  return [old, fresh];
}

/** Lines of the one text that do not come from the other, in its order. */
function linesThatAreNew(before: string, after: string): readonly string[] {
  const rest = before.split(/\r?\n/);
  return after.split(/\r?\n/).filter((line) => {
    const at = rest.indexOf(line);
    if (at !== -1) rest.splice(0, at + 1);
    return at === -1;
  });
}

test("adding a spoke and removing it gives the same bytes", () => {
  fc.assert(
    fc.property(anyFile, ({ text }) => {
      expect(removeSpoke(addSpoke(text, file, spoke), file, "new")).toBe(text);
    }),
    { numRuns: 400 },
  );
});

test("adding a spoke touches no line but that of a list in brackets, and a last one without a line break", () => {
  fc.assert(
    fc.property(anyFile, ({ text }) => {
      const [removed] = difference(text, addSpoke(text, file, spoke));
      expect(removed.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 400 },
  );
});

test("retiring a spoke and taking it back gives the same bytes", () => {
  fc.assert(
    fc.property(anyFile, fc.nat(3), ({ text, size }, index) => {
      fc.pre(index < size);
      const name = `s${index}`;
      expect(reviveSpoke(retireSpoke(text, file, name), file, name)).toBe(text);
    }),
    { numRuns: 400 },
  );
});

test("removing any spoke takes its lines and no others, and never the wrong entry", () => {
  fc.assert(
    fc.property(anyFile, fc.nat(3), ({ text, size }, index) => {
      fc.pre(index < size);
      const after = removeSpoke(text, file, `s${index}`);
      const { spokes } = parseYaml(after.replace(/^\uFEFF/, "")) as { spokes: { name: string }[] };
      const names = Array.from({ length: size }, (_, position) => `s${position}`);
      expect(spokes.map(({ name }) => name)).toEqual(names.filter((name) => name !== `s${index}`));
      // What stays is as it was: one line may have lost a comma, or have got brackets.
      expect(linesThatAreNew(text, after).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 400 },
  );
});

test.each(validFixtures())("%s takes a spoke and gives it back", (name) => {
  const text = readFixture(`${name}.yaml`);
  if (!/^spokes:/m.test(text)) return;
  expect(removeSpoke(addSpoke(text, file, spoke), file, "new")).toBe(text);
});
