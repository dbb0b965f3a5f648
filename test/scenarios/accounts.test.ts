import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/language/index.ts";
import {
  explainIncident,
  judgeFolder,
  judgementJson,
  loadFolder,
  sayExplanation,
  typedInstant,
  type Judgement,
} from "../../src/workflow/index.ts";
import { textOf, villageFolder, type Event, type VillageFiles } from "./village-folder.ts";

const text = textOf(
  "list outlaws",
  "  names riders",
  "rule peace",
  "  who upper or lower",
  "  must not attack",
  "  against anyone",
  "  outside outlawed: target in outlaws",
  "  unless answered: provoked",
  "statement lower-says",
  "  by lower on 2016-02-28 kind interpretation",
  "  reads peace.outlawed as target in outlaws or target in band",
);

/** Somebody attacked somebody; nobody knows who began. */
const clash: Event = { id: "clash", on: "2016-03-15", sides: ["Upper", "Lower"], oneSided: false };
const known: Event = { id: "known", on: "2016-03-16", sides: ["Upper", "Lower"] };

/** One account of an incident, with these lines. */
const account = (incident: string, id: string, ...says: readonly string[]): string =>
  [`  - { incident: ${incident}, id: ${id}, kind: report, by: somebody, on: 2016-03-17, ${says.join(", ")} }`, ""].join(
    "\n",
  );

interface More extends Partial<VillageFiles> {
  readonly cutOff?: string;
  readonly readings?: readonly string[];
}

async function judge(accounts: string, { cutOff, readings = [], ...files }: More = {}): Promise<Judgement> {
  const folder = await villageFolder({ text, events: [clash, known], accounts: `accounts:\n${accounts}`, ...files });
  return judgeFolder(folder, {
    readings,
    ...(cutOff === undefined ? {} : { window: (zone) => ({ known: typedInstant(cutOff, "last", zone) }) }),
  });
}

/** Possible verdicts by account, under the text alone. */
function possibleIn(judgement: Judgement, id: string): Record<string, readonly string[]> {
  const { cells } = judgement.incidents.find(({ draft }) => draft.id === id)!;
  return Object.fromEntries(
    cells.filter(({ reading }) => reading === "text").map(({ account: of, possible }) => [of, possible]),
  );
}

function cellsOf(judgement: Judgement, id: string): readonly Cell[] {
  return judgement.incidents.find(({ draft }) => draft.id === id)!.cells;
}

const problemsIn = ({ problems }: Judgement) => problems.filter(({ at }) => at.file?.endsWith("accounts.yaml"));

