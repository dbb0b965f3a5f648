import { describe, expect, test } from "vitest";
import type { Accept, Agreement, Formula, Statement } from "../language/index.ts";
import {
  checkConsent,
  register,
  solveConsent,
  boundAt,
  type AcceptanceRecord,
  type RecordedAcceptance,
} from "./index.ts";

const confirmed = (accept: string, by?: string): Formula => ({
  kind: "confirmed",
  accept,
  ...(by !== undefined && { by }),
});
const fact = (name: string): Formula => ({ kind: "fact", fact: name, of: [] });
const not = (of: Formula): Formula => ({ kind: "not", of });
const both = (...of: Formula[]): Formula => ({ kind: "and", of });

function accept(name: string, actor: string, rest: Partial<Accept> = {}): Accept {
  return { kind: "accept", name, who: { kind: "names", names: [actor], each: false }, to: ["ru"], ...rest };
}

function agreement(...statements: Statement[]): Agreement {
  return {
    truce: 1,
    meta: { id: "test", title: "Test", zone: "Asia/Damascus", adopted: "2016-02-22" },
    parts: [{ kind: "block", statements }],
  };
}

function movesFirst(first: string, followers: readonly string[]): Statement {
  // oxlint-disable-next-line unicorn/no-thenable -- the word of the language, `first … then …`; nothing awaits it
  return { kind: "first", first, followers };
}

/** A moment in Damascus in February 2016: UTC+2. */
const damascus = (day: number, hour = 0, minute = 0) => Date.UTC(2016, 1, day, hour - 2, minute);
const noon = { kind: "instant", local: "2016-02-26 12:00" } as const;
const yes = (actor: string, rest: Partial<RecordedAcceptance> = {}): RecordedAcceptance => ({
  actor,
  standing: "accepted",
  at: damascus(25),
  to: "ru",
  ...rest,
});
const complete = (...acceptances: RecordedAcceptance[]): AcceptanceRecord => ({ acceptances, complete: true });
const moment = { at: damascus(27) };

/** The two acceptances of the Syrian terms, each provided the other. */
const terms: Statement[] = [
  { kind: "party", name: "sar", title: "Armed Forces of the Syrian Arab Republic" },
  { kind: "party", name: "rus", title: "Aerospace Forces of the Russian Federation", partOf: "sar" },
  { kind: "party", name: "us", title: "United States" },
  {
    kind: "class",
    name: "aog",
    title: "armed opposition groups",
    enrolledBy: ["us", "ru"],
    members: ["jaysh-al-islam", "ahrar"],
  },
  { kind: "list", name: "terrorist", names: ["daesh"] },
  {
    ...accept("a1", "aog", { to: ["us", "ru"], by: noon, provided: confirmed("a2") }),
    who: { kind: "names", names: ["aog"], each: true },
  },
  accept("a2", "sar", { by: noon, provided: confirmed("a1") }),
];
const concurrent: Statement = { kind: "concurrent", names: ["a1", "a2"] };
const said = [yes("jaysh-al-islam", { to: "us" }), yes("sar")];

