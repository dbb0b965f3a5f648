import { describe, expect, test } from "vitest";
import { compileAgreement } from "../engine/index.ts";
import type { Case } from "../ir.ts";
import { parseAgreement } from "../read-agreement.ts";
import { statementsOf } from "../time/agreement-times.ts";
import { happenedInCase, judgeCaseDuty } from "./case-duty.ts";
import type { DutyNote } from "./diary.ts";
import type { DutyJudgement } from "./judge-duty.ts";
import { judgeDutyIn } from "./possible-duty.ts";
import { UNSURE } from "./truth.ts";

const HEAD = "---\ntruce: 1\nid: x\ntitle: X\nzone: Europe/Kyiv\nadopted: 2015-02-12\n---\n";

const MINSK = `use common
party ua "Ukraine"
party sep "Armed formations"
in force from 2015-02-15 00:00
day 1 is 2015-02-15
fact withdrawn "Withdrawn?"
fact full-ceasefire "Was the ceasefire fully kept?"
rule withdraw
  who ua
  must achieve withdrawn
  starting by end of day 2
  complete within 14 days of start
rule stay-out
  who ua
  must keep withdrawn
  from complete of withdraw
statement first-ceasefire
  by ua on 2015-02-17 kind condition
  starts withdraw when full-ceasefire
statement from-ceasefire
  by sep on 2015-02-12 kind interpretation
  reads withdraw.complete as by 14 days after entry into force
statement later
  by sep on 2015-02-12 kind interpretation
  reads withdraw.start as by end of day 10
reading both with first-ceasefire, later
`;

interface As {
  readonly reading?: string;
  /** Unset: at the last moment of which the case speaks. */
  readonly now?: string;
}

/** The finding on a rule of a text that ends with a case. */
function judge(text: string, rule: string, { reading = "text", now }: As = {}): DutyJudgement {
  const { agreement, problems } = parseAgreement(`${HEAD}\`\`\`truce\n${text}\n\`\`\`\n`);
  expect(problems).toEqual([]);
  const statements = statementsOf(agreement);
  const written = statements.findLast((statement): statement is Case => statement.kind === "case")!;
  const law = statements.find((statement) => statement.kind === "rule" && statement.name === rule);
  if (law?.kind !== "rule") throw new RangeError(`no rule ${rule}`);
  const plain = compileAgreement(agreement);
  const program = compileAgreement(agreement, { happened: happenedInCase(written, plain.declared.times) });
  return judgeCaseDuty(written, law, { program, reading, now: now === undefined ? Infinity : Date.parse(now) });
}

const story = (lines: string): string => `${MINSK}case c\n${lines.replace(/^/gmu, "  ")}\n  expect withdraw lapsed`;

describe("a duty under readings", () => {
  const late = "record withdraw started 2015-02-26 09:00";
  const by = (now: string) => `2015-${now}T12:00Z`;

  test("lapses by the text and not by a reading in which its clock had not started", () => {
    const told = story(`given not full-ceasefire until 2015-02-24\n${late}`);
    expect(judge(told, "withdraw", { reading: "text", now: by("02-27") }).state).toBe("lapsed");
    expect(judge(told, "withdraw", { reading: "ua", now: by("02-27") }).state).toBe("pending");
    const known = story(`given not full-ceasefire until 2015-02-24\ngiven full-ceasefire since 2015-02-24\n${late}`);
    const reached = judge(known, "withdraw", { reading: "ua", now: by("02-27") });
    expect(reached.state).toBe("pending");
    expect(reached.because.join("\n")).toContain("its clock could not start before 2015-02-24 00:00");
    expect(reached.instants["completeBy"]).toBe(Date.parse("2015-03-12T22:00Z"));
  });

  test("is undetermined where nobody recorded the condition, and asks for it", () => {
    const finding = judge(story(late), "withdraw", { reading: "ua", now: by("02-27") });
    expect(finding).toMatchObject({ state: "undetermined", possible: ["lapsed", "pending"] });
    expect(finding.missing).toEqual(["whether “full-ceasefire” (first-ceasefire) was so, and since when"]);
    expect(finding.because.join("\n")).toMatch(
      /if “full-ceasefire” \(first-ceasefire\) was so as early as the record allows: lapsed\n/u,
    );
  });

  test("has the deadline that the reading puts at the label", () => {
    const early = story("record withdraw started 2015-02-16 09:00\nrecord withdraw completed 2015-03-02 12:00");
    expect(judge(early, "withdraw").state).toBe("fulfilled");
    expect(judge(early, "withdraw", { reading: "from-ceasefire" })).toMatchObject({
      state: "lapsed",
      instants: { completeBy: Date.parse("2015-03-01T22:00Z") },
    });
    expect(judge(story("record withdraw started 2015-02-20"), "withdraw").state).toBe("lapsed");
    expect(judge(story("record withdraw started 2015-02-20"), "withdraw", { reading: "later" }).state).toBe("pending");
  });

  test("is an error under a reading in which two statements say how one label is to be read", () => {
    const clash = story(late).replace("reading both with first-ceasefire, later", (line) =>
      [
        "statement again",
        "  by sep on 2015-02-13 kind interpretation",
        "  reads withdraw.start as by end of day 5",
        line,
      ].join("\n"),
    );
    expect(judge(clash, "withdraw", { reading: "sep" })).toMatchObject({ state: "error", possible: [] });
    expect(judge(clash, "withdraw", { reading: "sep" }).because.join()).toContain("withdraw.start");
  });
});

