import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { ENDPOINT_NAMES, endpointNamed, type EndpointName, type Endpoints } from "../../src/api/index.ts";
import { camelCase } from "../../src/api/contract/things.ts";
import { accountToldHandlers } from "../../src/api/accounts-told.ts";
import { actHandlers } from "../../src/api/acts.ts";
import { matchingHandlers } from "../../src/api/matching.ts";
import type { Noun, Store } from "../../src/store/index.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { COLUMNS, MATRIX } from "./access-matrix.ts";
import { NOUN_AT, queriesOf } from "./asking.ts";
import { oneOfEach } from "./party-record.ts";
import { Served, type Got, type Sent } from "./served.ts";

const words = { text: "words", lang: "en" };

interface Setting {
  readonly ids: Readonly<Record<Noun, string>>;
  readonly digest: string;
  /** Rows of what stands now. */
  readonly rowOf: (noun: Noun) => Promise<number>;
}

/** What is sent to each endpoint: good enough that only who asks decides. */
async function sentTo(name: EndpointName, { ids, digest, rowOf }: Setting): Promise<Sent> {
  const { path, method } = endpointNamed(name);
  if (name === "getItemBytes") return { params: { digest } };
  if (name === "getImport") return { params: { key: "a-key-of-nobody" } };
  if (method === "post")
    return { params: paramsOf(path, ids), ...(await postOf(name as never, { ids, digest, rowOf })) };
  return { params: paramsOf(path, ids), query: queriesOf(ids)[name] ?? {} };
}

function paramsOf(path: string, ids: Setting["ids"]): Record<string, string> {
  const place = path.split("/")[2] ?? "";
  const noun = NOUN_AT[place] ?? (place.replace(/s$/u, "") as Noun);
  return path.includes("{id}") ? { id: ids[noun] ?? randomUUID() } : {};
}

type PostName = { [N in EndpointName]: Endpoints[N]["method"] extends "post" ? N : never }[EndpointName];

async function postOf(name: PostName, { ids, rowOf }: Setting): Promise<Sent> {
  const incident = await rowOf("incident");
  const proposal = await rowOf("proposal");
  const reply = await rowOf("reply");
  const agreement = `text-${ids.agreement}`;
  const report = { when: "2016-03-01", where: "Aleppo", sides: "a; b" };
  const bodies: Record<PostName, unknown> = {
    receiveItem: "bytes of a file",
    receiveItems: "bytes of a file",
    previewItems: "bytes of a file",
    acceptSubmissions: { items: [] },
    recordReports: { reports: [report] },
    recordPastedTable: { text: "id\twhen\n1\t2016-03-01\n" },
    // No such report: that is taken back once.
    withdrawReports: { reports: [randomUUID()], reasons: words },
    reportOwnAct: { party: "a", reports: [report] },
    setOccurrence: { seen: incident, level: "confirmed", reasons: words },
    setAttribution: { seen: incident, level: "none made", reasons: words },
    releaseIncident: { seen: incident, audience: ["party:a"] },
    requestReply: { seen: incident, party: "a", question: words },
    recordReply: { answer: words, position: "denied" },
    giveReply: { answer: words, position: "denied" },
    withdrawRequest: { seen: reply, reasons: words },
    extendClock: { seen: reply, dueAt: "2099-01-01T00:00:00Z", reasons: words },
    checkRemedy: { seen: reply, words },
    proposeDetermination: { seen: incident, agreement, judgement: "breach", reasons: words },
    signDetermination: { seen: proposal },
    dissent: { seen: proposal, reasons: words },
    withdrawProposal: { seen: proposal },
    identifySource: { reason: "to warn them" },
    recordAcceptance: { agreement, actor: "a", accept: "terms", standing: "accepted", source: "a letter" },
    askClarification: { agreement, provision: "1", askedBy: "a", question: words },
    ruleOnClarification: { seen: await rowOf("clarification"), ruling: words },
    setMandate: { seen: await rowOf("agreement"), mandate: {} },
    judge: {},
    acceptMatch: { reason: "seen" },
    rejectMatch: { reason: "seen" },
    unsureOfMatch: { reason: "seen" },
    sayOfReports: { reports: [ids.report, ids.report], verdict: "same", reason: "seen" },
    mergeIncidents: { into: ids.incident, reason: "seen" },
    splitIncident: { reports: [ids.report], reason: "seen" },
    detachReport: { reason: "seen" },
    pinIncident: { reason: "seen" },
    unpinIncident: { reason: "seen" },
    undoMatching: { entry: 1, reason: "seen" },
    learnMatchModel: { reason: "seen" },
    dryRunText: { text: "---\ntruce: 1\n---\n" },
    recordText: { seen: await rowOf("agreement"), text: "---\ntruce: 1\n---\n" },
    dryRunList: { agreement, list: "outlaws" },
    recordAccount: { kind: "answer", by: "the elders", on: "2016-03-05", actor: "a" },
    withdrawAccount: { seen: await rowOf("statement"), reasons: words },
    retryJob: { kind: "judge-incidents" },
  };
  return { body: bodies[name] };
}