describe("an account", () => {
  it("stands beside the record, which stays as it is", async () => {
    const judgement = await judge(account("known", "upper-says", "given: [provoked]"));
    expect(possibleIn(judgement, "known")).toEqual({ record: ["breach", "permitted"], "upper-says": ["permitted"] });
    expect(possibleIn(judgement, "clash")).toEqual({ record: ["breach", "permitted"] });
  });

  it("is never averaged with another: each has cells of its own", async () => {
    const judgement = await judge(
      account("known", "one", "given: [provoked]") + account("known", "two", "given: [not provoked]"),
    );
    expect(possibleIn(judgement, "known")).toEqual({
      record: ["breach", "permitted"],
      one: ["permitted"],
      two: ["breach"],
    });
  });

  it("leaves to the record whatever it does not say", async () => {
    // Who acted and on whom the record says; that it was no answer to a threat only the account.
    const judgement = await judge(account("known", "one", "act: sniping", "given: [not provoked]"));
    const cell = cellsOf(judgement, "known").find(({ account: of }) => of === "one")!;
    expect(cell.verdict).toBe("breach");
  });

  it.each([
    ["who acted, from which the target follows", "actor: upper", "Upper attacked Lower"],
    ["who was the target, from which the actor follows", "target: lower", "Upper attacked Lower"],
  ])("can say %s", async (_, says) => {
    const onlyUpper = textOf("rule peace", "  who upper", "  must not attack", "  against lower");
    const judgement = await judge(account("clash", "one", says), { text: onlyUpper });
    expect(possibleIn(judgement, "clash")).toEqual({ record: ["breach", "outside"], one: ["breach"] });
  });

  it("can say that it was somebody else, and is told to say on whom", async () => {
    const judgement = await judge(account("clash", "one", "actor: riders"));
    expect(possibleIn(judgement, "clash")["one"]).toEqual(["outside"]);
    expect(problemsIn(judgement)).toMatchObject([{ code: "stranger", severity: "warning", at: { line: 2 } }]);
  });

  it("can turn round what the record says", async () => {
    const onlyUpper = textOf("rule peace", "  who upper", "  must not attack");
    const judgement = await judge(account("known", "one", "target: upper"), { text: onlyUpper });
    expect(possibleIn(judgement, "known")).toEqual({ record: ["breach"], one: ["outside"] });
  });

  it.each([
    ["what was done", "act: siege", "outside"],
    ["when", "at: 2016-02-28", "outside"],
    ["when, to the minute", '"at": "2016-03-01 00:01"', "breach"],
  ])("can say %s", async (_, says, verdict) => {
    const plain = textOf("rule peace", "  who upper", "  must not attack");
    const judgement = await judge(account("known", "one", says), { text: plain });
    expect(possibleIn(judgement, "known")["one"]).toEqual([verdict]);
  });

  it("can say where and with what", async () => {
    const near = textOf("rule peace", "  who upper", "  must not attack", "  with mortar", "  in road or well");
    const judgement = await judge(
      account("known", "one", "weapon: mortar", "place: well") +
        account("known", "two", "weapon: small-arms") +
        account("known", "three", "place: road or well"),
      { text: near },
    );
    expect(possibleIn(judgement, "known")).toEqual({
      record: ["breach", "outside"],
      one: ["breach"],
      two: ["outside"],
      three: ["breach", "outside"],
    });
  });

  it("does not count before it was known", async () => {
    const late = account("known", "one", "known: 2016-03-20", "given: [provoked]");
    expect(Object.keys(possibleIn(await judge(late, { cutOff: "2016-03-19" }), "known"))).toEqual(["record"]);
    expect(Object.keys(possibleIn(await judge(late, { cutOff: "2016-03-20" }), "known"))).toEqual(["record", "one"]);
  });

  it("is not counted: the counts add up to the incidents", async () => {
    const judgement = await judge(
      account("known", "one", "given: [provoked]") + account("clash", "two", "actor: upper"),
    );
    expect(judgement.incidents).toHaveLength(2);
    const json = judgementJson(judgement);
    for (const { rules } of json.readings)
      for (const { verdicts } of rules) expect(Object.values(verdicts).reduce((a, b) => a + b, 0)).toBe(2);
    expect(json.incidents.find(({ id }) => id === "known")).toMatchObject({
      accounts: [{ id: "one", kind: "report", by: "somebody", on: "2016-03-17" }],
    });
  });

  it("makes an event that others count doubtful, where it tells it otherwise", async () => {
    const quiet = textOf("rule quiet", "  who upper", "  must not attack", "  when no attack by lower for 7 days");
    const coverage = [
      "area,since,until,acts,weapons,closed,known,source,note",
      "everywhere,2016-03-01,2016-04-01,attack,any,yes,,the elders,",
    ].join("\n");
    const events: readonly Event[] = [known, { id: "earlier", on: "2016-03-12" }];
    const denied = account("earlier", "denial", "actor: riders", "target: upper");
    const verdicts = async (accounts: string): Promise<unknown> =>
      possibleIn(await judge(accounts, { text: quiet, coverage, events }), "known")["record"];
    expect(await verdicts("")).toEqual(["outside"]);
    expect(await verdicts(denied)).toEqual(["breach", "outside"]);
    // What somebody found out is no rival any more.
    const found = denied.replaceAll("denial", "elders").replace("kind: report", "kind: answer");
    expect(await verdicts(denied + found)).toEqual(["breach"]);
    const accused = account("earlier", "accusation", "actor: lower", "target: upper");
    expect(await verdicts(accused + found)).toEqual(["breach"]);
  });
});

describe("what an account says is checked as a worked case would be", () => {
  it.each([
    ["unknown-fact", "given: [provokd]", "`provoked`", "provokd"],
    ["unknown-party", "actor: lowr", "`lower`", "lowr"],
    ["unknown-act", "act: snipng", "`sniping`", "snipng"],
    ["unknown-weapon", "weapon: mortr", "`mortar`", "mortr"],
    ["unknown-place", "place: raod", "`road`", "raod"],
  ])("%s in %s is located in the file, with what may have been meant", async (...[code, says, meant, word]) => {
    const judgement = await judge(account("known", "one", says));
    const [problem, ...rest] = problemsIn(judgement);
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ code, severity: "error", at: { line: 2 }, hint: `did you mean ${meant}?` });
    const line = account("known", "one", says).split("\n")[0]!;
    expect(problem!.at.column).toBe(line.indexOf(word) + 1);
    // An account with an error says nothing.
    expect(Object.keys(possibleIn(judgement, "known"))).toEqual(["record"]);
  });

  it.each([
    ["what cannot be read", 'given: ["target not"]', /^syntax-/u],
    ["two things in one entry", 'given: ["provoked given not provoked"]', /^stray-clause$/u],
    ["an expectation", 'given: ["provoked expect peace breach"]', /^stray-clause$/u],
  ])("refuses %s", async (_, says, code) => {
    const judgement = await judge(account("known", "one", says));
    expect(problemsIn(judgement).map((problem) => problem.code)).toEqual([expect.stringMatching(code)]);
    expect(Object.keys(possibleIn(judgement, "known"))).toEqual(["record"]);
  });

  it("lets the other accounts go on", async () => {
    const judgement = await judge(
      account("known", "one", "given: [provokd]") + account("known", "two", "given: [provoked]"),
    );
    expect(Object.keys(possibleIn(judgement, "known"))).toEqual(["record", "two"]);
  });

  it("says which incident is not in the reports", async () => {
    expect(problemsIn(await judge(account("nowhere", "one", "given: [provoked]")))).toMatchObject([
      { code: "unknown-incident", severity: "warning", at: { line: 2 } },
    ]);
  });

  it("is found by truce check as well, without any report", async () => {
    const folder = await villageFolder({ text, accounts: `accounts:\n${account("x", "one", "given: [provokd]")}` });
    const { problems } = await loadFolder(folder);
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([{ code: "unknown-fact" }]);
  });
});

