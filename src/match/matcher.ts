import type { Claim } from "./claim.ts";
import { ClaimTable } from "./claim-table.ts";
import { deedsFor } from "./incident-ids.ts";
import { guessMoment } from "./lags.ts";
import { LineageBook } from "./lineage.ts";
import { incidentKey, Ledger, pinKey, verdictKey, type Author, type Entry, type Verdict } from "./ledger.ts";
import { Surroundings, type Parts } from "./neighbourhood.ts";
import { PairBook } from "./pair-book.ts";
import { Scorer, type Model } from "./score.ts";
import { refuseContradiction } from "./verdicts.ts";

/**
 * What a change of old claims must gain, as log-odds summed over pairs. Below it the new claim goes where it fits best and
 * everything else stays: an id that readers know is worth more than a hair's breadth.
 */
const HYSTERESIS = 3;

export interface MatcherOptions {
  readonly model: Model;
  /** Ids of new incidents, never one twice, and sorting by age as UUIDv7 does. */
  readonly newId: () => string;
  readonly ledger?: Ledger;
  readonly hysteresis?: number;
}

/** What the matcher would do if the incident were not pinned. */
export interface Proposal {
  readonly incident: string;
  /** Claims that it would put there. */
  readonly claims: readonly string[];
  /** Mean log-odds between them and the incident's. */
  readonly logOdds: number;
}

export interface Step {
  readonly entries: readonly Entry[];
  readonly proposals: readonly Proposal[];
}

/**
 * Matches claims as they come. A new claim is compared with what is near, the clusters it could touch are clustered again
 * with it, and what comes out is entered in the ledger with ids that stay with most of their claims.
 */
export class Matcher {
  readonly ledger: Ledger;
  readonly book: PairBook;
  readonly lineages = new LineageBook();
  private readonly options: MatcherOptions;

  constructor(options: MatcherOptions) {
    this.options = options;
    this.ledger = options.ledger ?? new Ledger();
    const table = new ClaimTable();
    this.book = new PairBook(table);
    this.book.useModel(new Scorer(options.model, table));
  }

  /** Makes claims known whose incidents the ledger has already. */
  load(claims: readonly Claim[]): void {
    for (const claim of claims) this.know(claim);
  }

  /** A claim has come in. One that sums several incidents is kept and never clustered. */
  add(claim: Claim, author: Author): Step {
    const i = this.know(claim);
    if (claim.isAggregate) return NOTHING;
    return this.book.leftOut.has(i) ? this.attachCopy(claim, author) : this.resolve([i], author);
  }

  /** A copy goes where its origin is. */
  private attachCopy({ id }: Claim, author: Author): Step {
    const incident = this.ledger.incidentOf(this.lineages.originOf(id));
    if (incident === undefined) return NOTHING;
    if (this.ledger.isPinned(incident))
      return { entries: [], proposals: [{ incident, claims: [id], logOdds: Number.POSITIVE_INFINITY }] };
    const change = { key: incidentKey(id), before: undefined, after: incident };
    return { entries: [this.ledger.append("attach", [change], author)], proposals: [] };
  }

  /** A claim was taken back by its source: its incident and what it was likely to be one with are looked at again. */
  withdraw(id: string, author: Author): Step {
    const i = this.numberOf(id);
    const near = new Surroundings(this.book, this.ledger, [i]).claims.filter((claim) => claim !== i);
    this.book.remove(i);
    // What copied it speaks for itself from now on.
    for (const copy of this.lineages.forget(id)) this.book.compare(this.numberOf(copy));
    const incident = this.ledger.incidentOf(id);
    const entries =
      incident === undefined
        ? []
        : [this.ledger.append("detach", [{ key: incidentKey(id), before: incident, after: undefined }], author)];
    if (near.length === 0) return { entries, proposals: [] };
    const step = this.resolve(near, author);
    return { entries: [...entries, ...step.entries], proposals: step.proposals };
  }

  /**
   * A person has said whether two claims are of one incident. `same` and `different` bind the matcher; `unsure` may be
   * final. Refuses what contradicts what people said before.
   */
  assert(verdict: Verdict, pair: readonly [string, string], author: Author): Step {
    const numbers = pair.map((id) => this.numberOf(id));
    refuseContradiction(this.ledger, verdict, pair);
    const key = verdictKey(...pair);
    const entry = this.ledger.append("assert", [{ key, before: this.ledger.get(key), after: verdict }], author);
    if (verdict === "unsure") return { entries: [entry], proposals: [] };
    const step = this.resolve(numbers, author);
    return { entries: [entry, ...step.entries], proposals: step.proposals };
  }

  /** From now on nothing joins the incident and nothing leaves it, but by people. */
  pin(incident: string, author: Author): Entry {
    const key = pinKey(incident);
    return this.ledger.append("pin", [{ key, before: this.ledger.get(key), after: "pinned" }], author);
  }

  private know(claim: Claim): number {
    const i = this.book.table.add(claim);
    guessMoment(this.book.table, i, this.options.model.lags);
    if (this.lineages.add(claim)) this.book.leaveOut(i);
    else this.book.compare(i);
    return i;
  }

  private numberOf(id: string): number {
    const i = this.book.table.numbers.get(id);
    if (i === undefined) throw new RangeError(`there is no claim ${id}`);
    return i;
  }

  private resolve(seeds: readonly number[], author: Author): Step {
    const near = new Surroundings(this.book, this.ledger, seeds);
    const solved = withoutPinned(near, near.solve());
    const stayed = withoutPinned(near, near.stay());
    const gain = near.worth(solved.parts) - near.worth(stayed.parts);
    const isBound = near.obeys(stayed.parts);
    const { parts, proposals } = isBound && gain < (this.options.hysteresis ?? HYSTERESIS) ? stayed : solved;
    const ids = parts.map((part) =>
      part.flatMap((claim) => [near.idOf(claim), ...this.lineages.copiesOf(near.idOf(claim))]),
    );
    const signed = { ...author, model: this.options.model.version };
    const entries = deedsFor(this.ledger, ids, this.options.newId).map(({ deed, changes }) =>
      this.ledger.append(deed, changes, signed),
    );
    return { entries, proposals };
  }
}

const NOTHING: Step = { entries: [], proposals: [] };

/** What is pinned stays by itself; what would have been with it is proposed. */
function withoutPinned(
  near: Surroundings,
  parts: Parts,
): { readonly parts: Parts; readonly proposals: readonly Proposal[] } {
  const pinned = near.blocks.filter(({ isPinned }) => isPinned);
  if (pinned.length === 0) return { parts, proposals: [] };
  const fixed = new Map(pinned.flatMap((block) => block.claims.map((claim) => [claim, block] as const)));
  const proposals: Proposal[] = [];
  const free = parts.flatMap((part) => {
    const rest = part.filter((claim) => !fixed.has(claim));
    const block = part.map((claim) => fixed.get(claim)).find((one) => one !== undefined);
    if (rest.length === 0) return [];
    if (block) {
      const claims = rest.map((claim) => near.idOf(claim));
      proposals.push({ incident: block.incident, claims, logOdds: near.mean(rest, block.claims) });
    }
    return [rest];
  });
  return { parts: [...pinned.map(({ claims }) => claims), ...free], proposals };
}
