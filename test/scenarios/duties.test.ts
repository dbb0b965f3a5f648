import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  explainDuty,
  judgeFolder,
  judgementJson,
  loadDuties,
  loadFolder,
  typedInstant,
  type DutyRow,
} from "../../src/workflow/index.ts";

const minsk = "examples/minsk-2015";

/** A copy of an example with another diary, and perhaps another agreement. */
async function copyOf(example: string, files: Readonly<Record<string, string>>): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "truce-duties-"));
  await cp(join(example, "agreement.md"), join(copy, "agreement.md"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(copy, name), text);
  return copy;
}

interface Asked {
  readonly at?: string;
  readonly known?: string;
  readonly readings?: readonly string[];
}

async function dutiesOf(folder: string, { at, known, readings }: Asked = {}) {
  return loadDuties(folder, {
    ...(readings && { readings }),
    window: (zone) => ({
      ...(at !== undefined && { at: typedInstant(at, "last", zone) }),
      ...(known !== undefined && { known: typedInstant(known, "last", zone) }),
    }),
  });
}

async function rowOf(
  folder: string,
  rule: string,
  asked: Asked & { readonly reading?: string } = {},
): Promise<DutyRow> {
  const { reading = "text", ...rest } = asked;
  const { rows } = await dutiesOf(folder, { ...rest, readings: [reading] });
  return rows.find((row) => row.rule === rule)!;
}

const line = (rule: string, what: string, rest: string): string =>
  `  - { rule: ${rule}, what: ${what}, ${rest}, source: patrol }\n`;

describe("Minsk, on the evening of 17 February 2015", () => {
  it("is shown under every reading, with its deadlines and with what is missing", async () => {
    const judgement = await judgeFolder(minsk);
    const { duties, dutiesAt } = judgementJson(judgement);
    expect(dutiesAt).toBe("2015-02-17T21:59:59.999Z");
    const of = (rule: string, reading: string) => duties.find((one) => one.rule === rule && one.reading === reading)!;
    expect(of("withdraw-ua", "text")).toMatchObject({
      state: "lapsed",
      bearer: null,
      instants: { startingBy: "2015-02-16T22:00:00.000Z", completeBy: "2015-03-02T22:00:00.000Z" },
      missing: [],
    });
    expect(of("withdraw-ua", "ua")).toMatchObject({ state: "undetermined", possible: ["lapsed", "pending"] });
    expect(of("withdraw-ua", "ua").missing[0]).toBe("whether what ua claims is right");
    expect(of("withdraw-ua", "reader").instants["completeBy"]).toBe("2015-03-01T22:00:00.000Z");
    expect(of("withdraw-dpr-lpr", "text").possible).toEqual(["lapsed", "pending"]);
    expect(of("stay-out-ua", "text")).toMatchObject({
      state: "pending",
      instants: { from: "2015-03-02T22:00:00.000Z" },
    });
  });

  it("was not known to have lapsed before anybody said so", async () => {
    expect((await rowOf(minsk, "withdraw-ua", { at: "2015-02-17", known: "2015-02-16" })).possible).toEqual([
      "lapsed",
      "pending",
    ]);
    expect((await rowOf(minsk, "withdraw-ua", { known: "2015-02-15" })).state).toBe("pending");
  });

  it("is explained with its clause, its clocks and what follows from what", async () => {
    const text = explainDuty(await dutiesOf(minsk, { readings: ["text", "ua"] }), "withdraw-ua").join("\n");
    expect(text).toContain("│ The withdrawal is to begin no later than the second day of the ceasefire");
    expect(text).toContain("Reading text (the text alone): It has lapsed.");
    expect(text).toContain("latest start: 2015-02-16 24:00 Europe/Kyiv (2015-02-16T22:00Z)");
    expect(text).toContain("if what ua claims is right: pending");
  });

  it.each([
    ["withdraw-au", "did you mean withdraw-ua?"],
    ["cease-fire", "run: truce judge FOLDER"],
  ])("refuses to explain %s, and says what to do", async (rule, hint) => {
    const duties = await dutiesOf(minsk);
    expect(() => explainDuty(duties, rule)).toThrow(expect.objectContaining({ hint }));
  });
});

