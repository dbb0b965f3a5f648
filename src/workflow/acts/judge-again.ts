import { agreementsKept, lastEntryOf, ledgerEnd, type Change, type Store } from "../../store/index.ts";
import { compileWithDiary } from "../folder-duties.ts";
import { chooseReadings } from "../judge-folder.ts";
import { JUDGING, judgeRecord, loadRecord, type RecordJudged } from "../record/index.ts";
import { countsAnything } from "../record-counts.ts";
import type { Acting } from "./acting.ts";
import { causesIn, type Cause } from "./judge-causes.ts";
import { mandateOf } from "./mandate.ts";

export const JUDGE_INCIDENTS = "judge-incidents";
/** What is to be judged again follows from the ledger, so there is one key for all of it. */
export const RECORD = "record";
/** Beyond these it is quicker to look at all. */
const MOST_LOOKED_UP = 5000;
const MOST_CAUSES_NOTED = 1000;

/** Asks, in the transaction of a change, for what it touches to be judged again. */
export async function askToJudge({ ask }: Pick<Acting, "ask">, change: Change): Promise<void> {
  await ask?.(change, JUDGE_INCIDENTS, RECORD);
}

export interface JudgedAgain extends RecordJudged {
  readonly agreement: string;
  /** Numbers of the entries of the ledger since it was last judged that may matter. */
  readonly because: readonly number[];
  /** The entry of the ledger that says that it was done. */
  readonly seq: number;
  /** Whether all incidents were looked at, or only those that the entries are about. */
  readonly scope: "all" | "some";
}

export interface ToJudge {
  readonly agreement: string;
  readonly causes: readonly Cause[];
  readonly upTo: number;
}

/**
 * Judges again what was touched since the last time, under every agreement. Findings that come out as before are left alone; each
 * that does not names the entries of the ledger that it may come of. What there is to do follows from the record.
 */
export async function judgeAgain(
  store: Store,
  { by, agreement }: { readonly by: string; readonly agreement?: string },
): Promise<readonly JudgedAgain[]> {
  // One after the other: who began earlier would write over what came of what happened since.
  return store.alone(JUDGING, async () => {
    const done: JudgedAgain[] = [];
    const troubles: unknown[] = [];
    for (const one of await agreementsToJudge(store)) {
      if (agreement !== undefined && agreement !== one.agreement) continue;
      // A text that cannot be judged by keeps no other from being judged by.
      const judged = await judgeOne(store, one, by).catch((error: unknown) => void troubles.push(error));
      if (judged) done.push(judged);
    }
    if (troubles.length > 0) throw troubles[0];
    return done;
  });
}

export async function agreementsToJudge(store: Store): Promise<readonly ToJudge[]> {
  return store.snapshot(async (client) => {
    const { seq: upTo } = await ledgerEnd(client);
    const found: ToJudge[] = [];
    for (const { key: agreement } of await agreementsKept(client)) {
      const last = await lastEntryOf(client, { act: "judge-again", about: { key: "agreement", value: agreement } });
      const after = (last?.body as { readonly upTo: number } | undefined)?.upTo ?? 0;
      const causes = await causesIn(client, { agreement, after, upTo });
      if (causes.length > 0) found.push({ agreement, causes, upTo });
    }
    return found;
  });
}

async function judgeOne(store: Store, { agreement, causes, upTo }: ToJudge, by: string): Promise<JudgedAgain> {
  // 1. Which incidents: if the text counts events, what happened in one may decide another.
  const only = await incidentsToJudge(store, agreement, causes);
  const because = causes.slice(-MOST_CAUSES_NOTED).map(({ seq }) => seq);
  // 2. The findings, as the judge makes them; what was released stays so.
  const { mandate } = await store.withClient((client) => mandateOf(client, agreement));
  const audience = mandate.findingsFor ?? [];
  const again = { because, keepsAudience: true, ...(only === undefined ? {} : { only }) };
  const judged = await judgeRecord(store, { by, agreement, audience, ...again });
  // 3. That it was done, and up to where; also when everything came out as before.
  const scope = only === undefined ? "all" : "some";
  const { seq } = await store.change(async () => {
    const { incidents, added, changed } = judged;
    const body = { agreement, upTo, because, scope, incidents, added, changed };
    return { result: undefined, act: { by, act: "judge-again", body } };
  });
  return { ...judged, agreement, because, seq: seq!, scope };
}

async function incidentsToJudge(
  store: Store,
  agreement: string,
  causes: readonly Cause[],
): Promise<readonly string[] | undefined> {
  if (causes.some(({ incidents }) => incidents === undefined)) return undefined;
  const some = new Set(causes.flatMap(({ incidents }) => incidents!));
  if (some.size > MOST_LOOKED_UP) return undefined;
  const loaded = await loadRecord(store, agreement);
  const program = compileWithDiary(loaded, Number.POSITIVE_INFINITY);
  return countsAnything(program, chooseReadings(program, undefined)) ? undefined : [...some];
}