describe("the circle of the Syrian terms", () => {
  test("is a problem while the text does not say who moves first", () => {
    const { accepts, circles, problems } = solveConsent(agreement(...terms), complete(...said), moment);
    expect(accepts.map(({ confirmed, least, greatest }) => [confirmed, least, greatest])).toEqual([
      ["unknown", "false", "true"],
      ["unknown", "false", "true"],
    ]);
    expect(circles).toMatchObject([{ accepts: ["a1", "a2"], differ: true, resolution: "none" }]);
    expect(problems).toMatchObject([
      { code: "circular-conditions", hint: "write `concurrent a1, a2` or `first a1 then a2`" },
    ]);
  });

  test("closes if the acceptances are concurrent", () => {
    const { accepts, circles, problems } = solveConsent(agreement(...terms, concurrent), complete(...said), moment);
    expect(accepts.map(({ confirmed }) => confirmed)).toEqual(["true", "true"]);
    expect(circles[0]?.says).toBe("a1, a2 take effect together (concurrent): a1, a2 confirmed");
    expect(problems).toEqual([]);
  });

  test("closes if one moves first, and that one does not wait", () => {
    const text = agreement(...terms, movesFirst("a2", ["a1"]));
    expect(solveConsent(text, complete(...said), moment).accepts.map(({ confirmed }) => confirmed)).toEqual([
      "true",
      "true",
    ]);
    const alone = solveConsent(text, complete(yes("sar")), moment);
    expect(alone.accepts.map(({ accept, confirmed }) => [accept, confirmed])).toEqual([
      ["a1", "false"],
      ["a2", "false"],
    ]);
    const waiting: AcceptanceRecord = { acceptances: [yes("sar")] };
    const first = solveConsent(text, waiting, moment);
    expect(first.circles[0]?.resolution).toBe("first");
    expect(first.accepts.map(({ accept, confirmed }) => [accept, confirmed])).toEqual([
      ["a1", "unknown"],
      ["a2", "true"],
    ]);
  });

  test("is no problem while one is missing: then both come out the same, with the root of it", () => {
    const { accepts, circles, problems } = solveConsent(agreement(...terms, concurrent), complete(said[0]!), moment);
    expect(circles).toMatchObject([{ differ: false, resolution: "not-needed" }]);
    expect(problems).toEqual([]);
    expect(accepts[0]?.rootCauses).toEqual([
      "a1 waits for a2: nothing recorded from sar to ru by 2016-02-26 12:00 Asia/Damascus (10:00Z)",
    ]);
  });

  test("names who broke it after it had closed, and not who was never in", () => {
    const withdrawn: RecordedAcceptance = { actor: "sar", accept: "a2", standing: "withdrawn", at: damascus(28, 9) };
    const record = complete(...said, withdrawn);
    const later = solveConsent(agreement(...terms, concurrent), record, { at: damascus(29) });
    expect(later.accepts.map(({ confirmed }) => confirmed)).toEqual(["false", "false"]);
    expect(later.circles[0]?.brokenBy).toMatchObject([
      {
        actor: "sar",
        accept: "a2",
        at: damascus(28, 9),
        says: "sar withdrew from a2 at 2016-02-28 09:00 Asia/Damascus (07:00Z), after a1, a2 had all been confirmed",
      },
    ]);
    expect(solveConsent(agreement(...terms, concurrent), record, moment).circles[0]?.brokenBy).toEqual([]);
    const never = solveConsent(agreement(...terms, concurrent), complete(said[0]!, withdrawn), { at: damascus(29) });
    expect(never.circles[0]?.brokenBy).toEqual([]);
  });

  test("is found in the text before anybody has answered", () => {
    expect(checkConsent(agreement(...terms))).toMatchObject([{ code: "circular-conditions", severity: "error" }]);
    expect(checkConsent(agreement(...terms, concurrent))).toEqual([]);
  });
});