describe("a text that is changed", () => {
  const amended = (lines: string) =>
    story(lines).replace("reading both", "amend withdraw.start from 2015-02-20 as by end of day 14\nreading both");

  test("gives more time to whoever had not lapsed, and does not undo a lapse", () => {
    const later = amended("record withdraw started 2015-02-24");
    expect(judge(later, "withdraw", { reading: "text", now: "2015-02-25T12:00Z" })).toMatchObject({
      state: "undetermined",
      possible: ["lapsed", "pending"],
    });
    const watched = amended("record withdraw covered 2015-02-15 to 2015-02-25\nrecord withdraw started 2015-02-24");
    const finding = judge(watched, "withdraw", { reading: "text", now: "2015-02-25T12:00Z" });
    expect(finding.state).toBe("lapsed");
    expect(finding.because[0]).toMatch(
      /^the text was changed on 2015-02-20 00:00.*; by the earlier one it had lapsed$/u,
    );
    const sooner = later.replace("from 2015-02-20 as", "from 2015-02-16 as");
    expect(judge(sooner, "withdraw", { reading: "text", now: "2015-02-25T12:00Z" }).state).toBe("pending");
  });
});

describe("what is claimed", () => {
  const { agreement } = parseAgreement(`${HEAD}\`\`\`truce\n${MINSK}\n\`\`\`\n`);
  const program = compileAgreement(agreement);
  const rule = program.declared.rules.find(({ name }) => name === "withdraw")!;
  const day = (text: string): number => Date.parse(`2015-${text}T00:00+02:00`);
  const note = (what: DutyNote["what"], from: string, rest: Partial<DutyNote> = {}): DutyNote => ({
    what,
    interval: { earliest: day(from), latest: day(from) + 86_400_000 },
    ...rest,
  });
  const judgeNotes = (notes: readonly DutyNote[], reading = "text") =>
    judgeDutyIn({
      rule,
      reading: program.reading(reading),
      declared: program.declared,
      times: program.declared.times,
      notes,
      conditions: [],
      look: () => UNSURE,
      now: day("04-01"),
    });
  const watched = note("covered", "02-15", { interval: { earliest: day("02-15"), latest: day("04-01") } });
  const started = note("started", "02-16");

  test("may be right or not: both are possible, and it is said what follows from which", () => {
    expect(judgeNotes([watched, started]).state).toBe("lapsed");
    const finding = judgeNotes([watched, started, note("completed", "02-28", { claimedBy: "ua" })]);
    expect(finding.possible).toEqual(["lapsed", "fulfilled"]);
    expect(finding.missing).toEqual(["whether what ua claims is right"]);
    expect(finding.because).toContain("if what ua claims is right: fulfilled");
    expect(finding.because).toContain("if what ua claims is left aside: lapsed");
  });

  test("matters only if something turns on it", () => {
    const late = judgeNotes([watched, started, note("completed", "03-20", { claimedBy: "ua" })]);
    expect(late).toMatchObject({ state: "lapsed", missing: [] });
  });

  test("by several is each believed or not", () => {
    const two = [note("started", "02-20", { claimedBy: "ua" }), note("started", "02-16", { claimedBy: "sep" })];
    const finding = judgeNotes([...two, note("completed", "02-25")]);
    expect(finding.possible).toEqual(["lapsed", "fulfilled"]);
    expect(finding.missing).toContain("whether what ua claims is right");
  });
});

