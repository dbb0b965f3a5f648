import { findingsRevised, WITH_ANSWERS, type Client, type FindingRevised, type Store } from "../../store/index.ts";
import { causesNumbered, type Cause } from "./judge-causes.ts";

/** What a rule says under a reading: the verdict, and what is possible as far as more than that is. */
export interface SaidVerdict {
  readonly verdict: string;
  readonly possible: readonly string[];
}

export interface VerdictChange {
  readonly rule: string;
  readonly reading: string;
  /** Of the reports together with what was found out besides. Unset: of the reports alone. */
  readonly withAnswers?: true;
  /** Unset: the text did not have this rule or reading. */
  readonly before: SaidVerdict | undefined;
  readonly now: SaidVerdict | undefined;
}

/** A finding that came out otherwise than before: another verdict, or another is possible. New reasons for the same are none. */
export interface FindingChange {
  readonly incident: string;
  readonly agreement: string;
  readonly finding: string;
  /** The row of the finding. */
  readonly row: number;
  readonly at: number;
  /** The entry of the ledger in which it stands. */
  readonly seq: number;
  readonly verdicts: readonly VerdictChange[];
  /** What it may come of: the entries since the last judging that this incident may rest on. */
  readonly because: readonly Omit<Cause, "incidents">[];
}

export interface ChangesAsked {
  /** Milliseconds since 1970 UTC; what was recorded after it. */
  readonly since: number;
  /** Rows of findings after this one: to go on from. */
  readonly after?: number;
  readonly limit?: number;
}

export interface ChangesFound {
  readonly changes: readonly FindingChange[];
  /** To go on from; unset: there is no more. */
  readonly next: number | undefined;
}

const MOST = 1000;

/** Findings that came out otherwise since a moment, in the order in which they did, with what they may come of. For the inside. */
export async function findingsChanged(
  store: Store,
  { since, after = 0, limit = MOST }: ChangesAsked,
): Promise<ChangesFound> {
  const most = Math.max(1, Math.min(limit, MOST));
  return store.snapshot(async (client) => {
    const found = await findingsRevised(client, { since, after, limit: most + 1 });
    const shown = found.slice(0, most);
    const causes = new CauseBook(client);
    const changes: FindingChange[] = [];
    for (const revised of shown) changes.push(await changeOf(revised, causes));
    return { changes, next: found.length > most ? shown.at(-1)!.row : undefined };
  });
}

async function changeOf(revised: FindingRevised, causes: CauseBook): Promise<FindingChange> {
  const { incident, agreement, id: finding, row, recorded_at: at, seq, before, now } = revised;
  const because = await causes.of(revised);
  return { incident, agreement, finding, row, at, seq, verdicts: verdictChanges(before, now), because };
}

/** The causes of each pass are looked up once. */
class CauseBook {
  private readonly client: Client;
  private readonly known = new Map<number, readonly Cause[]>();

  constructor(client: Client) {
    this.client = client;
  }

  async of({ seq, because, agreement, incident }: FindingRevised): Promise<FindingChange["because"]> {
    let causes = this.known.get(seq);
    if (!causes) this.known.set(seq, (causes = await causesNumbered(this.client, because ?? [], agreement)));
    return causes
      .filter(({ incidents }) => incidents?.includes(incident) ?? true)
      .map(({ seq: number, act, by, at }) => ({ seq: number, act, by, at }));
  }
}

/**
 * Rules under readings whose verdict, or what is possible of it, is not what it was; by the reports, and with what was found out.
 * As long as nothing was, the two are the same.
 */
export function verdictChanges(before: readonly string[], now: readonly string[]): readonly VerdictChange[] {
  const [then, today] = [saidIn(before), saidIn(now)];
  const places = [...new Set([...then.keys(), ...today.keys()])].toSorted();
  return places.flatMap((place): VerdictChange[] => {
    const [under = "", rule = ""] = place.split("|");
    const withAnswers = under.endsWith(WITH_ANSWERS);
    const reading = withAnswers ? under.slice(0, -WITH_ANSWERS.length) : under;
    const [old, current] = [then, today].map((said) => said.get(place) ?? said.get(`${reading}|${rule}`));
    if (JSON.stringify(old) === JSON.stringify(current)) return [];
    return [{ rule, reading, ...(withAnswers ? { withAnswers: true as const } : {}), before: old, now: current }];
  });
}

/** Keys are `reading|rule|verdict`, and `reading|rule|?verdict` for each that is possible. */
function saidIn(keys: readonly string[]): ReadonlyMap<string, SaidVerdict> {
  const said = new Map<string, { verdict: string; possible: string[] }>();
  for (const key of keys) {
    const [reading, rule, word = ""] = key.split("|");
    const place = `${reading}|${rule}`;
    const one = said.get(place) ?? { verdict: "", possible: [] };
    said.set(place, one);
    if (word.startsWith("?")) one.possible.push(word.slice(1));
    else one.verdict = word;
  }
  for (const { possible } of said.values()) possible.sort();
  return said;
}
