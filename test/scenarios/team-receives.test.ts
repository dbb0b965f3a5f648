import { describe, expect, it } from "vitest";
import { Reading } from "../../src/store/index.ts";
import {
  askClarification,
  BadInput,
  judge,
  receiveItem,
  recordAcceptance,
  recordPastedTable,
  recordReports,
  reportOwnAct,
  ruleOnClarification,
  setOccurrence,
  waitingFor,
} from "../../src/workflow/index.ts";
import { SLOW } from "../temporary-record.ts";
import { en, itemOf, LIAISON, Mission, shots } from "./mission.ts";

const mission = Mission.forEachTest();

describe("a mission's team receives", { timeout: SLOW }, () => {
  it("takes acceptances with conditions and ends, and refuses what the text does not ask for", async () => {
    const given = {
      agreement: "villages",
      actor: "riders",
      accept: "terms",
      to: "elders",
      source: "a letter",
    } as const;
    const ada = mission.person("Ada");
    await expect(recordAcceptance(ada, { ...given, standing: "accepted", accept: "peace" })).rejects.toMatchObject({
      code: "no-such-accept",
      hint: "one of: terms",
    });
    await expect(recordAcceptance(ada, { ...given, standing: "accepted", actor: "nobody" })).rejects.toMatchObject({
      code: "no-such-actor",
    });
    const wrong = recordAcceptance(ada, { ...given, standing: "refused", at: "yesterday", until: "2016-03-09" });
    await expect(wrong).rejects.toMatchObject({ problems: [{ at: { field: "/at" } }, { at: { field: "/until" } }] });

    const [riders] = await mission.threeReports();
    const verdictAfter = async (more: object): Promise<string | null> => {
      await recordAcceptance(ada, { ...given, standing: "accepted", ...more });
      await judge(ada, {});
      return mission.verdict(riders);
    };
    // On a condition that the text does not have, nobody can say whether it accepted.
    const condition = { words: { text: "إذا رفع الحصار", lang: "ar" }, isInText: false };
    expect(await verdictAfter({ at: "2016-03-02", condition })).toBe("undetermined");
    // Suspended for three days over the day of the incident: it was not bound that day.
    expect(await verdictAfter({ at: "2016-03-03" })).toBe("breach");
    expect(await verdictAfter({ standing: "suspended", at: "2016-03-04", until: "2016-03-10" })).toBe("outside");
    expect((await mission.store.current("acceptance")).map(({ standing }) => standing)).toEqual([
      "unknown",
      "accepted",
      "suspended",
      "accepted",
    ]);
    expect((await mission.store.current("acceptance"))[0]!.body).toMatchObject({
      said: "accepted",
      condition: { text: "إذا رفع الحصار", isInText: false },
    });
    await mission.isProven();
  });

  it("takes a pasted table of 437 rows at once, twice the same, and says what is wrong with a row", async () => {
    const header = "id\twhen\tzone\tkind\tside_a\tside_b\tdirection\tnarrative";
    const row = (n: number): string =>
      `P-${n}\t2016-03-05\tAsia/Damascus\tnon-state\tLower\tUpper\ta-on-b\t"line one\nline ${n}"`;
    const text = [
      header,
      ...Array.from({ length: 437 }, (_, n) => row(n + 1)),
      "\t2016-03-05\tAsia/Damascus\t\t\t\t\t",
    ].join("\r\n");
    const { result, seq } = await recordPastedTable(mission.person("Ada"), { text });
    expect(result.counts).toMatchObject({ read: 438, added: 437, refused: 1 });
    expect(result.problems).toMatchObject([{ code: "report-no-id" }]);
    const entries = await mission.store.query("select seq from ledger_entry where act = 'record-pasted-table'");
    expect(entries).toEqual([{ seq }]);
    const [item] = await mission.store.query<{ media_type: string; size: number }>(
      "select media_type, size from item order by row desc limit 1",
    );
    expect(item).toEqual({ media_type: "text/tab-separated-values", size: Buffer.byteLength(text) });
    expect((await recordPastedTable(mission.person("Ada"), { text })).seq).toBeUndefined();
    expect(await mission.store.query("select count(*) as n from incident")).toEqual([{ n: 437 }]);
    await expect(recordPastedTable(mission.person("Ada"), { text: "only a header" })).rejects.toBeInstanceOf(BadInput);
    await mission.isProven();
  });

  it("makes many reports of one letter that was kept, and refuses a form as a whole", async () => {
    const letter = await receiveItem(mission.person("Ada"), {
      name: "letter of the miller.pdf",
      bytes: [Buffer.from("%PDF-1.7 …")],
    });
    expect(letter.result).toMatchObject({ kind: "other", isNew: true, file: "letter of the miller.pdf" });
    const reports = [shots("Lower", "2016-03-05"), shots("Lower", "2016-03-06"), shots("Lower", "2016-03-07")];
    const { result } = await recordReports(mission.person("Ada"), { reports, item: letter.result.digest });
    expect(result.reports).toHaveLength(3);
    const kept = await mission.store.current("report");
    expect(kept.map(({ place }) => place)).toEqual([0, 1, 2]);
    for (const report of kept) expect(itemOf(report)).toBe(letter.result.digest);
    // A click too many changes nothing.
    expect((await recordReports(mission.person("Ada"), { reports, item: letter.result.digest })).seq).toBeUndefined();

    const bad = [...reports, { when: "some day", side_c: "Upper" } as never];
    await expect(recordReports(mission.person("Ada"), { reports: bad })).rejects.toMatchObject({
      problems: [{ at: { field: "/reports/3/side_c" } }],
    });
    const noTime = [{ when: "some day" }, { when: "2016-02-30" }];
    const refused = await recordReports(mission.person("Ada"), { reports: noTime }).catch((error: unknown) => error);
    expect((refused as BadInput).problems.map(({ at }) => at.field)).toEqual(["/reports/0/when", "/reports/1/when"]);
    await expect(recordReports(mission.person("Ada"), { reports, item: "0".repeat(64) })).rejects.toMatchObject({
      code: "no-such-item",
    });
    expect(await mission.store.current("report")).toHaveLength(3);
    // Who told it is sealed: the name stands in no row but that of the form.
    const everywhere = JSON.stringify(
      await Promise.all(
        (["report", "source", "incident", "source_identity"] as const).map((noun) => mission.store.current(noun)),
      ),
    );
    expect(everywhere).not.toContain("Team 3");
    await mission.isProven();
  });

  it("takes a party's report of its own act, and a question about the text with what was ruled", async () => {
    const liaison = mission.person("Lea", { party: "lower" });
    const own = { reports: [shots("Lower", "2016-03-08")], party: "lower", provisions: ["cease"] };
    await expect(reportOwnAct(liaison, { ...own, party: "upper" })).rejects.toMatchObject({ code: "other-party" });
    const { result } = await reportOwnAct(liaison, own);
    expect(await mission.store.current("statement")).toMatchObject([
      { kind: "self-report", speaker: "lower", body: { provisions: ["cease"] }, report: result.reports[0]!.report },
    ]);
    expect((await new Reading(mission.store, LIAISON).incident(result.reports[0]!.incident!))?.incident.id).toBe(
      result.reports[0]!.incident,
    );

    const asked = {
      agreement: "villages",
      provision: "cease",
      askedBy: "lower",
      question: en("Is a warning shot an attack?"),
    };
    await askClarification(liaison, asked);
    await expect(askClarification(liaison, { ...asked, askedBy: "upper" })).rejects.toMatchObject({
      code: "other-party",
    });
    const [open] = await mission.store.current("clarification");
    expect((await waitingFor(mission.store, { now: Date.now() })).questionsOpen.count).toBe(1);
    const ruling = { clarification: open!.id, seen: open!.row, ruling: { text: "نعم", lang: "ar" } };
    await ruleOnClarification(mission.person("Ben"), ruling);
    await expect(ruleOnClarification(mission.person("Cleo"), { ...ruling, ruling: en("No.") })).rejects.toMatchObject({
      code: "changed-meanwhile",
      stands: { ruling: "نعم" },
    });
    expect((await new Reading(mission.store, LIAISON).things("clarification"))[0]).toMatchObject({
      ruling: "نعم",
      asked_by: null,
    });
    await mission.isProven();
  });

  it("tells of everything that is wrong with what was asked for, each at its field, and quotes nobody", async () => {
    const refused = await setOccurrence(mission.person("Ben"), {
      incident: "x",
      seen: 0,
      level: "certain" as never,
      reasons: { text: "  ", lang: "English" },
    }).catch((error: unknown) => error);
    expect((refused as BadInput).problems.map(({ at }) => at.field)).toEqual([
      "/incident",
      "/seen",
      "/reasons/text",
      "/reasons/lang",
      "/level",
    ]);
    const nobody = setOccurrence(mission.person("Ben"), {
      incident: "00000000-0000-4000-8000-000000000000",
      seen: 1,
      level: "likely",
      reasons: en("Why."),
    });
    await expect(nobody).rejects.toMatchObject({ code: "no-such-incident" });
  });
});
