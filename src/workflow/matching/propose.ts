import { setImmediate } from "node:timers/promises";
import {
  explainIncident,
  explainPair,
  incidentKey,
  Ledger,
  Matcher,
  pinKey,
  type Model,
  type Proposal,
} from "../../match/index.ts";
import { placeProposed, type Row } from "../../store/index.ts";
import type { ClaimWords } from "./claim-words.ts";
import { sayBits } from "./explain-pair.ts";
import type { RecordClaim } from "./record-claims.ts";
import { noteVerdict } from "./verdicts.ts";
import type { ProposalBody, ProposalKind, WaitReason } from "./waiting.ts";

/** What there is to go by when new reports are matched with those that are near. */
export interface Situation {
  readonly claims: readonly RecordClaim[];
  /** Reports that nobody has put with others yet. */
  readonly isFresh: (claim: RecordClaim) => boolean;
  readonly model: Model;
  readonly words: ClaimWords;
  readonly verdicts: readonly Row<"match_verdict">[];
  /** Incidents that only people change. */
  readonly pinned: ReadonlySet<string>;
  /** Incidents of which people have decided something; the pinned ones too. */
  readonly decided: ReadonlySet<string>;
  /** All that was proposed before, whatever came of it: see `placeProposed`. */
  readonly proposed: ReadonlySet<string>;
}

/** That a report, with all of its incident or out of it, goes into another; or, with those beside it, into none of the others. */
export interface Proposed {
  readonly report: RecordClaim;
  readonly incident: string;
  readonly nearest: string | undefined;
  readonly kind: ProposalKind;
  readonly band: string;
  readonly probability: number | null;
  readonly bits: number | null;
  readonly body: ProposalBody;
}

/** Matches one situation as the matcher does, and says what it would change of the record. It changes nothing itself. */
export class MatchingOfRecord {
  readonly matcher: Matcher;
  private readonly situation: Situation;
  private readonly byId: ReadonlyMap<string, RecordClaim>;
  private readonly pinnedOut: Proposal[] = [];
  /** What the matcher calls the incidents of the record, by their age. */
  private readonly aliases = new Map<string, string>();
  private names: ReadonlyMap<string, string> | undefined;
  private fresh = 0;

  private constructor(situation: Situation) {
    this.situation = situation;
    this.byId = new Map(situation.claims.map((one) => [one.claim.id, one]));
    const known = situation.claims.filter((one) => !situation.isFresh(one));
    this.matcher = new Matcher({
      model: situation.model,
      ledger: this.ledgerOf(known),
      newId: () => `${NEW}${(this.fresh += 1)}`,
    });
  }

  /** Lets others run now and then: a worker that is silent for some seconds is taken for dead. */
  static async of(situation: Situation): Promise<MatchingOfRecord> {
    const matching = new MatchingOfRecord(situation);
    const known = situation.claims.filter((one) => !situation.isFresh(one));
    for (const [n, { claim }] of known.entries()) {
      if (n % BREATH === 0) await setImmediate();
      matching.matcher.load([claim]);
    }
    for (const [n, { claim }] of situation.claims.filter(situation.isFresh).entries()) {
      if (n % BREATH === 0) await setImmediate();
      matching.pinnedOut.push(...matching.matcher.add(claim, MACHINE).proposals);
    }
    return matching;
  }

  private ledgerOf(known: readonly RecordClaim[]): Ledger {
    const ledger = new Ledger();
    const groups = new Map<string, string[]>();
    for (const { claim, incident } of known) {
      // One that sums several is in no incident of the matcher's.
      if (claim.isAggregate) continue;
      const members = groups.get(incident) ?? [];
      groups.set(incident, members);
      members.push(claim.id);
    }
    // The matcher takes the id that sorts first for the older; those of the record say nothing of age, the order of reports does.
    [...groups.keys()].forEach((incident, n) =>
      this.aliases.set(incident, `${String(n).padStart(9, "0")}:${incident}`),
    );
    for (const [incident, members] of groups)
      ledger.append(
        "create",
        members.map((id) => ({ key: incidentKey(id), before: undefined, after: this.aliases.get(incident)! })),
        MACHINE,
      );
    for (const verdict of this.situation.verdicts) noteVerdict(ledger, verdict);
    for (const incident of this.situation.pinned) {
      const alias = this.aliases.get(incident);
      if (alias === undefined) continue;
      ledger.append("pin", [{ key: pinKey(alias), before: undefined, after: "pinned" }], MACHINE);
    }
    return ledger;
  }