describe("a withdrawal that began ten days late", () => {
  const condition = "no attack by dpr-lpr for 24 h";
  const diary = `duties:
${line("withdraw-ua", "started", "at: 2015-02-26 09:00")}${line("withdraw-ua", "completed", "at: 2015-03-11")}${line("stay-out-ua", "covered", "from: 2015-03-01, to: 2015-04-30")}conditions:
  - { condition: ${condition}, what: fails, from: 2015-02-15, to: 2015-02-24, source: patrol }
  - { condition: ${condition}, what: holds, from: 2015-02-25, to: 2015-03-31, source: patrol }
`;

  it("has lapsed by the text for good, however well it went on; in the reading of its author it is fulfilled", async () => {
    const folder = await copyOf(minsk, { "diary.yaml": diary });
    const byText = await rowOf(folder, "withdraw-ua", { at: "2015-04-30" });
    expect(byText.state).toBe("lapsed");
    expect(byText.because[0]).toMatch(/^started late by 9 days 9 h/u);
    const byAuthor = await rowOf(folder, "withdraw-ua", { at: "2015-04-30", reading: "ua" });
    expect(byAuthor.state).toBe("fulfilled");
    expect(byAuthor.because[0]).toMatch(/^its clock could not start before 2015-02-25 00:00/u);
    expect(new Date(byAuthor.instants["completeBy"]!).toISOString()).toBe("2015-03-12T22:00:00.000Z");
  });

  it("moves the beginning of what comes after it, also for incidents", async () => {
    const folder = await copyOf(minsk, { "diary.yaml": diary });
    expect((await rowOf(folder, "stay-out-ua", { at: "2015-04-30" })).instants["from"]).toBe(
      Date.parse("2015-03-11T22:00:00Z") - 1,
    );
    const { program } = await judgeFolder(folder);
    expect(program.atoms.map(({ key }) => key)).toContain("before 2015-03-11 23:59");
    const before = await judgeFolder(folder, {
      window: (zone) => ({ known: typedInstant("2015-03-05", "last", zone) }),
    });
    expect(before.program.atoms.map(({ key }) => key)).not.toContain("before 2015-03-11 23:59");
  });

  it("is not judged by a diary line that the agreement has no place for", async () => {
    const wrong = `duties:
  - { rule: withdraw-au, what: started, at: 2015-02-26, source: x }
  - { rule: stay-out-ua, what: started, at: 2015-02-26, source: x }
  - { rule: cease-fire, what: fails, at: 2015-02-26, source: x }
  - { rule: withdraw-ua, what: started, at: 2015-02-26, about: dpr-lpr, source: x }
conditions:
  - { condition: no atack by dpr-lpr for 24 h, what: fails, at: 2015-02-26, source: x }
renewals:
  - { what: renewed, on: 2015-02-26, source: x }
`;
    const { problems, diary: read } = await loadFolder(await copyOf(minsk, { "diary.yaml": wrong }));
    const found = problems.filter(({ at }) => at.file?.endsWith("diary.yaml"));
    expect(found.map(({ code, at, hint }) => [at.line, code, hint])).toEqual([
      [2, "unknown-rule", "did you mean withdraw-ua?"],
      [3, "wrong-what", "write one of holds, fails, covered, suspended"],
      [4, "no-diary", "put the events among the reports"],
      [5, "unknown-bearer", "it is one of ua"],
      [9, "not-renewable", "look at `in force` in the agreement"],
      [7, "unknown-condition", "did you mean `attack`?"],
    ]);
    expect(read).toEqual({ duties: [], conditions: [], procedures: [], renewals: [] });
  });
});

const HEAD = `---
truce: 1
id: invented
title: Invented
zone: Africa/Nairobi
adopted: 2024-03-01
---
`;

const INVENTED = `${HEAD}
\`\`\`truce
use common
party upper "Upper"
party lower "Lower"
in force from 2024-03-04 06:00 for 30 days
  renewable by consent for 30 days
fact away "Are the weapons away?"
rule clear-road
  who upper or lower
  must achieve away by 2024-03-10
rule no-shooting
  who upper or lower
  must not attack
  unless others-did-not-clear: clear-road lapsed
\`\`\`
`;

async function inventedWith(diary: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "truce-duties-"));
  await writeFile(join(folder, "agreement.md"), INVENTED);
  await writeFile(join(folder, "diary.yaml"), diary);
  return folder;
}

