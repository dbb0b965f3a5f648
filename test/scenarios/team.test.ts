import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Jobs } from "../../src/store/index.ts";
import {
  ChangedMeanwhile,
  evidenceOf,
  findingsChanged,
  judge,
  judgeJob,
  matchJob,
  receiveItem,
  recordAcceptance,
  recordReports,
  releaseIncident,
  setAttribution,
  setMandate,
  setOccurrence,
  waitingFor,
  type Acting,
} from "../../src/workflow/index.ts";
import { changed, SLOW } from "../temporary-record.ts";
import { ACTORS, en, itemOf, listSince, Mission, MISSION_TEXT, shots } from "./mission.ts";

const mission = Mission.forEachTest();

describe("a mission's team", { timeout: SLOW }, () => {
  it("records a report, judges what can be judged, and tells what a fact and a list change", async () => {
    // A report is typed in. What the form holds is kept, and makes an incident of which nobody has said more than that it is reported.
    const [riders, raiders, lower] = await mission.threeReports();
    expect(await mission.incident(riders)).toMatchObject({ occurrence: "reported", attribution: "none made" });
    const waiting = await waitingFor(mission.store, { now: Date.now() });
    expect(waiting.levelsToSet.count).toBe(3);

    // Judged: whether riders and raiders accepted the truce nobody knows.
    const first = await judge(mission.person("Ada"), {});
    expect(first.result.agreements).toMatchObject([{ agreement: "villages", scope: "all", added: 3, changed: 0 }]);
    expect(await Promise.all([riders, raiders, lower].map((id) => mission.verdict(id)))).toEqual([
      "undetermined",
      "undetermined",
      "breach",
    ]);
    // Nothing has happened since, so there is nothing to judge again.
    expect((await judge(mission.person("Ada"), {})).result).toEqual({ agreements: [], changes: [] });

    // A fact is recorded: the riders accepted before the incident.
    const accepted = await recordAcceptance(mission.person("Ada"), {
      agreement: "villages",
      actor: "riders",
      accept: "terms",
      standing: "accepted",
      to: "elders",
      at: "2016-03-02 10:00",
      source: "a letter to the elders",
    });
    const fact = await judge(mission.person("Ada"), {});
    expect(fact.result.agreements).toMatchObject([{ because: [accepted.seq], added: 0, changed: 1, unchanged: 2 }]);
    expect(fact.result.changes).toMatchObject([
      {
        incident: riders,
        because: [{ seq: accepted.seq, act: "record-acceptance", by: "Ada" }],
        verdicts: [
          {
            rule: "cease",
            reading: "text",
            before: { verdict: "undetermined", possible: ["breach", "outside"] },
            now: { verdict: "breach", possible: ["breach"] },
          },
        ],
      },
    ]);

    // The council names the raiders as of an earlier day: exactly what they did is judged otherwise.
    const findings = await mission.store.current("finding");
    const moment = (await mission.store.query<{ at: number }>("select at from ledger_head"))[0]!.at;
    await receiveItem(mission.person("Ada"), {
      name: "council-list.csv",
      bytes: [Buffer.from(listSince("2016-03-01"))],
    });
    await judge(mission.person("Ada"), {});
    const { changes } = await findingsChanged(mission.store, { since: moment });
    expect(changes).toMatchObject([
      { incident: raiders, because: [{ act: "import-list" }], verdicts: [{ now: { verdict: "outside" } }] },
    ]);
    const after = await mission.store.current("finding");
    const untouched = (rows: typeof after): unknown => rows.filter(({ incident }) => incident !== raiders);
    expect(untouched(after)).toEqual(untouched(findings));

    // The same file of actors again does not take back what a person recorded.
    await mission.import("actors.yaml", `${ACTORS}# again\n`);
    expect(await mission.store.current("acceptance")).toHaveLength(1);
    await mission.isProven();
  });

  it("judges an incident again when what tells of it changes, and no other", async () => {
    const [riders] = await mission.threeReports();
    await judge(mission.person("Ada"), {});
    const [report] = await mission.store.current("report");
    const reports = [{ ...shots("Lower", "2016-03-05"), id: report!.external_id }];
    const { result } = await recordReports(mission.person("Ada"), { reports, item: itemOf(report!) });
    expect(result.counts).toMatchObject({ revised: 1, added: 0 });
    const again = await judge(mission.person("Ada"), {});
    expect(again.result.agreements).toMatchObject([{ scope: "some", incidents: 1, changed: 1 }]);
    expect(again.result.changes.map(({ incident }) => incident)).toEqual([riders]);
    expect(await mission.verdict(riders)).toBe("breach");
    await mission.isProven();
  });

  it("judges all of them again after a change of the text, and none after what findings do not rest on", async () => {
    const [riders, raiders, lower] = await mission.threeReports();
    await judge(mission.person("Ada"), {});
    const again = async () => (await judge(mission.person("Ada"), {})).result;

    // Levels, mandates and what is released are nothing that a rule asks about.
    await setOccurrence(mission.person("Ben"), {
      ...(await mission.seen(lower)),
      level: "likely",
      reasons: en("Seen."),
    });
    const [agreement] = await mission.store.current("agreement");
    await setMandate(mission.person("Ada"), {
      agreement: agreement!.id,
      seen: agreement!.row,
      mandate: { signers: 3 },
    });
    await releaseIncident(mission.person("Ada"), { ...(await mission.seen(lower)), audience: ["public"] });
    expect(await again()).toEqual({ agreements: [], changes: [] });

    // Who tells of an incident is looked at, and changes no verdict here.
    const [report] = await mission.store.current("report");
    await changed(mission.store, (change) =>
      change.add(
        "incident_member",
        { audience: [] },
        { incident: lower, report: report!.id, standing: "account", reason: "" },
      ),
    );
    expect(await again()).toMatchObject({ agreements: [{ scope: "some", incidents: 1, changed: 0 }], changes: [] });

    // The text begins a day later: what was before it is outside now, and every finding is one on the new text.
    await mission.import("agreement.md", MISSION_TEXT.replace("in force from 2016-03-01", "in force from 2016-03-07"));
    const text = await again();
    expect(text.agreements).toMatchObject([{ scope: "all", incidents: 3, changed: 3 }]);
    const verdicts = text.changes.map(({ incident, verdicts: [one] }) => [
      incident,
      one?.before?.verdict,
      one?.now?.verdict,
    ]);
    expect(verdicts).toEqual([
      [riders, "undetermined", "outside"],
      [raiders, "undetermined", "outside"],
    ]);
    expect(text.changes[0]!.because).toMatchObject([{ act: "import-agreement", by: "the secretary" }]);
    // The mandate stays with the agreement when its text changes.
    expect((await mission.store.current("agreement"))[0]!.body).toMatchObject({ mandate: { signers: 3 } });
    await mission.isProven();
  });

  it("judges only when nobody else does, so that nothing old is written over what is new", async () => {
    const [, , lower] = await mission.threeReports();
    let others = "judging";
    const elsewhere = mission.store.alone("judging", async () => {
      await setTimeout(500);
      expect(await mission.store.current("finding")).toEqual([]);
      others = "done";
    });
    await judge(mission.person("Ada"), {});
    expect([others, await mission.verdict(lower)]).toEqual(["done", "breach"]);
    await elsewhere;
  });

  it("has changes judged by a worker, as work that is asked for in the change itself", async () => {
    const kinds = [judgeJob(mission.store), matchJob(mission.store)];
    const jobs = await Jobs.start(mission.store, kinds, { isWorker: true });
    try {
      const ada: Acting = { ...mission.person("Ada"), ask: (change, kind, key) => jobs.ask(change, kind, key) };
      const { result } = await recordReports(ada, { reports: [shots("Lower", "2016-03-07")] });
      const { incident } = result.reports[0]!;
      await expect.poll(() => mission.verdict(incident!), { timeout: 60_000, interval: 250 }).toBe("breach");
      expect(await jobs.failed()).toEqual([]);
      // That all of it is done is noted last.
      await expect.poll(() => judgeJob(mission.store).undone(), { timeout: 60_000, interval: 250 }).toEqual([]);
    } finally {
      await jobs.stop();
    }
  });

  it("sets levels with reasons beside what the evidence would justify, which counts voices and not reports", async () => {
    const [riders] = await mission.threeReports();
    // The same team again, and another one, tell of the same incident.
    const more = [
      shots("Riders", "2016-03-05", { id: "b" }),
      shots("Riders", "2016-03-05", {
        id: "c",
        source: "the miller",
        narrative: "They came at dawn and fired at us until seven",
      }),
    ];
    const { result } = await recordReports(mission.person("Ada"), { reports: more });
    await changed(mission.store, (change) => {
      for (const { report } of result.reports)
        change.add(
          "incident_member",
          { audience: [] },
          { incident: riders, report, standing: "account", reason: "the same mill" },
        );
    });
    const set = await setOccurrence(mission.person("Ben"), {
      ...(await mission.seen(riders)),
      level: "confirmed",
      reasons: { text: "زرنا الطاحونة ورأينا آثار الرصاص", lang: "ar" },
      publicReasons: en("A team visited the place."),
    });
    expect(set.result.justified).toEqual({
      level: "partly corroborated",
      because: "2 independent voices in 3 reports",
    });
    const attributed = { ...(await mission.seen(riders)), reasons: en("Both name them.") };
    await setAttribution(mission.person("Ben"), { ...attributed, level: "assessed low", actor: "riders" });
    expect(await mission.incident(riders)).toMatchObject({ occurrence: "confirmed", attribution: "assessed low" });
    expect(await mission.store.current("level")).toMatchObject([
      { ladder: "occurrence", reasons: "زرنا الطاحونة ورأينا آثار الرصاص", lang: "ar", by: "Ben" },
      { ladder: "attribution", actor: "riders", justified: "assessed low" },
    ]);
    // Down is as easy as up, and what was said before stays to be read.
    await setOccurrence(mission.person("Ben"), {
      ...(await mission.seen(riders)),
      level: "likely",
      reasons: en("The visit was elsewhere."),
    });
    const versions = await mission.store.query("select level from level where ladder = 'occurrence' order by row");
    expect(versions).toEqual([{ level: "confirmed" }, { level: "likely" }]);
    // No words of people stand in the ledger, which everybody may be given.
    const ledger = JSON.stringify(await mission.store.query("select reason, body from ledger_entry"));
    expect(ledger).not.toMatch(/الطاحونة|visit|mill|Team 3/u);
    await mission.isProven();
  });

  it("counts a story that others copied once, what a source took back not at all, and a denial as one", async () => {
    const story =
      "Armed men on horses came down from the ridge before sunrise and fired at the mill until the miller ran for help to the elders of the other side";
    const told = (id: string, source: string, more: object = {}) =>
      shots("Riders", "2016-03-05", {
        id,
        source,
        narrative: story,
        reported: `2016-03-0${Number(id) + 4}T08:00`,
        ...more,
      });
    const reports = [
      told("1", "a wire"),
      told("2", "a paper"),
      told("3", "a neighbour", { narrative: "I counted nine shots" }),
      told("4", "a neighbour", { relation: "withdraws", regards: "3", narrative: "I was not there" }),
    ];
    const { result } = await recordReports(mission.person("Ada"), { reports });
    const [incident] = result.reports.map((one) => one.incident!);
    const attach = (ids: readonly string[]): Promise<void> =>
      changed(mission.store, (change) => {
        for (const report of ids)
          change.add(
            "incident_member",
            { audience: [] },
            { incident: incident!, report, standing: "account", reason: "" },
          );
      });
    await attach(result.reports.slice(1).map(({ report }) => report));
    const justified = async (): Promise<unknown> =>
      (await mission.store.withClient((client) => evidenceOf(client, [incident!]))).get(incident!);
    const evidence = { reports: 4, voices: 1, denials: 0, named: [{ actor: "Riders", voices: 1 }], positions: [] };
    expect(await justified()).toEqual(evidence);
    const denial = [told("5", "an elder", { relation: "denies", regards: "1", narrative: "Nobody came" })];
    const denied = await recordReports(mission.person("Ada"), { reports: denial });
    await attach(denied.result.reports.map(({ report }) => report));
    expect(await justified()).toEqual({ ...evidence, reports: 5, denials: 1 });
  });

  it("lets an agreement keep attribution to others, and say how many voices are enough", async () => {
    const [riders] = await mission.threeReports();
    const [agreement] = await mission.store.current("agreement");
    const thresholds = { "partly corroborated": 1, likely: 1, confirmed: 1 };
    const mandate = { attribution: false, thresholds };
    await setMandate(mission.person("Ada"), { agreement: agreement!.id, seen: agreement!.row, mandate });
    const asked = { ...(await mission.seen(riders)), reasons: en("They said so.") };
    await expect(setAttribution(mission.person("Ben"), { ...asked, level: "disputed" })).rejects.toMatchObject({
      code: "not-mandated",
    });
    const { result } = await setOccurrence(mission.person("Ben"), { ...asked, level: "reported" });
    expect(result.justified.level).toBe("confirmed");
    await expect(
      setMandate(mission.person("Ada"), { agreement: agreement!.id, seen: agreement!.row, mandate: { signers: 1 } }),
    ).rejects.toMatchObject({ problems: [{ at: { field: "/mandate/signers" } }] });
  });

  it("loses no words of two people who edit one incident", async () => {
    const [riders] = await mission.threeReports();
    const seen = await mission.seen(riders);
    // Of different things: both stay.
    await setOccurrence(mission.person("Ben"), { ...seen, level: "likely", reasons: en("Two voices.") });
    await setAttribution(mission.person("Cleo"), { ...seen, level: "disputed", reasons: en("They deny it.") });
    expect(await mission.incident(riders)).toMatchObject({ occurrence: "likely", attribution: "disputed" });
    // Of the same thing: the second is told, and has both versions and the words that were to be recorded.
    const second = { ...seen, level: "unfounded", reasons: en("The mill stands.") } as const;
    const refused = await setOccurrence(mission.person("Dan"), second).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ChangedMeanwhile);
    expect(refused).toMatchObject({
      code: "changed-meanwhile",
      noun: "incident",
      fields: ["occurrence"],
      saw: { occurrence: "reported" },
      stands: { occurrence: "likely" },
      wanted: { reasons: en("The mill stands.") },
    });
    expect((refused as Error).message).not.toMatch(/mill|likely/u);
    // At the very same moment: one of them is first, whoever it is.
    const now = await mission.seen(riders);
    const both = await Promise.allSettled(
      ["contested", "unfounded"].map((level) =>
        setOccurrence(mission.person("Dan"), { ...now, level: level as "contested", reasons: en(`Why ${level}.`) }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await mission.isProven();
  });
});
