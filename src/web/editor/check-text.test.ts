import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkText } from "./check-text.ts";

const text = readFileSync(join(import.meta.dirname, "../../../examples/syria-2016/agreement.md"), "utf8");

describe("the check of a text that is being written", () => {
  it("finds no error in an example, with the actors of its record at hand", () => {
    const actors = [
      "jaysh-al-islam",
      "syrian-insurgents",
      "fatah-halab",
      "sdf",
      "rahman-corps",
      "harakat-sham-al-islam",
      "ahrar-al-sham",
    ];
    const errors = checkText({ text, actors }).filter(({ severity }) => severity === "error");
    expect(errors).toEqual([]);
  });

  it("gives reading and checking in one order, that of the text", () => {
    const broken = text
      .replace("must not attack", "must not atack")
      .replace("# Entry into force", "```truce\nprty x\n```\n");
    const found = checkText({ text: broken, actors: [] }).map(({ at }) => at.from ?? 0);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found.length).toBeGreaterThan(2);
  });
});
