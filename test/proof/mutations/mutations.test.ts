import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAWS, type LawName } from "./laws.ts";
import { MUTATIONS } from "./mutations.ts";

/** `npm run mutations` shows that every law can fail; here it is only seen that its list still fits the source. */

const textOf = (file: string): string => readFileSync(join(import.meta.dirname, "../../..", file), "utf8");
const names = Object.keys(LAWS) as LawName[];

describe("the list of wrong judges", () => {
  it("changes places that are there once, and changes them", () => {
    for (const { name, file, find, replace } of MUTATIONS) {
      expect([name, textOf(file).split(find).length - 1]).toEqual([name, 1]);
      expect([name, replace]).not.toEqual([name, find]);
    }
  });

  it("names each wrong judge once, and a law that must notice it", () => {
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
    for (const { name, caughtBy } of MUTATIONS) expect([name, caughtBy.length > 0]).toEqual([name, true]);
  });

  it.each(names)("has one for law %s, which is a test", (law) => {
    expect(MUTATIONS.some(({ caughtBy }) => caughtBy.includes(law))).toBe(true);
    const { file, test } = LAWS[law];
    expect(textOf(file)).toContain(test.split(" > ").at(-1));
  });
});
