import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DIARY, type Actor } from "../../src/domain/index.ts";
import { runCase } from "../../src/judge/index.ts";
import { compileAgreement, parseAgreement, type Case, type Time } from "../../src/language/index.ts";
import { FolderRecord } from "../../src/workflow/folder-situation.ts";

/** Two clocks: what was learnt after the cut-off changes no verdict, of whatever kind it is. */

const TEXT = `---
truce: 1
id: t
title: T
zone: UTC
adopted: 2016-02-22
---
\`\`\`truce
party a "A"
party b "B"
body un "UN"
class fronts "Fronts" enrolled by un
list hostile
  names z
  or designated by un as at the incident
act attack "attack"
fact threat "Was there a threat?"
fact warned "Was there a warning?"
in force from 2016-02-27 00:00
accept a1
  who a or b  to un  by 2016-02-26 12:00
rule cease
  who any bound
  must not attack
  against anyone
  outside listed: target in hostile
  outside unbound: not target bound and not target in fronts
  unless self-defence: threat
    but not unwarned: not warned
\`\`\`
`;

const { agreement } = parseAgreement(TEXT);
const program = compileAgreement(agreement);
const rules = agreement.parts.flatMap((part) =>
  part.kind === "block" ? part.statements.filter((statement) => statement.kind === "rule") : [],
);
const EMPTY = {
  file: "",
  text: TEXT,
  agreement,
  problems: [],
  path: "",
  entries: [],
  areas: [],
  coverage: [],
  accounts: [],
  diary: NO_DIARY,
  reportFiles: [],
};
const instant = (local: string): Time => ({ kind: "instant", local });

/** Something of the record, and the moment at which it was learnt. */
type Entry =
  | { readonly what: "fact"; readonly fact: "threat" | "warned"; readonly state: "true" | "false" }
  | { readonly what: "listing"; readonly actor: string; readonly since: string }
  | { readonly what: "role"; readonly actor: string; readonly is: string }
  | { readonly what: "word"; readonly actor: string; readonly standing: "accepted" | "refused"; readonly at: string };

interface Learnt {
  readonly entry: Entry;
  readonly known: string;
}

const actorNames = ["a", "b", "x"];
const actors = fc.constantFrom(...actorNames);
const days = fc.constantFrom("2016-02-24", "2016-02-25", "2016-02-28", "2016-03-02");
const entries: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    what: fc.constant("fact" as const),
    fact: fc.constantFrom("threat" as const, "warned" as const),
    state: fc.constantFrom("true" as const, "false" as const),
  }),
  fc.record({ what: fc.constant("listing" as const), actor: actors, since: days }),
  fc.record({ what: fc.constant("role" as const), actor: fc.constant("x"), is: fc.constantFrom("b", "fronts") }),
  fc.record({
    what: fc.constant("word" as const),
    actor: actors,
    standing: fc.constantFrom("accepted" as const, "refused" as const),
    at: days,
  }),
);
const learntOn = (first: number, last: number): fc.Arbitrary<Learnt> =>
  fc.record({
    entry: entries,
    known: fc.integer({ min: first, max: last }).map((day) => `2016-03-${String(day).padStart(2, "0")}`),
  });

function actorOf(id: string, learnt: readonly Learnt[]): Actor {
  const of = <K extends Entry["what"]>(what: K): readonly ((Entry & { what: K }) & { known: string })[] =>
    learnt.flatMap(({ entry, known }) =>
      entry.what === what && "actor" in entry && entry.actor === id
        ? [{ ...(entry as Entry & { what: K }), known }]
        : [],
    );
  return {
    id,
    name: id,
    kind: "armed-group",
    aliases: [],
    codes: [],
    roles: [...(id === "x" ? [] : [{ is: id }]), ...of("role").map(({ is, known }) => ({ is, known }))],
    parents: [],
    members: [],
    membersComplete: true,
    listings: of("listing").map(({ since, known }) => ({ list: "hostile", since, known })),
    acceptances: of("word").map(({ standing, at, known }) => ({ accept: "a1", standing, at, known, source: "s" })),
  };
}

/** The finding on one attack of 1 March, as known on 5 March. */
function judged(target: string, learnt: readonly Learnt[], known = "2016-03-05 00:00"): unknown {
  const register = {
    zone: "UTC",
    acceptancesComplete: true,
    figures: [],
    actors: actorNames.map((id) => actorOf(id, learnt)),
  };
  const record = new FolderRecord({ ...EMPTY, register }, program);
  const one: Case = {
    kind: "case",
    name: "x",
    actor: { kind: "one", name: "a" },
    target: { kind: "one", name: target },
    act: "attack",
    when: { from: instant("2016-03-01 10:00") },
    known: instant(known),
    measures: [],
    distances: [],
    given: learnt.flatMap(({ entry, known: on }) =>
      entry.what === "fact"
        ? [
            {
              leaf: { kind: "fact", fact: entry.fact, of: [] },
              state: entry.state,
              learnt: instant(`${on} 00:00`),
            } as const,
          ]
        : [],
    ),
    record: [],
    expect: [{ rule: "cease", verdicts: ["breach"] }],
    under: [],
  };
  const [result] = runCase(one, {
    situationAt: (cutOff) => record.situationAt(cutOff, []),
    findActor: record.findActor,
    rules,
  });
  expect(result!.error).toBeUndefined();
  const { verdict, possible, relevant, settles } = result!.cell!;
  return { verdict, possible, relevant, settles };
}

describe("what was learnt after the cut-off", () => {
  it("never changes a verdict", () => {
    const record = fc.array(learntOn(1, 3), { maxLength: 5 });
    const later = fc.array(learntOn(6, 28), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom("b", "x"), record, later, (target, known, after) => {
        expect(judged(target, [...known, ...after])).toEqual(judged(target, known));
      }),
      { numRuns: 400 },
    );
  });

  const word = (actor: string): Learnt => ({
    entry: { what: "word", actor, standing: "accepted", at: "2016-02-24" },
    known: "2016-03-01",
  });
  const late: readonly (readonly [string, Entry])[] = [
    ["a fact", { what: "fact", fact: "threat", state: "false" }],
    ["a listing", { what: "listing", actor: "x", since: "2016-02-25" }],
    ["a role", { what: "role", actor: "x", is: "fronts" }],
    ["an acceptance", { what: "word", actor: "a", standing: "accepted", at: "2016-02-24" }],
  ];
  it.each(late)("and does change it once the cut-off is later: %s", (kind, entry) => {
    const known: readonly Learnt[] = [
      ...(kind === "an acceptance" ? [] : [word("a")]),
      word("b"),
      ...(kind === "a role"
        ? []
        : [{ entry: { what: "role", actor: "x", is: "fronts" }, known: "2016-03-01" } as const]),
    ];
    const learnt = [...known, { entry, known: "2016-03-06" }];
    expect(judged("x", learnt, "2016-03-05 00:00")).toEqual(judged("x", known));
    expect(judged("x", learnt, "2016-03-07 00:00")).not.toEqual(judged("x", known));
  });
});