describe("the matrix of readings and accounts", () => {
  const summaryOf = (judgement: Judgement, id = "known") =>
    judgementJson(judgement).incidents.find((incident) => incident.id === id)!.summary[0]!;
  const both = (...accounts: readonly string[]): Promise<Judgement> => judge(accounts.join(""));

  it("is in the JSON as the schema says", async () => {
    const judgement = await both(account("known", "one", "through: a rider", "given: [provoked]"));
    const schema = JSON.parse(readFileSync("docs/formats/judgement.schema.json", "utf8")) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(judgementJson(judgement)), JSON.stringify(validate.errors)).toBe(true);
  });

  it("is robust if one verdict follows throughout", async () => {
    const judgement = await judge("", { text: textOf("rule peace", "  who upper", "  must not attack") });
    expect(summaryOf(judgement)).toEqual({ rule: "peace", label: "robust", pivotal: [] });
  });

  it("is open if nothing contradicts, although somebody could decide it", async () => {
    const judgement = await both(account("known", "one", "given: [provoked]"));
    expect(summaryOf(judgement)).toEqual({ rule: "peace", label: "open", pivotal: [] });
  });

  it("is contested on facts between two accounts, and names the fact", async () => {
    const judgement = await both(
      account("known", "one", "given: [provoked]"),
      account("known", "two", "given: [not provoked]"),
    );
    expect(summaryOf(judgement)).toEqual({
      rule: "peace",
      label: "contested on facts",
      pivotal: [{ kind: "fact", fact: "provoked" }],
    });
  });

  it("is contested on reading between two readings of one account, and names the label", async () => {
    // Riders are outlaws by name; others of the band are so only as Lower reads it.
    const actors = `
zone: Asia/Damascus
acceptances-complete: true
actors:
  - { id: people-of-upper, name: Upper, kind: armed-group, roles: [{ is: upper, source: s }] }
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: s }] }
  - { id: walkers, name: Walkers, kind: armed-group, roles: [{ is: band, source: s }] }
`;
    const events: readonly Event[] = [{ ...known, sides: ["Upper", "Walkers"] }];
    const judgement = await judge(account("known", "one", "given: [not provoked]"), { actors, events });
    expect(summaryOf(judgement)).toEqual({
      rule: "peace",
      label: "contested on reading",
      pivotal: [{ kind: "label", label: "peace.outlawed", statement: "lower-says" }],
    });
    const two = account("known", "one", "given: [not provoked]") + account("known", "two", "given: [provoked]");
    expect(summaryOf(await judge(two, { actors, events }))).toMatchObject({
      label: "contested on both",
      pivotal: [
        { kind: "label", label: "peace.outlawed" },
        { kind: "fact", fact: "provoked" },
      ],
    });
  });

  it("is explained in sentences, with every account, who tells it, and what it turns on", async () => {
    const two =
      account("known", "one", "through: a rider", "given: [provoked]") +
      account("known", "two", "given: [not provoked]");
    const judgement = await judge(two, { readings: ["text"] });
    const said = sayExplanation(explainIncident(judgement, "known")).join("\n");
    expect(said).toContain("account: one: report by somebody through a rider, 2016-03-17: given provoked");
    expect(said).toContain(
      "peace: contested on facts: breach or permitted by the record; permitted by the account one;",
    );
    expect(said).toContain("breach by the account two; it turns on provoked");
    expect(said).toContain("Rule peace, reading text (the text alone), by the account one: It is permitted");
  });

  it("ends with how an open question is answered, and the answer as written there decides it", async () => {
    const before = await judge("");
    const lines = sayExplanation(explainIncident(before, "known"));
    const from = lines.findIndex((line) => line.includes("write the answer in accounts.yaml"));
    expect(from).toBeGreaterThan(0);
    const snippet = lines
      .slice(from + 2)
      .map((line) => line.slice(2))
      .join("\n")
      .replace("YYYY-MM-DD", "2016-03-20")
      .replace("accounts:\n", "");
    expect(snippet).toContain('given: ["provoked"]');
    const after = await judge(snippet);
    expect(problemsIn(after)).toEqual([]);
    expect(possibleIn(after, "known")).toEqual({ record: ["breach", "permitted"], "our-answer": ["permitted"] });
  });
});
