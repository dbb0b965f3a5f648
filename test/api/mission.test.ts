import { afterEach, expect, test } from "vitest";
import { ENDPOINT_NAMES, endpointNamed, type EndpointName } from "../../src/api/index.ts";
import { ACTORS, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { rowOf } from "../record-rows.ts";
import { changed, onEachServer, SLOW } from "../temporary-record.ts";
import { Served, type Answered, type Sent, type Who } from "./served.ts";

const words = (text: string) => ({ text, lang: "en" });

/** Asks, and keeps in mind what was answered well. */
class Team {
  readonly answered = new Set<EndpointName>();
  readonly served: Served;

  constructor(served: Served) {
    this.served = served;
  }

  async ask<Name extends EndpointName>(who: Who, name: Name, sent: Sent = {}): Promise<Answered<Name>> {
    const got = await this.served.ask(who, name, sent);
    expect(got.status, `${name} for ${who}: ${got.text}`).toBe(200);
    this.answered.add(name);
    return got.body;
  }

  async row(who: Who, name: Extract<EndpointName, `get:${string}`>, id: string): Promise<number> {
    return (await this.ask(who, name, { params: { id } })).row!;
  }
}

onEachServer("a mission over HTTP", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  test("reports, verifies, asks, answers, judges, determines and exports, each by an act of its own", async () => {
    served = await Served.open(records, { withJobs: true });
    const team = new Team(served);
    await receiveTexts(team);
    const incident = await reportOfShots(team);
    await setLevels(team, incident);
    await askParty(team, incident);
    await determine(team, incident);
    await clarify(team);
    await tell(team, incident);
    await arrange(team);
    await readAll(team, incident);
    expect((await team.ask("editor", "verifyLedger")).discrepancies).toEqual([]);
    expect(ENDPOINT_NAMES.filter((name) => !team.answered.has(name) && !SEEN_ELSEWHERE.has(name))).toEqual([]);
  });
});

/** A stream has no end, to learn takes more reports, submissions come by another way; others have tests of their own. */
const SEEN_ELSEWHERE: ReadonlySet<EndpointName> = new Set<EndpointName>([
  "events",
  "learnMatchModel",
  // openrosa.test.ts
  ...(["listSubmissions", "acceptSubmissions"] as const),
  // imports.test.ts
  ...(["previewItems", "receiveItems", "getImport", "withdrawReports"] as const),
  // dry-runs.test.ts, texts.test.ts, standing.test.ts, coverage.test.ts
  ...(["dryRunText", "dryRunList", "recordText", "getStanding", "getConditions", "getProvisions"] as const),
  "summariseCoverage",
]);

async function receiveTexts(team: Team): Promise<void> {
  const text = await team.ask("editor", "receiveItem", { query: { name: "agreement.md" }, body: MISSION_TEXT });
  expect(text).toMatchObject({ kind: "agreement", isNew: true, things: { added: 1 } });
  await team.ask("editor", "receiveItem", { query: { name: "actors.yaml", audience: "public" }, body: ACTORS });
  // What a monitor sends is kept, and is not the text of anything.
  const sent = await team.ask("monitor", "receiveItem", { query: { name: "agreement.md" }, body: `${MISSION_TEXT}\n` });
  expect(Object.keys(sent)).toEqual(["item", "size"]);
  expect((await team.ask("editor", "list:agreement")).items).toHaveLength(1);
}

async function reportOfShots(team: Team): Promise<string> {
  const report = { reports: [shots("Lower", "2016-03-05")] };
  const { reports } = await team.ask("verifier", "recordReports", { body: report });
  await team.ask("verifier", "recordPastedTable", { body: { text: "id\twhen\tsource\nP-1\t2016-03-05\tTeam 4\n" } });
  const own = { party: "lower", reports: [{ ...shots("Lower", "2016-03-05"), label: "own" }] };
  await team.ask("liaison:lower", "reportOwnAct", { body: own });
  const { items } = await team.ask("verifier", "list:source");
  const sealed = items.find(({ protection }) => protection === "protected")!;
  const why = { params: { id: sealed.id }, body: { reason: "to ask it again" } };
  expect((await team.ask("verifier", "identifySource", why)).name).toMatch(/^Team \d$/u);
  return reports[0]!.incident!;
}