describe("chains and other circles", () => {
  const chain = agreement(
    accept("a1", "sar", { by: noon }),
    accept("a2", "b", { provided: confirmed("a1") }),
    accept("a3", "c", { provided: confirmed("a2") }),
  );

  test("a chain is told back to its root", () => {
    const { accepts } = solveConsent(chain, complete(yes("b"), yes("c")), moment);
    expect(accepts[2]?.rootCauses).toEqual([
      "a3 waits for a2 waits for a1: nothing recorded from sar to ru by 2016-02-26 12:00 Asia/Damascus (10:00Z)",
    ]);
    expect(accepts[2]?.confirmed).toBe("false");
  });

  test("a condition on a fact is a root too", () => {
    const text = agreement(accept("a1", "sar", { provided: both(fact("sieges-lifted"), not(fact("raids"))) }));
    const facts: AcceptanceRecord["facts"] = (leaf) =>
      leaf.kind === "fact" && leaf.fact === "raids" ? "true" : "unknown";
    expect(solveConsent(text, { ...complete(yes("sar")), facts }, moment).accepts[0]?.rootCauses).toEqual([
      "a1: needs sieges-lifted, which is not known",
      "a1: needs not raids, which is so",
    ]);
  });

  test("a diamond names its root once, by the shortest way", () => {
    const text = agreement(
      accept("a1", "a"),
      accept("a2", "b", { provided: confirmed("a1") }),
      accept("a3", "c", { provided: confirmed("a1") }),
      accept("a4", "d", { provided: both(confirmed("a2"), confirmed("a3")) }),
    );
    const record = complete(yes("b"), yes("c"), yes("d"));
    expect(solveConsent(text, record, moment).accepts[3]?.rootCauses).toEqual([
      "a4 waits for a2 waits for a1: nothing recorded from a to ru",
    ]);
    expect(
      solveConsent(text, complete(yes("a"), ...record.acceptances), moment).accepts.every(
        ({ confirmed }) => confirmed === "true",
      ),
    ).toBe(true);
  });

  test.each([2, 3, 5])("a ring of %i needs all of it to be concurrent", (size) => {
    const names = Array.from({ length: size }, (_, i) => `a${i + 1}`);
    const ring = names.map((name, i) => accept(name, `p${i}`, { provided: confirmed(names[(i + 1) % size] ?? "") }));
    const record = complete(...names.map((_, i) => yes(`p${i}`)));
    const part = solveConsent(agreement(...ring, { kind: "concurrent", names: names.slice(1) }), record, moment);
    expect(part.problems).toMatchObject([
      { code: "circular-conditions", hint: expect.stringContaining("leaves out a1") },
    ]);
    const whole = solveConsent(agreement(...ring, { kind: "concurrent", names }), record, moment);
    expect(whole.accepts.every(({ confirmed }) => confirmed === "true")).toBe(true);
    const led = solveConsent(agreement(...ring, movesFirst("a1", names.slice(1))), record, moment);
    expect(led.circles[0]).toMatchObject({ accepts: names, resolution: "first" });
    expect(led.accepts.every(({ confirmed }) => confirmed === "true")).toBe(true);
  });

  test("what waits behind an open circle is unknown, and says so", () => {
    const text = agreement(...terms, accept("a3", "c", { provided: confirmed("a2") }));
    const behind = solveConsent(text, complete(...said, yes("c")), moment).accepts[2];
    expect(behind).toMatchObject({ confirmed: "unknown", least: "false", greatest: "true" });
    expect(behind?.rootCauses).toEqual(["a3 waits for a2 waits for a1 waits for a2: each waits for the next"]);
  });

  test("a circle through `not` is an error, whoever accepts", () => {
    const text = agreement(
      accept("a1", "a", { provided: not(confirmed("a2")) }),
      accept("a2", "b", { provided: confirmed("a1") }),
    );
    const { accepts, problems } = solveConsent(text, complete(yes("a"), yes("b")), moment);
    expect(problems).toMatchObject([{ code: "negative-circle" }]);
    expect(accepts.map(({ confirmed }) => confirmed)).toEqual(["unknown", "unknown"]);
    expect(checkConsent(text)).toMatchObject([{ code: "negative-circle" }]);
  });

  test("a condition on one actor's word asks for that actor alone", () => {
    const text = agreement(
      ...terms.slice(0, 5),
      { ...accept("a1", "aog"), who: { kind: "names", names: ["aog"], each: true } },
      accept("a2", "sar", { provided: confirmed("a1", "ahrar") }),
    );
    const { accepts, waits } = solveConsent(text, complete(yes("jaysh-al-islam"), yes("sar")), moment);
    expect(accepts.map(({ confirmed }) => confirmed)).toEqual(["true", "false"]);
    expect(accepts[1]?.rootCauses).toEqual(["a2 waits for a1 by ahrar: nothing recorded from ahrar to ru"]);
    expect(waits).toEqual([{ from: "a2", to: "a1", by: "ahrar", positive: true, over: false }]);
  });
});

describe("deadlines of acceptance", () => {
  const law = (late?: Accept["late"]) => agreement(accept("a1", "sar", { by: noon, ...(late && { late }) }));
  const find = (record: AcceptanceRecord, at: number, late?: Accept["late"]) =>
    solveConsent(law(late), record, { at }).accepts[0];

  test("are computed, and open, passed, met or met late", () => {
    expect(find(complete(), damascus(26, 11))?.deadline).toEqual({
      instant: Date.UTC(2016, 1, 26, 10),
      text: "2016-02-26 12:00 Asia/Damascus (10:00Z)",
      state: "open",
    });
    expect(find(complete(), damascus(26, 13))?.deadline?.state).toBe("passed");
    expect(find(complete(yes("sar", { at: damascus(26, 12) })), damascus(27))?.deadline?.state).toBe("met");
    expect(find(complete(yes("sar", { at: damascus(26, 14) })), damascus(27))?.deadline?.state).toBe("met-late");
  });

  test("a late acceptance binds as the text says, and if it says nothing that is not known", () => {
    const record = complete(yes("sar", { at: damascus(26, 14) }));
    expect(find(record, damascus(27), "counts")?.confirmed).toBe("true");
    expect(find(record, damascus(27), "does-not-count")?.confirmed).toBe("false");
    const silent = find(record, damascus(27));
    expect(silent?.confirmed).toBe("unknown");
    expect(silent?.reason).toContain(
      "late by 2 h: the deadline was 2016-02-26 12:00 Asia/Damascus (10:00Z); the text does not say whether a late acceptance counts",
    );
  });

  test("an acceptance some time on the day of the deadline may have been late", () => {
    const vague = complete(yes("sar", { at: { earliest: damascus(26), latest: damascus(27) } }));
    expect(find(vague, damascus(28))).toMatchObject({ confirmed: "unknown", deadline: { state: "unclear" } });
    expect(find(vague, damascus(28), "counts")?.confirmed).toBe("true");
  });
});

