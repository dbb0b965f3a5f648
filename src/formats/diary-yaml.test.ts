import { describe, expect, it } from "vitest";
import { parseDiary, type DiaryNames } from "./diary-yaml.ts";

const names: DiaryNames = {
  rules: ["withdraw-ua", "stay-out-ua"],
  procedures: new Map([["violations", ["alleged", "notified", "closed"]]]),
};

const read = (text: string) => parseDiary(text, names, "diary.yaml");
const problemsOf = (text: string) => read(text).problems.map(({ code, at, hint }) => [code, at.line, hint] as const);

describe("a diary", () => {
  it("has lines about duties, conditions, procedures and renewals", () => {
    const { diary, problems } = read(`
attribution: invented
duties:
  - rule: withdraw-ua
    what: started
    at: 2015-02-26
    known: 2015-02-27
    claimed-by: ua
    source: a spokesman
  - rule: stay-out-ua
    what: fails
    from: 2015-04-02 22:00
    to: 2015-04-03
    about: ua
    part: mortars
    once: true
    source: patrol
  - { rule: stay-out-ua, what: suspended, from: 2015-05-01, source: a letter }
conditions:
  - { condition: no attack for 24 h, what: fails, from: 2015-02-15, to: 2015-02-17, source: a spokesman }
procedures:
  - procedure: violations
    id: v-1
    title: Shelling near the bridge
    moves:
      - { state: alleged, at: 2015-03-01 10:00, by: ua, source: letter }
      - { state: notified, from: 2015-03-01, to: 2015-03-02, source: letter }
renewals:
  - { what: renewed, on: 2015-03-30, until: 2015-06-30, source: minutes }
`);
    expect(problems).toEqual([]);
    expect(diary.attribution).toBe("invented");
    expect(diary.duties).toMatchObject([
      {
        rule: "withdraw-ua",
        what: "started",
        time: { from: "2015-02-26", isOpen: false },
        known: "2015-02-27",
        claimedBy: "ua",
        isOnce: false,
      },
      { time: { from: "2015-04-02 22:00", to: "2015-04-03" }, about: "ua", part: "mortars", isOnce: true },
      { what: "suspended", time: { from: "2015-05-01", isOpen: true } },
    ]);
    expect(diary.conditions).toMatchObject([{ condition: "no attack for 24 h", what: "fails" }]);
    expect(diary.procedures).toMatchObject([
      { procedure: "violations", id: "v-1", moves: [{ state: "alleged", by: "ua" }, { state: "notified" }] },
    ]);
    expect(diary.renewals).toMatchObject([{ what: "renewed", on: "2015-03-30", until: "2015-06-30" }]);
    expect(diary.duties[0]?.place).toMatchObject({ file: "diary.yaml", line: 4 });
  });

  it("that is empty says nothing", () => {
    expect(read("").diary).toEqual({ duties: [], conditions: [], procedures: [], renewals: [] });
    expect(problemsOf("duties:\n")).toEqual([]);
  });
});

describe("a line that cannot be used", () => {
  const duty = (rest: string): string => `duties:\n  - { ${rest}, source: x }\n`;

  it.each([
    [
      "an unknown rule",
      duty("rule: withdraw-au, what: started, at: 2015-02-26"),
      "unknown-rule",
      "did you mean withdraw-ua?",
    ],
    [
      "a rule like no other",
      duty("rule: xyz, what: started, at: 2015-02-26"),
      "unknown-rule",
      "it has withdraw-ua, stay-out-ua",
    ],
    ["an unknown word", duty("rule: withdraw-ua, what: stated, at: 2015-02-26"), "wrong-what", "did you mean started?"],
    ["no such day", duty("rule: withdraw-ua, what: started, at: 2015-02-30"), "bad-date", /YYYY-MM-DD/u],
    ["no time", duty("rule: withdraw-ua, what: started"), "missing-time", /write at:/u],
    ["two times", duty("rule: withdraw-ua, what: started, at: 2015-02-26, to: 2015-02-27"), "two-times", /write at:/u],
    [
      "an end before the beginning",
      duty("rule: stay-out-ua, what: holds, from: 2015-02-26, to: 2015-02-25"),
      "dates-out-of-order",
      /last day/u,
    ],
    ["coverage without end", duty("rule: stay-out-ua, what: covered, from: 2015-02-26"), "missing-to", /last day/u],
    [
      "an unknown key",
      duty("rule: withdraw-ua, what: started, at: 2015-02-26, knwon: 2015-02-27"),
      "unknown-key",
      "did you mean known?",
    ],
    ["no source", "duties:\n  - { rule: withdraw-ua, what: started, at: 2015-02-26 }\n", "missing-source", /source/u],
    [
      "an unknown procedure",
      "procedures:\n  - { procedure: violation, id: a }\n",
      "unknown-procedure",
      "did you mean violations?",
    ],
    [
      "an unknown state",
      "procedures:\n  - { procedure: violations, id: a, moves: [{ state: notifed, at: 2015-02-26, source: x }] }\n",
      "unknown-state",
      "did you mean notified?",
    ],
    ["a renewal without a day", "renewals:\n  - { what: renewed, source: x }\n", "missing-on", /agreed/u],
  ])("because of %s is one problem with a place and a fix, and the others go on", (...[, text, code, hint]) => {
    const more = "  - { rule: withdraw-ua, what: completed, at: 2015-03-01, source: x }\n";
    const whole = text.startsWith("duties") ? text + more : `duties:\n${more}${text}`;
    const { diary, problems } = read(whole);
    expect(problems).toMatchObject([{ code, severity: "error", at: { file: "diary.yaml" } }]);
    expect(problems[0]?.at.line).toBeGreaterThan(1);
    if (typeof hint === "string") expect(problems[0]?.hint).toBe(hint);
    else expect(problems[0]?.hint).toMatch(hint);
    expect(diary.duties.map(({ what }) => what)).toContain("completed");
    expect(diary.duties).toHaveLength(1);
  });

  it("does not end before it begins if it ends on the day on which it begins", () => {
    expect(problemsOf(duty("rule: stay-out-ua, what: holds, from: 2015-02-26 22:00, to: 2015-02-26"))).toEqual([]);
  });

  it("two complaints of one name are a problem", () => {
    const one = "  - { procedure: violations, id: a }\n";
    expect(problemsOf(`procedures:\n${one}${one}`)).toMatchObject([["duplicate-id", 3, expect.any(String)]]);
  });
});