async function setLevels(team: Team, id: string): Promise<void> {
  const seen = async (): Promise<number> => (await team.ask("verifier", "getIncident", { params: { id } })).row!;
  const level = { level: "likely", reasons: words("two teams heard it"), publicReasons: words("heard by two teams") };
  await team.ask("verifier", "setOccurrence", { params: { id }, body: { seen: await seen(), ...level } });
  const attribution = { seen: await seen(), level: "disputed", reasons: words("both say it was the other") };
  await team.ask("verifier", "setAttribution", { params: { id }, body: attribution });
  const release = { seen: await seen(), audience: ["party:lower", "public"] };
  await team.ask("editor", "releaseIncident", { params: { id }, body: release });
  const stale = await team.served.ask("editor", "releaseIncident", {
    params: { id },
    body: { ...release, audience: [] },
  });
  expect(stale).toMatchObject({ status: 409, body: { code: "changed-meanwhile", fields: ["audience"] } });
}

async function askParty(team: Team, incident: string): Promise<void> {
  const { row: seen } = await team.ask("editor", "getIncident", { params: { id: incident } });
  const question = { seen, party: "lower", question: words("Who fired?"), dueAt: "2099-01-01T00:00:00+03:00" };
  const asking = { params: { id: incident }, body: question };
  const first = await team.ask("verifier", "requestReply", asking);
  expect(first.dueAt).toBe("2098-12-31T21:00:00.000Z");
  const withdrawal = { seen: await team.row("verifier", "get:reply", first.reply), reasons: words("asked wrongly") };
  await team.ask("verifier", "withdrawRequest", { params: { id: first.reply }, body: withdrawal });
  const photograph = { name: "mill.jpg", base64: Buffer.from("a picture").toString("base64") };
  const { reply } = await team.ask("verifier", "requestReply", {
    ...asking,
    body: { ...question, enclosure: photograph },
  });
  // What goes with the question is read by whom it was sent to, and by nobody else outside.
  expect(await team.ask("liaison:lower", "getReplyEnclosure", { params: { id: reply } })).toBe("a picture");
  for (const who of ["liaison:upper", "humanitarian", "viewer", "nobody"] as const)
    expect((await team.served.ask(who, "getReplyEnclosure", { params: { id: reply } })).status).toBe(404);
  const extension = {
    seen: await team.row("decider", "get:reply", reply),
    dueAt: "2099-01-02T00:00:00Z",
    reasons: words("the road is closed"),
  };
  const extended = await team.ask("decider", "extendClock", { params: { id: reply }, body: extension });
  expect(extended).toEqual({ reply, clock: "reply", dueAt: "2099-01-02T00:00:00.000Z" });
  const answer = { answer: words("It was not us"), position: "denied" };
  const enclosure = { name: "letter.txt", base64: Buffer.from("Dear all").toString("base64") };
  const remedy = { words: words("we shall look into it"), dueAt: "2020-01-01T00:00:00Z" };
  await team.ask("liaison:lower", "giveReply", { params: { id: reply }, body: { ...answer, enclosure, remedy } });
  const recorded = {
    ...answer,
    seen: await team.row("editor", "get:reply", reply),
    answeredAt: "2016-03-10T00:00:00Z",
  };
  await team.ask("editor", "recordReply", { params: { id: reply }, body: { ...recorded, remedy } });
  const check = { seen: await team.row("editor", "get:reply", reply), isKept: false, words: words("nothing was done") };
  await team.ask("editor", "checkRemedy", { params: { id: reply }, body: check });
}

async function determine(team: Team, incident: string): Promise<void> {
  const judged = await team.ask("editor", "judge", { body: {} });
  expect(judged.agreements).toHaveLength(1);
  const { items } = await team.ask("decider", "list:finding", { query: { incident } });
  expect(items[0]!.keys!.length).toBeGreaterThan(0);
  const propose = async () => ({
    seen: (await team.ask("decider", "getIncident", { params: { id: incident } })).row!,
    agreement: "villages",
    judgement: "breach",
    finding: { id: items[0]!.id, row: items[0]!.row },
    reasons: words("as found"),
    audience: ["public"],
  });
  const proposed = await team.ask("decider", "proposeDetermination", {
    params: { id: incident },
    body: await propose(),
  });
  const seen = await team.row("decider", "get:proposal", proposed.proposal);
  const dissenter = await team.served.person("decider", true);
  const params = { id: proposed.proposal };
  const dissent = await team.served.ask(dissenter, "dissent", { params, body: { seen, reasons: words("not enough") } });
  expect(dissent.status).toBe(200);
  team.answered.add("dissent");
  const alone = await team.served.ask("decider", "signDetermination", { params, body: { seen } });
  expect(alone).toMatchObject({ status: 403, body: { code: "own-proposal" } });
  const signer = await team.served.person("decider", true);
  const signed = await team.served.ask(signer, "signDetermination", { params, body: { seen } });
  expect(signed.body).toMatchObject({ state: "carried", missing: 0 });
  team.answered.add("signDetermination");
  const id = signed.body.determination;
  expect(await team.ask("decider", "getDeterminationStanding", { params: { id } })).toMatchObject({
    finding: { hasChanged: false },
  });
  const second = await team.ask("decider", "proposeDetermination", { params: { id: incident }, body: await propose() });
  const open = await team.row("decider", "get:proposal", second.proposal);
  await team.ask("decider", "withdrawProposal", { params: { id: second.proposal }, body: { seen: open } });
}