/** An event stream goes on: it is enough that it begins. */
async function askBriefly(served: Served, who: (typeof COLUMNS)[number]): Promise<Got> {
  const headers = who === "nobody" ? new Headers() : (await served.person(who)).headers;
  const response = await served.app.request("http://localhost:8080/api/events", { headers });
  await response.body?.cancel();
  const { status, headers: said } = response;
  return { status, headers: said, body: undefined, problem: undefined as never, text: "" };
}

const code = ({ status }: Got): string => ({ 401: "!", 403: "-", 404: "0" })[status] ?? "+";

async function digestOf(store: Store, id: string): Promise<string> {
  const [row] = await store.query<{ digest: Buffer }>("select digest from item where id = $1", [id]);
  return row!.digest.toString("hex");
}

test("an endpoint needs what the verb behind it needs", () => {
  for (const [name, handler] of Object.entries({ ...actHandlers, ...matchingHandlers, ...accountToldHandlers }))
    if ("permission" in handler) expect(endpointNamed(name as EndpointName).permission, name).toBe(handler.permission);
});

onEachServer("access over HTTP", (records) => {
  let served: Served;
  afterEach(() => served?.close(), SLOW);

  test("is what the matrix says, in every cell: every role, every endpoint, one's own party and another", async () => {
    served = await Served.open(records);
    const { store } = served;
    const ids = await oneOfEach(store, ["party:a"]);
    const setting: Setting = {
      ids,
      digest: await digestOf(store, ids.item),
      rowOf: async (noun) => {
        const [found] = await store.query<{ row: number }>(
          `select row from "${noun}" where id = $1 and superseded_at is null`,
          [ids[noun]],
        );
        return found!.row;
      },
    };
    const author = (await (await served.person("decider")).caller())!.person!;
    // Reads first: acts change what they are about.
    const order = ENDPOINT_NAMES.toSorted((a, b) => (endpointNamed(a).method < endpointNamed(b).method ? -1 : 1));
    const wrong: string[] = [];
    for (const name of order) {
      const expected = MATRIX[name].split(/\s+/u);
      expect(expected, name).toHaveLength(COLUMNS.length);
      for (const [i, who] of COLUMNS.entries()) {
        if (name === "withdrawProposal" || name === "signDetermination")
          await renewProposal(store, ids, name === "withdrawProposal" ? author : "p");
        const got =
          name === "events" ? await askBriefly(served, who) : await served.ask(who, name, await sentTo(name, setting));
        if (code(got) !== expected[i])
          wrong.push(`${name} for ${who}: ${code(got)} (${got.status} ${got.text.slice(0, 200)}), not ${expected[i]}`);
        if (got.status === 404) expect(got.body).toEqual(NOT_FOUND);
        if (name.startsWith("list:")) {
          const sees = MATRIX[name.replace("list:", "get:") as EndpointName].split(/\s+/u)[i] === "+";
          const noun = Object.keys(ids).find((key) => `list:${camelCase(key)}` === name) as Noun;
          const has = (got.body as { items: { id: string }[] }).items.some(({ id }) => id === ids[noun]);
          if (has !== sees) wrong.push(`${name} for ${who}: ${has ? "has" : "has not"} the thing`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

const NOT_FOUND = {
  type: "about:blank",
  title: "Not Found",
  status: 404,
  code: "not-found",
  detail: "there is nothing here, or nothing for you",
  hint: "look at the list again",
};

/** The proposal, open again and by this person. */
async function renewProposal(store: Store, ids: Setting["ids"], author: string): Promise<void> {
  const [now] = await store.query<Record<string, unknown> & { row: number }>(
    "select * from proposal where id = $1 and superseded_at is null",
    [ids.proposal],
  );
  const said = { ...now!, proposed_by: author, signed_by: [author], state: "open", needed: 2, body: { audience: [] } };
  await store.change(async (change) => {
    change.add("proposal", { id: ids.proposal, supersedes: now!.row, audience: ["party:a"] }, said as never);
    return { result: undefined, act: { by: "a test", act: "note", body: {} } };
  });
}
