import { verifyRecord, type Store } from "../../../src/store/index.ts";
import { judgeJob, matchJob, openRecord } from "../../../src/workflow/index.ts";
import type { Asked } from "./client.ts";

/** Everything in the record that is not as those who were answered have to find it. */
export async function checkAccepted(data: string, journal: readonly Asked[]): Promise<readonly string[]> {
  const record = await openRecord({ data, purpose: "crash test" });
  try {
    const { store } = record;
    const { discrepancies } = await verifyRecord(store);
    return [
      ...discrepancies.map(({ where, what }) => `verify: ${where}: ${what}`),
      ...wrongCounts(journal, await marksIn(store)),
      ...(await twice(store)),
      ...(await undone(store)),
    ];
  } finally {
    await record.close();
  }
}

/** How often each mark stands where its act puts it. */
const MARKS: Readonly<Record<string, string>> = {
  // A report, and the incident that it opens.
  recordReports: `select r.external_id as mark, greatest(count(*), (select count(distinct i.id) from incident i where i.account = r.id)) as times
    from report r group by r.external_id, r.id`,
  receiveItem: `select encode(digest, 'hex') as mark, greatest(count(*), (select count(*) from ledger_entry e
      where e.act = 'receive-item' and e.body->>'item' = encode(item.digest, 'hex'))) as times from item group by digest`,
  setOccurrence: "select reasons as mark, count(*) as times from level group by 1",
  requestReply: "select body->'question'->>'text' as mark, count(distinct id) as times from reply group by 1",
  recordReply: `select body->'answer'->>'text' as mark, count(*) as times from reply where answered_at is not null group by 1`,
  askClarification: "select question as mark, count(*) as times from clarification group by 1",
  proposeDetermination: "select reasons as mark, count(distinct id) as times from proposal group by 1",
  signDetermination: `select 'signed ' || id as mark, cardinality(signed_by) - 1 as times from proposal
    where superseded_at is null and cardinality(signed_by) > 1`,
};
const SAME_AS: Readonly<Record<string, string>> = {
  recordPastedTable: "recordReports",
  setAttribution: "setOccurrence",
};

type Marks = ReadonlyMap<string, ReadonlyMap<string, number>>;

async function marksIn(store: Store): Promise<Marks> {
  const found = new Map<string, ReadonlyMap<string, number>>();
  for (const [name, text] of Object.entries(MARKS)) {
    const rows = await store.query<{ mark: string | null; times: number }>(text);
    found.set(name, new Map(rows.flatMap(({ mark, times }) => (mark === null ? [] : [[mark, times]]))));
  }
  return found;
}

/** What was accepted is there once; what was refused is not there; what was not answered may be, but no more than once. */
function wrongCounts(journal: readonly Asked[], marks: Marks): readonly string[] {
  const wanted = new Map<string, { name: string; accepted: number; unanswered: number }>();
  for (const { act, outcome } of journal)
    for (const mark of [act.mark, ...(act.more ?? [])]) {
      const one = wanted.get(mark) ?? { name: act.name, accepted: 0, unanswered: 0 };
      wanted.set(mark, one);
      if (outcome === "accepted") one.accepted += 1;
      if (outcome === "unanswered") one.unanswered += 1;
    }
  return [...wanted].flatMap(([mark, { name, accepted, unanswered }]) => {
    const times = marks.get(SAME_AS[name] ?? name)!.get(mark) ?? 0;
    // A proposal lacks one signature, so one is all that it can get.
    const most = accepted > 0 ? accepted : Math.min(1, unanswered);
    if (times >= accepted && times <= most) return [];
    return [`${name} ${mark}: ${times} times, was accepted ${accepted} times and not answered ${unanswered} times`];
  });
}

/** What there must be one of, whatever was asked for. */
async function twice(store: Store): Promise<readonly string[]> {
  const unique = {
    "report, by id in its data set": "select from report where superseded_at is null group by data_set, external_id",
    "report in incidents": "select from incident_member where superseded_at is null and not withdrawn group by report",
    "level of a ladder": "select from level where superseded_at is null and not withdrawn group by incident, ladder",
    "determination of a rule":
      "select from determination where superseded_at is null group by incident, agreement, rule",
    finding: "select from finding where superseded_at is null group by incident, agreement",
    source: "select from source where superseded_at is null group by handle",
    "entry of the ledger, by its rows": "select from ledger_entry where runs <> '[]' group by first_row",
  };
  const found: string[] = [];
  for (const [what, text] of Object.entries(unique)) {
    const [row] = await store.query<{ count: number }>(
      `select count(*) as count from (${text} having count(*) > 1) as twice`,
    );
    if (row!.count !== 0) found.push(`${what}: ${row!.count} are there twice`);
  }
  return found;
}

/** Work that follows from a change and was not done. */
async function undone(store: Store): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, undone: find } of [judgeJob(store), matchJob(store)]) {
    const keys = await find();
    if (keys.length > 0) failures.push(`${name}: work is undone`);
  }
  const states = await store.query<{ name: string; state: string; count: number }>(
    `select name, state || coalesce(': ' || (output->>'reason'), '') as state, count(*) as count
     from truce_jobs.job where state not in ('completed') group by 1, 2`,
  );
  failures.push(...states.map(({ name, state, count }) => `${count} jobs ${name} are ${state}`));
  const [unjudged] = await store.query<{ count: number }>(
    `select count(*) as count from incident i where i.superseded_at is null and not i.withdrawn
       and not exists (select from finding f where f.incident = i.id and f.superseded_at is null)`,
  );
  if (unjudged!.count !== 0) failures.push(`${unjudged!.count} incidents have no finding`);
  const [outbox] = await store.query<{ count: number }>("select count(*) as count from outbox where sent_at is null");
  if (outbox!.count !== 0) failures.push(`${outbox!.count} messages were not sent`);
  return failures;
}
