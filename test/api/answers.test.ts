import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadKeys } from "../../src/store/index.ts";
import { importPaths, judgeAgain } from "../../src/workflow/index.ts";
import { onEachServer, SLOW, temporaryFolder } from "../temporary-record.ts";
import { Served, type Answered, type Sent } from "./served.ts";

type Explained = Answered<"explainIncident">;

const RULE = "cease-attacks";
const words = (text: string) => ({ text, lang: "en" });

onEachServer("what was found out", (records) => {
  let served: Served;
  let folder: string | undefined;
  afterEach(async () => {
    await served?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    folder = undefined;
  }, SLOW);

  /** A record of this folder, judged. */
  async function recordOf(path: string): Promise<void> {
    served = await Served.open(records);
    const keys = await loadKeys(join(served.folder, "keys"));
    const paths = { paths: [path], by: "a monitor", audience: ["public"], openSources: true, isPreview: false };
    await importPaths(served.store, keys, paths);
    await judgeAgain(served.store, { by: "a monitor" });
  }

  /** The example with its first reports alone. */
  async function someOfSyria(): Promise<string> {
    const some = (folder = await temporaryFolder());
    await mkdir(join(some, "reports"));
    for (const name of ["agreement.md", "actors.yaml", "un-list.csv", "areas"])
      await cp(join("examples/syria-2016", name), join(some, name), { recursive: true });
    const all = await readFile("examples/syria-2016/reports/ged-syria-2016-02-27_2016-07-31.csv", "utf8");
    await writeFile(join(some, "reports", "some.csv"), `${all.split("\n").slice(0, 41).join("\n")}\n`);
    return some;
  }

  const explain = async (id: string): Promise<Explained> => {
    const got = await served.ask("verifier", "explainIncident", { params: { id } });
    expect(got.status, got.text).toBe(200);
    return got.body;
  };
  const cellOf = ({ rules }: Explained, account: string, { rule = RULE, reading = "text" } = {}) =>
    rules.find((one) => one.rule === rule)!.cells.find((one) => one.account === account && one.reading === reading)!;
  const record = (id: string, body: unknown): Promise<Awaited<ReturnType<typeof served.ask<"recordAccount">>>> =>
    served.ask("verifier", "recordAccount", { params: { id }, body } satisfies Sent);
  const counts = async (query: Readonly<Record<string, string>> = {}) =>
    (await served.ask("verifier", "countVerdicts", { query: { rule: RULE, ...query } })).body;

  test("decides the incident of the example that was open, leaves the reports' own verdict, and names the act", async () => {
    await recordOf(await someOfSyria());
    const side = { side: "Syrian insurgents" };
    const before = await counts(side);
    const { items } = (await served.ask("verifier", "listIncidents", { query: side })).body;
    const id = items.find(({ label }) => label === "Government of Syria - Syrian insurgents")!.id;
    const asked = await explain(id);
    expect(cellOf(asked, "record").verdict).toBe("undetermined");
    expect(asked.accounts).toEqual([{ id: "record", kind: "reports" }]);
    // What alone settles it, in the fields that are to be filled in for it.
    const settlement = cellOf(asked, "record").settles.find(
      ({ answers }) => answers.length === 1 && answers[0]!.answer === "true",
    )!;
    const [{ question, answer }] = settlement.answers as [{ question: string; answer: string }];
    const fields = asked.questions
      .find((one) => one.id === question)!
      .answers.find(({ says }) => says === answer)!.fields;
    const at = (await served.ask("verifier", "listLedger", { query: { limit: "1" } })).body.items[0]!.at;
    const told = { kind: "answer", by: "a team on the spot", on: "2016-03-10", ...fields };
    const { body: recorded } = await record(id, told);
    expect(recorded).toMatchObject({ account: "answer-1", problems: [] });
    const answered = await explain(id);
    expect(cellOf(answered, "record").verdict).toBe("undetermined");
    expect(cellOf(answered, "answer-1").verdict).toBe(settlement.verdict);
    expect(cellOf(answered, "record with answers").verdict).toBe(settlement.verdict);
    // The findings follow.
    const { changes } = (await served.ask("verifier", "judge", { body: {} })).body;
    expect(changes).toHaveLength(1);
    const found = (await served.ask("verifier", "listFindingChanges", { query: { since: at } })).body
      .items as unknown as {
      readonly incident: string;
      readonly verdicts: readonly { readonly rule: string; readonly reading: string; readonly withAnswers?: boolean }[];
      readonly because: readonly { readonly act: string }[];
    }[];
    expect(found.map(({ incident }) => incident)).toEqual([id]);
    expect(found[0]!.because).toMatchObject([{ act: "record-account" }]);
    expect(found[0]!.verdicts.find((one) => one.rule === RULE && one.reading === "text")).toEqual({
      rule: RULE,
      reading: "text",
      withAnswers: true,
      before: { verdict: "undetermined", possible: ["breach", "outside", "permitted"] },
      now: { verdict: settlement.verdict, possible: [settlement.verdict] },
    });
    const { items: entries } = (await served.ask("verifier", "listLedger", { query: { limit: "5" } })).body;
    expect(entries.find(({ act }) => act === "record-account")!.body).toMatchObject({ incident: id, kind: "answer" });
    // Whoever looks at the incident finds all of it in one place.
    const { entries: told2 } = (await served.ask("verifier", "getIncidentHistory", { params: { id } })).body;
    expect(told2.map(({ act }) => act)).toEqual(["import-reports", "judge", "record-account", "judge"]);
    const [arrived, judged, , again] = told2;
    expect(arrived!.things.map(({ noun, what }) => `${noun} ${what}`)).toContain("incident added");
    expect(judged!.things).toMatchObject([{ noun: "finding", what: "added" }]);
    expect(again!.things).toMatchObject([{ noun: "finding", what: "changed", fields: [{ field: "cells" }] }]);
    expect(again!.things[0]!.verdicts).toEqual(found[0]!.verdicts);
    // By the reports alone it counts as before.
    expect(await counts(side)).toEqual(before);
    const after = await counts({ ...side, answers: "with" });
    expect(after.incidents).toBe(before.incidents);
    expect(after.verdicts["undetermined"]).toBe(before.verdicts["undetermined"]! - 1);
    const only = { ...side, rule: RULE, answers: "with", verdict: "undetermined" };
    expect((await served.ask("verifier", "countIncidents", { query: only })).body.count).toBe(
      after.verdicts["undetermined"],
    );
    const shown = { rule: RULE, answers: "with" };
    const one = (await served.ask("verifier", "getIncident", { params: { id }, query: shown })).body;
    expect(one.incident.verdict).toBe(settlement.verdict);
  });

  test("adds up, and where two answers contradict each other neither counts; what is taken back is gone", async () => {
    await recordOf(await someOfSyria());
    const { items } = (await served.ask("verifier", "listIncidents", {})).body;
    const id = items.find(({ label }) => label === "Government of Syria - Syrian insurgents")!.id;
    const answer = { kind: "answer", by: "a team", on: "2016-03-10" };
    const possible = async () => {
      const { possible: can } = cellOf(await explain(id), "record with answers");
      return [...can].toSorted();
    };
    await record(id, { ...answer, target: "jaysh-al-islam" });
    expect(await possible()).toEqual(["breach", "permitted"]);
    const { body: second } = await record(id, { ...answer, given: ["not immediate-threat"] });
    expect(await possible()).toEqual(["breach"]);
    const { body: third } = await record(id, { ...answer, by: "another", given: ["immediate-threat"] });
    expect(await possible()).toEqual(["breach", "permitted"]);
    const { body: standing } = await served.ask("verifier", "get:statement", { params: { id: third.statement } });
    const withdrawal = { seen: standing.row, reasons: words("heard wrongly") };
    const taken = await served.ask("verifier", "withdrawAccount", {
      params: { id: third.statement },
      body: withdrawal,
    });
    expect(taken.status, taken.text).toBe(200);
    expect(await possible()).toEqual(["breach"]);
    await record(id, { ...answer, actor: "jaysh-al-islam" });
    // Who acted is open again, and so is what hangs on it.
    expect((await possible()).length).toBeGreaterThan(1);
    expect(second.account).toBe("answer-2");
    const again = await served.ask("verifier", "withdrawAccount", {
      params: { id: third.statement },
      body: withdrawal,
    });
    expect(again.status).toBe(404);
  });

  test("is asked for in words that can be recorded: every answer that is offered is one", async () => {
    await recordOf(await someOfSyria());
    const { items } = (await served.ask("verifier", "listIncidents", { query: { limit: "40" } })).body;
    const tried = new Set<string>();
    for (const { id, label } of items) {
      if (tried.has(label!)) continue;
      tried.add(label!);
      for (const question of (await explain(id)).questions)
        for (const { says, fields } of question.answers.slice(0, 4)) {
          const got = await record(id, { kind: "report", by: "somebody", on: "2016-03-10", ...fields });
          expect({ question: question.id, says, fields, problems: got.problem.problems ?? got.body.problems }).toEqual({
            question: question.id,
            says,
            fields,
            problems: [],
          });
        }
    }
  });

  test("is refused where its words are not those of the text, with the place of each", async () => {
    await recordOf("examples/two-villages");
    const { items } = (await served.ask("verifier", "listIncidents", {})).body;
    const body = {
      kind: "answer",
      by: "the elders",
      on: "2024-03-30",
      actor: "uper",
      given: ["market-day", "maket-day"],
    };
    const got = await record(items[0]!.id, body);
    expect(got.status).toBe(422);
    expect(got.problem.problems!.map(({ pointer }) => pointer)).toEqual(["/actor", "/given/1"]);
    const bad = await record(items[0]!.id, { kind: "answer", by: "", on: "2024-02-30" });
    expect(bad.problem.problems!.map(({ pointer }) => pointer)).toEqual(["/by", "/on", undefined]);
    expect((await record(items[0]!.id, { ...body, given: [], actor: "upper", account: "record" })).status).toBe(422);
  });

  test("of one incident is what a count in the text asked of others: they are judged again", async () => {
    await recordOf("examples/two-villages");
    const { items } = (await served.ask("verifier", "listIncidents", {})).body;
    const explained = await Promise.all(items.map(({ id }) => explain(id)));
    const doubtful = explained.filter(({ rules }) =>
      rules.some(({ cells }) =>
        cells.some(({ verdict, account }) => verdict === "undetermined" && account === "record"),
      ),
    );
    expect(doubtful.length).toBeGreaterThan(0);
    for (const { incident, askFirst, questions } of doubtful) {
      const { answers } = questions.find(({ id }) => id === askFirst)!;
      await record(incident, { kind: "answer", by: "the elders", on: "2024-04-30", ...answers[0]!.fields });
    }
    const { agreements } = (await served.ask("verifier", "judge", { body: {} })).body as unknown as {
      readonly agreements: readonly { readonly scope: string }[];
    };
    expect(agreements[0]!.scope).toBe("all");
  });
});