describe("the register", () => {
  const text = agreement(...terms, concurrent);
  const rows = (record: AcceptanceRecord, at = moment) =>
    register(text, record, at).map(({ actor, standing, binds }) => [actor, standing, binds]);

  test("lists everybody who may be bound and how they stand", () => {
    expect(rows(complete(...said))).toEqual([
      ["us", "party", "true"],
      ["jaysh-al-islam", "accepted", "true"],
      ["ahrar", "absent", "false"],
      ["sar", "accepted", "true"],
    ]);
  });

  test("absence is unknown until the register is complete", () => {
    const [, , ahrar] = register(text, { acceptances: said }, moment);
    expect(ahrar).toMatchObject({ binds: "unknown", reason: expect.stringContaining("the register is not complete") });
  });

  test.each([
    ["refused", "false"],
    ["not-asked", "false"],
    ["withdrawn", "false"],
    ["suspended", "false"],
    ["reported", "unknown"],
    ["unknown", "unknown"],
  ] as const)("an actor whose standing is %s is bound: %s", (standing, binds) => {
    const record = complete(yes("ahrar", { accept: "a1", standing, through: "hnc" }), ...said);
    expect(register(text, record, moment)).toContainEqual(
      expect.objectContaining({ actor: "ahrar", standing, binds, through: "hnc" }),
    );
  });

  test("a rumour does not undo a confirmed act, and an acceptance taken up again counts anew", () => {
    const rumour = complete(...said, yes("sar", { standing: "reported", at: damascus(26, 20) }));
    expect(rows(rumour)).toContainEqual(["sar", "accepted", "true"]);
    const again = complete(
      ...said,
      yes("sar", { standing: "suspended", at: damascus(26, 1) }),
      yes("sar", { at: damascus(26, 9) }),
    );
    expect(rows(again)).toContainEqual(["sar", "accepted", "true"]);
  });

  test("an acceptance to another than the text names is none", () => {
    const record = complete(said[0]!, yes("sar", { to: "us" }));
    expect(register(text, record, moment).at(-1)).toMatchObject({
      binds: "false",
      reason: "accepted to us, but the text asks for ru",
    });
  });

  test("what was learnt after the cut-off changes nothing", () => {
    const late = complete(said[1]!, yes("jaysh-al-islam", { known: damascus(28) }));
    expect(rows(late)).toContainEqual(["jaysh-al-islam", "absent", "false"]);
    expect(register(text, late, { at: damascus(27), known: damascus(28) })).toContainEqual(
      expect.objectContaining({ actor: "jaysh-al-islam", binds: "true" }),
    );
  });

  test("who is bound: by the text, by its own word, with its side, or not at all", () => {
    const bound = boundAt(text, complete(...said), moment);
    expect(["us", "sar", "rus", "jaysh-al-islam", "ahrar", "daesh"].map((actor) => bound(actor).value)).toEqual([
      "true",
      "true",
      "true",
      "true",
      "false",
      "false",
    ]);
    expect(bound("rus").reason).toContain("rus is part of sar: a2: sar: accepted at 2016-02-25 00:00 Asia/Damascus");
    expect(bound("daesh").reason).toBe("the text does not name daesh");
  });
});

test("moving the zone and all local times together changes nothing", () => {
  const inZone = (zone: string, hours: number) => {
    const base = agreement(...terms, concurrent);
    const moved: Agreement = { ...base, meta: { ...base.meta, zone } };
    const record = complete(...said.map((entry) => ({ ...entry, at: Date.UTC(2016, 1, 25) - hours * 3_600_000 })));
    return register(moved, record, { at: Date.UTC(2016, 1, 27) - hours * 3_600_000 }).map(
      ({ actor, binds, deadline }) => [actor, binds, deadline?.state],
    );
  };
  expect(inZone("UTC+09:00", 9)).toEqual(inZone("UTC", 0));
});

test("a zone that does not exist is a problem of the text, not a crash", () => {
  const text = agreement(accept("a1", "sar", { by: noon }));
  const lost: Agreement = { ...text, meta: { ...text.meta, zone: "Asia/Damscus" } };
  expect(solveConsent(lost, complete(yes("sar")), moment).accepts[0]?.reason).toContain("UTC");
});
