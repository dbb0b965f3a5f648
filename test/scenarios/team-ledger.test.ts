import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parsePermission } from "../../src/accounts/index.ts";
import { FORM_MARK } from "../../src/formats/field-form.ts";
import { parseFormInstance } from "../../src/formats/index.ts";
import * as workflow from "../../src/workflow/acts/index.ts";
import type { Acting, Done, Verb } from "../../src/workflow/index.ts";
import { SLOW, temporaryFolder } from "../temporary-record.ts";
import { HOUR, Mission, MISSION_TEXT, shots } from "./mission.ts";

const mission = Mission.forEachTest();

/** Stands in everything that a person writes here; it may stand in no entry of the ledger and in no message. */
const CANARY = "zqcanary";
const words = { text: `${CANARY} in a sentence`, lang: "en" };

/** Everything among them that is an act. */
const VERBS = Object.values<unknown>(workflow).filter(
  (one): one is Pick<Verb<never, unknown>, "act" | "permission"> =>
    typeof one === "function" && "act" in one && "permission" in one,
);

/** Does what a verb does, and sees that it was one entry, of this act, by this account. */
async function once<In, Out>(acting: Acting, verb: Verb<In, Out>, input: In): Promise<Out> {
  const entries = () => mission.store.query<{ seq: number }>(`select seq, act, "by" from ledger_entry order by seq`);
  const before = (await entries()).length;
  const { result, seq }: Done<Out> = await verb(acting, input);
  expect((await entries()).slice(before), verb.act).toEqual([{ seq, act: verb.act, by: acting.by }]);
  done.add(verb.act);
  return result;
}
const done = new Set<string>();

/** Every verb but two, on one record; the row of a thing as it stands. */
async function everyAct(): Promise<void> {
  const { store } = mission;
  const ada = mission.person("Ada", { as: "account of Ada" });
  const row = async (
    noun: "incident" | "proposal" | "clarification" | "agreement" | "reply" | "statement",
    id: string,
  ) => (await store.current(noun)).find((one) => one.id === id)!.row;
  const own = shots("Lower", "2016-03-05", {
    source: CANARY,
    narrative: CANARY,
    place: CANARY,
    latitude: "36.123",
    longitude: "37.123",
  });
  const { reports } = await once(ada, workflow.recordReports, { reports: [own] });
  const incident = reports[0]!.incident!;
  const seen = async () => ({ incident, seen: await row("incident", incident) });
  const text = `id\twhen\tsource\nP-1\t2016-03-05\t${CANARY}\n`;
  const pasted = await once(ada, workflow.recordPastedTable, { text, dataSet: CANARY });
  await once(ada, workflow.withdrawReports, { reports: pasted.reports.map(({ report }) => report), reasons: words });
  await once(mission.person("Lea", { party: "lower" }), workflow.reportOwnAct, {
    reports: [{ ...own, label: "own" }],
    party: "lower",
  });
  await once(ada, workflow.setOccurrence, { ...(await seen()), level: "likely", reasons: words, publicReasons: words });
  await once(ada, workflow.setAttribution, { ...(await seen()), level: "disputed", reasons: words });
  await once(ada, workflow.releaseIncident, { ...(await seen()), audience: ["party:lower"] });
  const enclosure = { name: `${CANARY}.pdf`, bytes: Buffer.from(CANARY) };
  const request = { party: "lower", question: words, enclosure };
  const first = await once(ada, workflow.requestReply, { ...(await seen()), ...request });
  await once(ada, workflow.withdrawRequest, {
    reply: first.reply,
    seen: await row("reply", first.reply),
    reasons: words,
  });
  const { reply } = await once(ada, workflow.requestReply, { ...(await seen()), ...request });
  const later = { dueAt: Date.now() + 999 * HOUR, reasons: words };
  await once(ada, workflow.extendClock, { reply, seen: await row("reply", reply), ...later });
  const lea = mission.person("Lea", { as: "account of Lea", party: "lower" });
  await once(lea, workflow.giveReply, { reply, answer: words, position: "denied", enclosure, remedy: { words } });
  await once(ada, workflow.checkRemedy, { reply, seen: await row("reply", reply), words });
  await once(ada, workflow.recordReply, { reply, seen: await row("reply", reply), answer: words, position: "denied" });
  const proposing = { agreement: "villages", judgement: "breach", reasons: words, publicReasons: words } as const;
  const { proposal } = await once(ada, workflow.proposeDetermination, { ...(await seen()), ...proposing });
  const read = async (id: string) => ({ proposal: id, seen: await row("proposal", id) });
  await once(mission.person("Ben"), workflow.dissent, { ...(await read(proposal)), reasons: words });
  await once(mission.person("Cleo"), workflow.signDetermination, await read(proposal));
  const second = await once(ada, workflow.proposeDetermination, { ...(await seen()), ...proposing });
  await once(ada, workflow.withdrawProposal, await read(second.proposal));
  const acceptance = {
    agreement: "villages",
    actor: "riders",
    accept: "terms",
    standing: "accepted",
    source: CANARY,
    note: CANARY,
  } as const;
  await once(ada, workflow.recordAcceptance, acceptance);
  const question = { agreement: "villages", provision: "cease", askedBy: "lower", question: words, enclosure };
  const { clarification } = await once(ada, workflow.askClarification, question);
  await once(ada, workflow.ruleOnClarification, {
    clarification,
    seen: await row("clarification", clarification),
    ruling: words,
    enclosure,
  });
  const form = filledIn(`<narrative>${CANARY}</narrative>`);
  const files = [{ name: `${CANARY}.jpg`, mediaType: "image/jpeg", bytes: Buffer.from(CANARY) }];
  const mona = mission.person("Mona");
  const { item } = await once(mona, workflow.receiveSubmission, { ...form, files, isAccepted: false });
  await once(ada, workflow.acceptSubmissions, { items: [item] });
  const account = {
    kind: "report",
    by: CANARY,
    on: "2016-03-17",
    at: "2016-03-05",
    source: CANARY,
    note: CANARY,
  } as const;
  const { statement } = await once(ada, workflow.recordAccount, { incident, id: CANARY, ...account });
  await once(ada, workflow.withdrawAccount, { statement, seen: await row("statement", statement), reasons: words });
  const [agreed] = await store.current("agreement");
  const version = {
    agreement: agreed!.id,
    seen: agreed!.row,
    text: `${MISSION_TEXT}\n> ${CANARY}\n\n\`\`\`truce\nno rule: told\n\`\`\`\n`,
  };
  await once(ada, workflow.recordText, version);
  const [source] = await store.current("source");
  await once(ada, workflow.identifySource, { source: source!.id, reason: CANARY });
  const [agreement] = await store.current("agreement");
  await once(ada, workflow.setMandate, { agreement: agreement!.id, seen: agreement!.row, mandate: { replyHours: 24 } });
}