const TRUCE = `use common
party a "A"
party b "B"
class group "groups" enrolled by b
fact met "Met?"
fact war "Is there war?"
fact kept "Kept?"
`;

describe("what a duty depends on at every moment", () => {
  const ends = (end: string, lines: string) =>
    `${TRUCE}in force from 2024-03-04 06:00 ${end}\nrule meet\n  who a\n  must achieve met by 2024-04-15\ncase c\n${lines.replace(/^/gmu, "  ")}\n  expect meet lapsed`;
  const watched = "record meet covered 2024-03-01 to 2024-04-20";

  test("the text being in force: a deadline after its end binds nobody, unless it was renewed", () => {
    const end = "for 30 days renewable by consent for 30 days";
    expect(judge(ends(end, watched), "meet").state).toBe("suspended");
    expect(judge(ends(end, `${watched}\nrecord renewed 2024-04-01`), "meet").state).toBe("lapsed");
    expect(judge(ends(end, `${watched}\nrecord renewed 2024-04-01 until 2024-04-10`), "meet").state).toBe("suspended");
    const told = `known 2024-04-20\n${watched}\nrecord renewed 2024-04-01 learnt 2024-04-25`;
    expect(judge(ends(end, told), "meet").state).toBe("suspended");
  });

  test("what ends the text, for good", () => {
    const end = "for 90 days ends when war";
    const peace = "given not war";
    expect(judge(ends(end, `${peace}\n${watched}`), "meet").state).toBe("lapsed");
    const short =
      "given not war until 2024-04-01\ngiven war since 2024-04-01 until 2024-04-03\ngiven not war since 2024-04-03";
    expect(judge(ends(end, `${short}\n${watched}`), "meet").state).toBe("suspended");
    expect(judge(ends(end, watched), "meet")).toMatchObject({
      possible: ["lapsed", "suspended"],
      missing: ["whether the text was in force"],
    });
  });

  test("conditions that a statement adds to being bound, and the rule's own of that time", () => {
    const rule = "rule open\n  who a\n  must keep kept\n  from 2024-03-04\n  until 2024-03-20\n  unless war: war";
    const text = (lines: string) =>
      `${TRUCE}in force from 2024-03-04 06:00 until 2025-01-01\n${rule}\nstatement s\n  by a on 2024-03-01 kind condition\n  binds a while met\ncase c\n${lines.replace(/^/gmu, "  ")}\n  expect open lapsed`;
    const failed = "record open covered 2024-03-01 to 2024-03-25\nrecord open fails 2024-03-10";
    expect(judge(text(failed), "open").possible).toEqual(["lapsed", "suspended", "fulfilled"]);
    expect(judge(text(`given not war\n${failed}`), "open").state).toBe("lapsed");
    expect(
      judge(
        text(
          `given not war until 2024-03-10\ngiven war since 2024-03-10 until 2024-03-11\ngiven not war since 2024-03-11\n${failed}`,
        ),
        "open",
      ).state,
    ).toBe("fulfilled");
    expect(judge(text(`given not war\n${failed}`), "open", { reading: "a" }).possible).toEqual([
      "lapsed",
      "suspended",
      "fulfilled",
    ]);
    expect(judge(text(`given not war\ngiven not met\n${failed}`), "open", { reading: "a" }).state).toBe("suspended");
  });

  test("a duty that follows a breach waits for it", () => {
    const text = (lines: string) =>
      `${TRUCE}in force from 2024-03-04 06:00 until 2025-01-01\nrule meet\n  who a\n  must achieve met by 2024-03-10\n  otherwise explain\nrule explain\n  who a\n  must achieve kept by 2024-03-15\ncase c\n${lines.replace(/^/gmu, "  ")}\n  expect explain lapsed`;
    const watched = "record explain covered 2024-03-01 to 2024-03-20";
    expect(judge(text(`record meet completed 2024-03-08\n${watched}`), "explain").state).toBe("pending");
    expect(judge(text(`record meet covered 2024-03-01 to 2024-03-12\n${watched}`), "explain").state).toBe("lapsed");
    expect(judge(text(watched), "explain").possible).toEqual(["lapsed", "pending"]);
  });
});