  proposals(): readonly Proposed[] {
    const found: Proposed[] = [];
    const merged = new Set<string>();
    for (const one of this.situation.claims) {
      const at = this.matcher.ledger.incidentOf(one.claim.id);
      if (at === undefined) continue;
      const incident = this.nameOf(at);
      if (incident === undefined || incident === one.incident) continue;
      const kind = this.kindOf(one, at);
      const key = `${one.incident} ${incident}`;
      if (kind === "merge" && merged.has(key)) continue;
      merged.add(key);
      found.push(this.proposed(one, { at, incident, kind }));
    }
    for (const one of this.pinnedOut) for (const id of one.claims) found.push(this.toPinned(this.byId.get(id)!, one));
    return this.unproposed(found);
  }

  /** Reports that the matcher would take out of an incident, together, where they fit into no other. */
  splits(): readonly Proposed[] {
    const { ledger } = this.matcher;
    const parts = ledger.incidents().filter((at) => this.nameOf(at) === undefined);
    const found = parts.flatMap((at) => {
      const leaving = [...ledger.claimsOf(at)].map((id) => this.byId.get(id)!).toSorted((a, b) => a.row - b.row);
      const origins = [...new Set(leaving.map(({ incident }) => incident))];
      return origins.map((origin) => this.split(leaving.filter(({ incident }) => incident === origin)));
    });
    return this.unproposed(found);
  }

  private unproposed(found: readonly Proposed[]): readonly Proposed[] {
    return found.filter(
      ({ report, incident, kind }) =>
        !this.situation.proposed.has(placeProposed({ report: report.claim.id, incident, kind })),
    );
  }

  /** The first of them stands for all. */
  private split(leaving: readonly RecordClaim[]): Proposed {
    const report = leaving[0]!;
    const { incident } = report;
    const ids = new Set(leaving.map(({ claim }) => claim.id));
    const staying = this.situation.claims.filter((one) => one.incident === incident && !ids.has(one.claim.id));
    const nearest = this.nearestTo(
      report.claim.id,
      staying.map(({ claim }) => claim.id),
    );
    const because = [
      `With the likeliest of the ${staying.length} others there it comes to less than another incident of its own would.`,
      ...(nearest === undefined ? [] : this.sayNearest(report.claim.id, nearest)),
    ];
    const waitsFor = this.waitsFor(report, { incident, kind: "split", band: "split" });
    const body = { because, waitsFor, reports: [...ids] };
    return { report, incident, nearest, kind: "split", band: "split", probability: null, bits: null, body };
  }

  /**
   * What the record calls an incident of the matcher's: the one that most of its reports are in, the older if two have as many.
   * Each is used once, and a part that is left without has no name.
   */
  private nameOf(at: string): string | undefined {
    return at.startsWith(NEW) ? (this.names ??= this.assignNames()).get(at) : at.slice(at.indexOf(":") + 1);
  }

  private assignNames(): ReadonlyMap<string, string> {
    const { ledger } = this.matcher;
    const wishes = ledger
      .incidents()
      .filter((at) => at.startsWith(NEW))
      .flatMap((at) => {
        const counts = new Map<string, { count: number; row: number }>();
        for (const id of ledger.claimsOf(at)) {
          const { incident, row } = this.byId.get(id)!;
          const known = counts.get(incident) ?? { count: 0, row };
          counts.set(incident, { count: known.count + 1, row: Math.min(known.row, row) });
        }
        return Array.from(counts, ([incident, of]) => ({ at, incident, ...of }));
      })
      .sort((a, b) => b.count - a.count || a.row - b.row);
    const names = new Map<string, string>();
    const used = new Set<string>();
    for (const { at, incident } of wishes) {
      if (names.has(at) || used.has(incident)) continue;
      names.set(at, incident);
      used.add(incident);
    }
    return names;
  }

  private kindOf(one: RecordClaim, at: string): ProposalKind {
    const { book, ledger } = this.matcher;
    if (book.leftOut.has(book.table.numbers.get(one.claim.id)!)) return "copy";
    const before = this.situation.claims.filter(({ incident }) => incident === one.incident);
    if (before.length === 1) return "join";
    return before.every(({ claim }) => ledger.incidentOf(claim.id) === at) ? "merge" : "move";
  }