describe("a duty of several", () => {
  const diary = `duties:
${line("clear-road", "covered", "from: 2024-03-04, to: 2024-03-20")}${line("clear-road", "completed", "at: 2024-03-08, about: upper")}${line("clear-road", "holds", "from: 2024-03-05, to: 2024-03-20, about: lower, part: mortars")}`;

  it("is judged of each, and of each part that the diary tells apart", async () => {
    const { rows } = await dutiesOf(await inventedWith(diary), { at: "2024-03-20" });
    expect(rows.map(({ bearer, part, state }) => [bearer, part, state])).toEqual([
      ["upper", undefined, "fulfilled"],
      ["lower", undefined, "lapsed"],
      ["lower", "mortars", "fulfilled"],
    ]);
  });

  it("takes no line that does not say whose", async () => {
    const { problems } = await loadFolder(
      await inventedWith(`duties:\n${line("clear-road", "completed", "at: 2024-03-08")}`),
    );
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "missing-about", at: { line: 2 }, hint: "write about: and one of upper, lower" },
    ]);
  });

  it("answers a condition of another rule by the worst of them, at the moment asked about and as known then", async () => {
    const folder = await inventedWith(diary);
    const { situation } = await judgedSituation(folder);
    const lapsed = { kind: "duty", rule: "clear-road", state: "lapsed" } as const;
    const day = (text: string) => ({ earliest: Date.parse(`${text}T09:00Z`), latest: Date.parse(`${text}T10:00Z`) });
    expect(situation.holds(lapsed, day("2024-03-09")).state).toBe("false");
    expect(situation.holds(lapsed, day("2024-03-12")).state).toBe("true");
    expect(situation.changesOf([])).toContain(Date.parse("2024-03-10T21:00Z"));
    const { situation: early } = await judgedSituation(folder, Date.parse("2024-03-07T00:00Z"));
    expect(early.holds(lapsed, day("2024-03-12")).state).toBe("unknown");
  });
});

async function judgedSituation(path: string, known = Number.POSITIVE_INFINITY) {
  const { FolderRecord } = await import("../../src/workflow/folder-situation.ts");
  const { compileWithDiary } = await import("../../src/workflow/folder-duties.ts");
  const folder = await loadFolder(path);
  return { situation: new FolderRecord(folder, compileWithDiary(folder, known)).situationAt(known, ["text"]) };
}

describe("a truce that was renewed", () => {
  const renewal = "renewals:\n  - { what: renewed, on: 2016-03-25, known: 2016-03-28, source: communiqué }\n";

  /** The Syrian example, made renewable, with one record of it moved to 2 April: five days after thirty days are over. */
  async function folderWith(diary: string): Promise<string> {
    const example = "examples/syria-2016";
    const agreement = await readFile(join(example, "agreement.md"), "utf8");
    const renewable = "in force from 2016-02-27 00:00 for 30 days\n  renewable by consent for 30 days\n";
    const copy = await copyOf(example, {
      "agreement.md": agreement.replace("in force from 2016-02-27 00:00\n", renewable),
      "diary.yaml": diary,
    });
    await cp(join(example, "actors.yaml"), join(copy, "actors.yaml"));
    await cp(join(example, "un-list.csv"), join(copy, "un-list.csv"));
    await mkdir(join(copy, "reports"));
    const real = await readFile(join(example, "reports/ged-syria-2016-02-27_2016-07-31.csv"), "utf8");
    const [header, ...rows] = real.split("\n");
    const between = rows.find((row) => row.includes("Government of Syria - Syrian insurgents"))!;
    const moved = between.replaceAll(/2016-\d\d-\d\d,2016-\d\d-\d\d/gu, "2016-04-02,2016-04-02");
    await writeFile(join(copy, "reports", "one.csv"), `${header}\n${moved}\n`);
    return copy;
  }

  const verdictOf = async (folder: string, known?: string) => {
    const { incidents, problems } = await judgeFolder(folder, {
      readings: ["text"],
      window: (zone) => (known === undefined ? {} : { known: typedInstant(known, "last", zone) }),
    });
    const cell = incidents[0]!.cells.find(({ rule }) => rule === "cease-attacks")!;
    return { verdict: cell.verdict, codes: problems.map(({ code }) => code) };
  };

  it("binds after its first end, and only as known when it was renewed", async () => {
    const folder = await folderWith(renewal);
    expect((await verdictOf(folder)).verdict).toBe("undetermined");
    expect((await verdictOf(folder, "2016-03-27")).verdict).toBe("outside");
  });

  it("is over where no renewal is recorded, and that this was assumed is said", async () => {
    const { verdict, codes } = await verdictOf(await folderWith("renewals: []\n"));
    expect(verdict).toBe("outside");
    expect(codes).toContain("no-renewal");
  });
});
