import * as fc from "fast-check";
import { expect, test } from "vitest";
import { incidentKey, Ledger, pinKey, redirectKey, verdictKey, type Change } from "./ledger.ts";

const PERSON = { by: "a person", at: 0 };

/** Random moves of a few claims among a few incidents, with pins and verdicts between them. */
const steps = fc.array(
  fc.record({
    keys: fc.uniqueArray(
      fc.constantFrom(
        ...["a", "b", "c", "d"].map(incidentKey),
        ...["i1", "i2"].map(pinKey),
        redirectKey("i1"),
        verdictKey("a", "b"),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    value: fc.option(fc.constantFrom("i1", "i2", "i3"), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
);

function filled(moves: readonly { readonly keys: readonly string[]; readonly value: string | undefined }[]): Ledger {
  const ledger = new Ledger();
  for (const { keys, value } of moves) ledger.append("move", changesTo(ledger, keys, value), PERSON);
  return ledger;
}

function changesTo(ledger: Ledger, keys: readonly string[], value: string | undefined): readonly Change[] {
  return keys.map((key) => ({ key, before: ledger.get(key), after: value }));
}

function statesOf(ledger: Ledger): unknown {
  const members = ledger.incidents().map((id) => [id, [...ledger.claimsOf(id)].sort()] as const);
  const said = ["a", "b"].map((claim) => [...ledger.verdictsOf(claim)]);
  return [[...ledger.state()], members.sort(([a], [b]) => (a < b ? -1 : 1)), said];
}

test("undoing everything backwards gives each earlier state again, in 1,000 random ledgers", () => {
  fc.assert(
    fc.property(steps, (moves) => {
      const ledger = filled(moves);
      for (let n = moves.length - 1; n >= 0; n--) {
        ledger.undo(n, PERSON);
        expect(statesOf(ledger)).toEqual(statesOf(filled(moves.slice(0, n))));
      }
      expect(ledger.entries).toHaveLength(2 * moves.length);
    }),
    { numRuns: 1000 },
  );
});

test("what nothing rests on can be undone out of turn, as if it had never been", () => {
  fc.assert(
    fc.property(steps, fc.nat(), (moves, pick) => {
      const at = pick % moves.length;
      const ledger = filled(moves);
      if (ledger.dependents(at).length > 0) {
        expect(() => ledger.undo(at, PERSON)).toThrow(/rests on/u);
        return;
      }
      ledger.undo(at, PERSON);
      expect(statesOf(ledger)).toEqual(statesOf(filled(moves.filter((_, n) => n !== at))));
    }),
    { numRuns: 300 },
  );
});

test("the state is what the entries come to, whoever reads them", () => {
  fc.assert(
    fc.property(steps, (moves) => {
      const ledger = filled(moves);
      ledger.undo(moves.length - 1, PERSON);
      expect(statesOf(new Ledger(ledger.entries))).toEqual(statesOf(ledger));
    }),
  );
});

test("an entry that was undone is not undone again", () => {
  const ledger = new Ledger();
  ledger.append("create", [{ key: incidentKey("a"), before: undefined, after: "i1" }], PERSON);
  ledger.undo(0, PERSON);
  expect(() => ledger.undo(0, PERSON)).toThrow(/undone already/u);
  expect(() => ledger.undo(1, PERSON)).toThrow(/undone already/u);
});

test("an entry that does not start from what is, is refused and changes nothing", () => {
  const ledger = new Ledger();
  ledger.append("create", [{ key: incidentKey("a"), before: undefined, after: "i1" }], PERSON);
  const stale = [
    { key: incidentKey("b"), before: undefined, after: "i1" },
    { key: incidentKey("a"), before: "i2", after: "i3" },
  ];
  expect(() => ledger.append("move", stale, PERSON)).toThrow(/does not start from what is/u);
  expect(ledger.entries).toHaveLength(1);
  expect(ledger.incidentOf("b")).toBeUndefined();
});

test("an incident that was joined to another leads to it, by way of others too", () => {
  const ledger = new Ledger();
  const set = (key: string, after: string): void =>
    void ledger.append("merge", [{ key, before: ledger.get(key), after }], PERSON);
  set(incidentKey("a"), "i3");
  set(redirectKey("i1"), "i2");
  set(redirectKey("i2"), "i3");
  expect(ledger.follow("i1")).toBe("i3");
  set(redirectKey("i3"), "i1");
  expect(ledger.follow("i1")).toBe("i3");
});