  private proposed(
    one: RecordClaim,
    to: { readonly at: string; readonly incident: string; readonly kind: ProposalKind },
  ): Proposed {
    const { at, incident, kind } = to;
    const { book, ledger, lineages } = this.matcher;
    const { id } = one.claim;
    if (kind === "copy") {
      const origin = lineages.originOf(id);
      const because = [
        `It is a copy of a report of the other incident (${lineages.copies.find(({ claim }) => claim === id)!.by}), so it has no voice of its own.`,
      ];
      const waitsFor = this.waitsFor(one, { incident, kind, band: "copy" });
      const body = { because, waitsFor };
      return { report: one, incident, nearest: origin, kind, band: "copy", probability: null, bits: null, body };
    }
    const { members, state, nearest: other } = explainIncident(book, ledger, at);
    const mine = members.find(({ claim }) => claim === id);
    const nearest = this.nearestTo(
      id,
      members.map(({ claim }) => claim),
    );
    const waitsFor = this.waitsFor(one, { incident, kind, band: state });
    const because = [
      ...(mine
        ? [`Over all reports there: ${sayBits(mine.mean)} bits, so ${Math.round(mine.probability * 100)} in 100.`]
        : []),
      ...(nearest ? this.sayNearest(id, nearest) : []),
      ...(state === "contested" && other
        ? [`Another incident fits nearly as well (${sayBits(other.mean)} bits).`]
        : []),
    ];
    return {
      report: one,
      incident,
      nearest,
      kind,
      band: state === "tentative" ? "probable" : state,
      probability: mine?.probability ?? null,
      bits: mine?.mean ?? null,
      body: { because, waitsFor },
    };
  }

  private toPinned(report: RecordClaim, { incident: at, logOdds }: Proposal): Proposed {
    const isCopy = !Number.isFinite(logOdds);
    const because = [
      isCopy ? "It is a copy of one of its reports." : `Over all reports there: ${sayBits(logOdds / Math.LN2)} bits.`,
    ];
    const nearest = this.nearestTo(report.claim.id, [...this.matcher.ledger.claimsOf(at)]);
    return {
      report,
      incident: this.nameOf(at)!,
      nearest,
      kind: isCopy ? "copy" : "join",
      band: isCopy ? "copy" : "probable",
      probability: isCopy ? null : 1 / (1 + Math.exp(-logOdds)),
      bits: isCopy ? null : logOdds / Math.LN2,
      body: { because, waitsFor: ["pinned"] },
    };
  }

  /** The report there that is likeliest one with it. */
  private nearestTo(id: string, others: readonly string[]): string | undefined {
    const { book } = this.matcher;
    const { numbers } = book.table;
    let [best, highest]: [string | undefined, number] = [undefined, Number.NEGATIVE_INFINITY];
    for (const other of others) {
      if (other === id) continue;
      const total = explainPair(book, numbers.get(id)!, numbers.get(other)!)?.total ?? Number.NEGATIVE_INFINITY;
      if (best === undefined || total > highest) [best, highest] = [other, total];
    }
    return best;
  }

  private sayNearest(id: string, nearest: string): readonly string[] {
    const { book } = this.matcher;
    const { numbers } = book.table;
    const pair = explainPair(book, numbers.get(id)!, numbers.get(nearest)!);
    if (!pair) return [];
    const bars = pair.bars
      .filter(({ bits }) => Math.abs(bits) >= 0.5)
      .toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits));
    // Who the sources are is not for a text that is kept.
    return bars
      .slice(0, 5)
      .map(
        ({ field, says, bits }) =>
          `${sayBits(bits)} ${field === "share" ? "other reports of the two sources compete" : says}`,
      );
  }

  /** Why a person has to look; nothing: the matcher may do it. */
  private waitsFor(
    one: RecordClaim,
    { incident, kind, band }: { readonly incident: string; readonly kind: ProposalKind; readonly band: string },
  ): readonly WaitReason[] {
    const { decided, pinned, verdicts } = this.situation;
    const target = this.situation.claims.filter((other) => other.incident === incident);
    const audience = target[0]?.incidentAudience ?? [];
    const ids = new Set(target.map(({ claim }) => claim.id));
    const isSaid = verdicts.some(
      ({ report, other }) => (report === one.claim.id && ids.has(other)) || (other === one.claim.id && ids.has(report)),
    );
    const both = [one.incident, incident];
    const reasons: readonly (readonly [WaitReason, boolean])[] = [
      ["moves", kind === "merge" || kind === "move" || kind === "split" || !this.situation.isFresh(one)],
      ["probable", band === "tentative"],
      ["contested", band === "contested"],
      ["pinned", both.some((id) => pinned.has(id))],
      ["decided", both.some((id) => decided.has(id) && !pinned.has(id))],
      ["said", isSaid],
      ["audience", one.incidentAudience.some((who) => !audience.includes(who))],
    ];
    return reasons.flatMap(([reason, isSo]) => (isSo ? [reason] : []));
  }
}

/** Claims between two breaths. */
const BREATH = 200;
/** No id of the record begins so. */
const NEW = "~";
const MACHINE = { by: "truce match", at: 0 };
