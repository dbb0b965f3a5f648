import * as fc from "fast-check";
import { expect, test } from "vitest";
import { distinctRows } from "./distinct-rows.ts";

const word = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom(-1, 0x7fffffff, -0x80000000));

test("rows have the same number if and only if they say the same, in the order in which they appear", () => {
  const tables = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.array(fc.array(word, { minLength: 4, maxLength: 4 })));
  fc.assert(
    fc.property(tables, ([width, few]) => {
      const rows = [...few, ...few, ...few, ...few].map((row) => row.slice(0, width));
      const words = Array.from({ length: width }, (_, i) => Int32Array.from(rows, (row) => row[i]!));
      const distinct = distinctRows(words, rows.length)!;
      const keys = [...new Set(rows.map(String))];
      expect([...distinct.numbers]).toEqual(rows.map((row) => keys.indexOf(String(row))));
      expect([...distinct.first]).toEqual(keys.map((key) => rows.findIndex((row) => String(row) === key)));
    }),
  );
});

test("rows that hardly repeat are left as they are", () => {
  expect(distinctRows([Int32Array.from({ length: 100 }, (_, i) => i >> 1)], 100)).toBeUndefined();
});