/** Somebody tells more of the incident, and takes it back. */
async function tell(team: Team, incident: string): Promise<void> {
  const params = { id: incident };
  const before = await team.ask("verifier", "explainIncident", { params });
  expect(before.accounts.map(({ kind }) => kind)).toEqual(["reports"]);
  const body = { kind: "denial", by: "Lower village", on: "2016-03-06", actor: "riders", target: "upper" };
  const { statement } = await team.ask("verifier", "recordAccount", { params, body });
  const after = await team.ask("verifier", "explainIncident", { params });
  expect(after.accounts.map(({ kind }) => kind)).toEqual(["reports", "denial"]);
  const withdrawal = { seen: await team.row("verifier", "get:statement", statement), reasons: words("not said so") };
  await team.ask("verifier", "withdrawAccount", { params: { id: statement }, body: withdrawal });
  expect(await team.ask("verifier", "explainIncident", { params })).toEqual(before);
  const { entries } = await team.ask("verifier", "getIncidentHistory", { params });
  expect(entries.map(({ act }) => act)).toEqual(
    expect.arrayContaining(["record-reports", "set-occurrence", "record-account"]),
  );
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).toSorted((a, b) => a - b));
}

async function clarify(team: Team): Promise<void> {
  const acceptance = {
    agreement: "villages",
    actor: "riders",
    accept: "terms",
    standing: "accepted",
    source: "a letter",
  };
  await team.ask("editor", "recordAcceptance", { body: acceptance });
  const question = { agreement: "villages", provision: "cease", askedBy: "lower", question: words("Are mills meant?") };
  const { clarification: id } = await team.ask("editor", "askClarification", { body: question });
  const seen = await team.row("decider", "get:clarification", id);
  await team.ask("decider", "ruleOnClarification", { params: { id }, body: { seen, ruling: words("They are") } });
  const { items } = await team.ask("editor", "list:agreement");
  const mandate = { seen: items[0]!.row, mandate: { replyHours: 24, signers: 2 } };
  await team.ask("editor", "setMandate", { params: { id: items[0]!.id }, body: mandate });
  const versions = await team.ask("editor", "versions:agreement", { params: { id: items[0]!.id } });
  // The text, what the register said of it, and the mandate.
  expect(versions.versions).toHaveLength(3);
  const text = await team.ask("editor", "getAgreementText", { params: { id: items[0]!.id } });
  expect(text).toBe(MISSION_TEXT);
}

/** Reports put together and taken apart, and all of it undone. */
async function arrange(team: Team): Promise<void> {
  const day = (n: number) => shots("Lower", `2016-03-2${n}`);
  const body = { reports: [1, 2, 3, 4].map(day) };
  const { reports } = await team.ask("verifier", "recordReports", { body });
  const report = reports.map((one) => one.report);
  const incident = reports.map((one) => one.incident!);
  const reason = "as the log book says";
  const two = [report[0], report[1]];
  const said = await team.ask("verifier", "sayOfReports", { body: { reports: two, verdict: "same", reason } });
  expect(said.incident).toBe(incident[0]);
  const params = { id: incident[0]! };
  await team.ask("verifier", "splitIncident", { params, body: { reports: [report[1]], reason } });
  await team.ask("verifier", "mergeIncidents", { params: { id: incident[2]! }, body: { into: incident[0], reason } });
  const entry = (await team.ask("verifier", "listLedger", { query: { limit: "1" } })).items[0]!;
  expect(entry.act).toBe("merge-incidents");
  await team.ask("editor", "undoMatching", { body: { entry: entry.seq, reason } });
  await team.ask("verifier", "mergeIncidents", { params: { id: incident[2]! }, body: { into: incident[0], reason } });
  await team.ask("verifier", "detachReport", { params: { id: report[2]! }, body: { reason } });
  await team.ask("verifier", "pinIncident", { params, body: { reason } });
  await team.ask("verifier", "unpinIncident", { params, body: { reason } });
  for (const name of ["acceptMatch", "rejectMatch", "unsureOfMatch"] as const) {
    const id = await changed(team.served.store, (change) =>
      change.add("match_proposal", { audience: [] }, rowOf("match_proposal", 1, proposing(report[3]!, incident))),
    );
    await team.ask("verifier", name, { params: { id }, body: { reason } });
  }
  await team.ask("verifier", "explainMatch", { query: { report: report[0]!, other: report[3]! } });
}

