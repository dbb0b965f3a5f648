import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesOf, MOST_TOGETHER, withFiles } from "./chosen.ts";

const file = (name: string, size = 10) => ({ name, size });

describe("the files that are chosen", () => {
  it("are replaced by a corrected file of the same name, without the mapping of the one before", () => {
    const before = [{ file: file("a.csv", 1), mapping: "{}", look: { state: "unseen", why: "away" } as const }];
    const after = withFiles(before, [file("a.csv", 2), file("b.csv")]);
    expect(after.map((one) => [one.file.name, one.file.size, one.mapping, one.look.state])).toEqual([
      ["a.csv", 2, undefined, "looking"],
      ["b.csv", 10, undefined, "looking"],
    ]);
  });

  it("are sent each exactly once, whatever their sizes, and never more in one form than it takes", () => {
    const one = fc.record({
      size: fc.oneof(fc.nat(100), fc.integer({ min: MOST_TOGETHER - 50, max: MOST_TOGETHER + 50 })),
      mapping: fc.option(fc.constant("{}"), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (given) => {
        const chosen = given.map(({ size, mapping }, i) => ({
          file: file(`f${i}`, size),
          ...(mapping === undefined ? {} : { mapping }),
        }));
        const batches = batchesOf(chosen);
        const sent = batches.flatMap(({ files }) => files.map(({ name }) => name));
        expect(sent.toSorted()).toEqual(chosen.map((each) => each.file.name).toSorted());
        for (const { files, isRaw, mapping } of batches) {
          const bytes = files.reduce((sum, { size }) => sum + size, 0);
          if (isRaw || mapping !== undefined) expect(files).toHaveLength(1);
          if (!isRaw) expect(bytes).toBeLessThanOrEqual(MOST_TOGETHER);
        }
      }),
    );
  });

  it("go together where they fit, because a text and its register name each other", () => {
    const chosen = [file("agreement.md"), file("large.csv", MOST_TOGETHER + 1), file("actors.yaml")];
    expect(batchesOf(chosen.map((each) => ({ file: each }))).map(({ files }) => files.map(({ name }) => name))).toEqual(
      [["agreement.md", "actors.yaml"], ["large.csv"]],
    );
  });
});