/** A form from a telephone. */
function filledIn(answers: string): Pick<workflow.ReceiveSubmission, "instance" | "xml"> {
  const mark = `<truce_form>${FORM_MARK.value}</truce_form>`;
  const xml = Buffer.from(`<data id="f">${mark}${answers}<meta><instanceID>uuid:1</instanceID></meta></data>`);
  const parsed = parseFormInstance(xml);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return { instance: parsed.instance, xml };
}

describe("the acts of a team", { timeout: SLOW }, () => {
  it("are each one entry of the ledger by an account, with no words of anybody in it", async () => {
    await everyAct();
    await workflow.receiveItem(mission.person("Ada"), { name: `${CANARY}.txt`, bytes: [Buffer.from(CANARY)] });
    await workflow.judge(mission.person("Ada"), {});
    const ledger = JSON.stringify(await mission.store.query(`select "by", act, reason, body from ledger_entry`));
    expect(ledger).not.toContain(CANARY);
    expect(ledger).not.toMatch(/36\.123|37\.123/u);
    expect(await mission.store.query("select * from outbox")).toEqual([]);
    // These two are several transactions, since there may be much of what they do.
    expect([...done, "receive-item", "judge-again"].toSorted(byCode)).toEqual(
      [...new Set(VERBS.map(({ act }) => act))].toSorted(byCode),
    );
    await mission.isProven();
  });

  it("each need a permission that there is", () => {
    expect(VERBS.length).toBeGreaterThan(20);
    for (const { act, permission } of VERBS) expect(parsePermission(permission), act).toBe(permission);
  });

  it("show what waits on the command line", async () => {
    const folder = await temporaryFolder();
    const truce = async (...words: readonly string[]): Promise<string> =>
      (await promisify(execFile)("node", ["bin/truce.mjs", ...words, "--data", folder])).stdout;
    expect(await truce("waiting")).toBe("nothing waits\n");
    await truce("import", "examples/two-villages", "--no-judge");
    expect(await truce("waiting", "--limit", "2")).toMatch(
      /^new reports that were not matched yet \(truce match\): 7\n(?: {2}[0-9a-f-]{36} {2}\S.*\n){2} {2}… and 5 more\nincidents whose level nobody has set: 7\n(?: {2}[0-9a-f-]{36} {2}the evidence would justify “reported”: 1 independent voice in 1 report\n){2} {2}… and 5 more\n$/u,
    );
    expect(JSON.parse(await truce("waiting", "--json"))).toMatchObject({
      formsToAccept: { count: 0 },
      reportsToMatch: { count: 7 },
      levelsToSet: { count: 7 },
      repliesOverdue: { count: 0 },
    });
  });
});

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