function proposing(report: string, [first, , , last]: readonly string[]) {
  return { report, origin: last!, incident: first!, nearest: null, state: "open", decided_by: null };
}

/** Everything that is read, with what was made before. */
async function readAll(team: Team, incident: string): Promise<void> {
  const selection = { from: "2016-03-01T00:00:00Z", to: "2016-04-01T00:00:00Z", rule: "cease" };
  const { items } = await team.ask("editor", "listIncidents", { query: selection });
  const { count } = await team.ask("editor", "countIncidents", { query: { from: selection.from, to: selection.to } });
  expect(items).toHaveLength(count);
  const { verdicts, incidents } = await team.ask("editor", "countVerdicts", { query: selection });
  expect(incidents).toBe(count);
  expect(Object.keys(verdicts).length).toBeGreaterThan(0);
  const tallies = await team.ask("editor", "countTallies", { query: { from: selection.from, to: selection.to } });
  expect(tallies.incidents).toBe(count);
  expect(await team.ask("editor", "listColumns", { query: selection })).toContain(`{"end":${count}}`);
  expect(await team.ask("editor", "mapIncidents", { query: selection })).toMatchObject({ type: "FeatureCollection" });
  expect(await team.ask("nobody", "feedIncidents")).toContain(`<id>urn:uuid:${incident}</id>`);
  for (const format of ["csv", "jsonl", "geojson", "xlsx"])
    await team.ask("editor", "exportIncidents", { query: { ...selection, format } });
  const manifest = await team.ask("editor", "exportManifest", { query: { ...selection, format: "csv" } });
  expect(manifest).toMatchObject({ rows: count, filters: selection, for: "internal" });
  const reports = await team.ask("editor", "listReports", { query: { limit: "1" } });
  expect(reports.next).not.toBeNull();
  await team.ask("editor", "listReports", { query: { limit: "1", after: reports.next! } });
  await team.ask("editor", "getReport", { params: { id: reports.items[0]!.id } });
  await team.ask("editor", "exportReports", { query: { format: "truce-csv" } });
  const found = await team.ask("editor", "search", { query: { text: "mill" } });
  expect(found.incidents.length).toBeGreaterThan(0);
  const files = await team.ask("editor", "list:item", { query: { limit: "1" } });
  await team.ask("editor", "getItemBytes", { params: { digest: files.items[0]!.digest! } });
  await team.ask("editor", "getQueue");
  await team.ask("editor", "listFindingChanges", { query: { since: "2016-01-01T00:00:00Z" } });
  await team.ask("editor", "listLedger", { query: { limit: "5" } });
  await team.ask("editor", "getCheckpoint");
  await team.ask("editor", "getMetrics");
  await team.ask("nobody", "getHealth");
  await team.ask("nobody", "getOpenApi");
  await team.ask("nobody", "whoAmI");
  await team.ask("nobody", "listed", { query: { who: "QDe.149" } });
  await team.ask("admin", "listFailedJobs");
  const retried = await team.ask("admin", "retryJob", { params: { id: incident }, body: { kind: "judge-incidents" } });
  expect(retried).toEqual({ retried: false });
  await readThings(team);
}

/** Each noun: a list, one of it if there is one, and what it was. */
async function readThings(team: Team): Promise<void> {
  const nouns = ENDPOINT_NAMES.flatMap((name) => (name.startsWith("list:") ? [name.slice("list:".length)] : []));
  for (const noun of nouns) {
    const [list, get, versions] = ["list", "get", "versions"].map((kind) => `${kind}:${noun}` as EndpointName);
    const { items } = (await team.ask("editor", list!)) as unknown as { readonly items: readonly { id: string }[] };
    const one = items[0];
    expect(endpointNamed(get!).path).toBe(`${endpointNamed(list!).path}/{id}`);
    if (!one) {
      team.answered.add(get!).add(versions!);
      continue;
    }
    expect(await team.ask("editor", get!, { params: { id: one.id } })).toEqual(one);
    const was = await team.ask("editor", versions!, { params: { id: one.id } });
    expect((was as unknown as { readonly versions: readonly object[] }).versions.at(-1)).toEqual(one);
  }
}
