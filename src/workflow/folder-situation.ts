import {
  boundAt,
  solveConsent,
  type AcceptanceRecord,
  type Bound,
  type Consent,
  type RecordedAcceptance,
} from "../consent/index.ts";
import { ActorIndex, isInArea, type Actor, type Asked } from "../domain/index.ts";
import type { ActorFinder, CountAnswer, CountAsked, CountLeaf, Resolver, Situation, Told } from "../judge/index.ts";
import { and, type Instant, type Interval, type Place, type Problem } from "../kit/index.ts";
import { baseOfList, commandOf, startOfDay, type Leaf, type Name, type Program } from "../language/index.ts";
import { acceptanceRecord, nameInText } from "./folder-acceptances.ts";
import { withoutRecord, type RecordCounts } from "./record-counts.ts";
import type { DiaryNotes } from "./diary-notes.ts";
import { FolderDates } from "./folder-dates.ts";
import { FolderDuties } from "./folder-duties.ts";
import { FolderListings } from "./folder-listings.ts";
import { FolderSides } from "./folder-sides.ts";
import type { Folder } from "./load-folder.ts";

/**
 * The judge's questions answered from the files of a folder. What a register does not say is unknown, unless the register
 * says that it is complete.
 */
export class FolderRecord {
  readonly index: ActorIndex;
  /** Names that no register has, with the place where the first record has it (set by whoever reads the records). */
  readonly unresolved = new Map<string, Place | undefined>();
  private readonly folder: Folder;
  private readonly program: Program;
  private readonly notes: DiaryNotes | undefined;
  private readonly dates: FolderDates;
  private readonly sides = new Map<Instant, FolderSides>();

  /** `notes`: what is recorded about duties; unset: what the folder's diary says. */
  constructor(folder: Folder, program: Program, notes?: DiaryNotes) {
    this.folder = folder;
    this.program = program;
    this.notes = notes;
    this.index = new ActorIndex(folder.register);
    this.dates = new FolderDates(folder.register.zone);
  }

  /** What was recorded about acceptances by the cut-off, in the names of the agreement where an actor is a party of it. */
  acceptancesAt(known: Instant): AcceptanceRecord {
    return acceptanceRecord(this.folder, this.program.declared, known);
  }

  /**
   * The situation as known at the cut-off. `counts`: what the record comes to where the text counts events; without it
   * nothing else is told to have happened.
   */
  situationAt(known: Instant, readings: readonly Name[], counts?: RecordCounts): FolderSituation {
    const { folder, program, index, dates, notes } = this;
    return new FolderSituation({
      folder,
      program,
      index,
      dates,
      known,
      readings,
      recorded: counts ?? withoutRecord(program),
      notes,
    });
  }

  /** Who the sides of a record are, as known at the cut-off; a name that no register has is noted, and stays unknown. */
  resolverAt(known: Instant): Resolver {
    return this.sidesAt(known);
  }

  /** With everything that was ever learnt. */
  get resolver(): Resolver {
    return this.resolverAt(Number.POSITIVE_INFINITY);
  }

  /** Who a name in a worked case or an account is: an actor of the register, or what the text names. */
  readonly findActor: ActorFinder = (name, { during, known }) => {
    const actor = this.index.find(name) ?? this.actorInRole(name) ?? this.index.findByName(name)?.actor;
    return actor ? this.sidesAt(known).sideOfActor(actor, actor.name, during) : { kind: "actor", name, actor: name };
  };

  private sidesAt(known: Instant): FolderSides {
    const { index, dates, unresolved, sides } = this;
    const found = sides.get(known) ?? new FolderSides({ index, dates, unresolved, known, areas: this.folder.areas });
    sides.set(known, found);
    return found;
  }

  /** A party of the text is the actor of the register that has its role, if there is exactly one. */
  private actorInRole(name: Name): Actor | undefined {
    if (!this.program.declared.identities.has(name)) return undefined;
    const inRole = this.folder.register.actors.filter(({ roles }) => roles.some((role) => role.is === name));
    return inRole.length === 1 ? inRole[0] : undefined;
  }
}

interface SituationParts {
  readonly folder: Folder;
  readonly program: Program;
  readonly index: ActorIndex;
  readonly dates: FolderDates;
  readonly known: Instant;
  readonly readings: readonly Name[];
  readonly recorded: RecordCounts;
  readonly notes: DiaryNotes | undefined;
}

export class FolderSituation implements Situation {
  /** The duties of the text, by the diary. */
  readonly duties: FolderDuties;
  readonly program: Program;
  readonly known: Instant;
  readonly readings: readonly Name[];
  private readonly folder: Folder;
  private readonly index: ActorIndex;
  private readonly dates: FolderDates;
  private readonly listings: FolderListings;
  readonly counts: readonly CountLeaf[];
  readonly countsBehind: Situation["countsBehind"];
  private readonly recorded: RecordCounts;
  private readonly record: AcceptanceRecord;
  private changes: readonly Instant[];
  private readonly bound = new Map<string, (actor: Name) => Bound>();
  private readonly consent = new Map<string, Consent>();

  constructor({ folder, program, index, dates, known, readings, recorded, notes }: SituationParts) {
    this.folder = folder;
    this.program = program;
    this.index = index;
    this.dates = dates;
    this.known = known;
    this.listings = new FolderListings({ folder, index, dates, known });
    this.readings = readings;
    this.recorded = recorded;
    this.counts = recorded.inRules;
    this.countsBehind = recorded.inConditions.length === 0 ? undefined : (during) => this.sayCounts(during);
    this.record = acceptanceRecord(folder, program.declared, known);
    this.changes = this.changesForAll();
    this.duties = new FolderDuties({ folder, program, known, situation: this, notes });
    this.addChanges(this.duties.changes());
  }

  nameOf(actor: string): string {
    return this.index.find(actor)?.name ?? actor;
  }

  changesOf(actors: readonly string[]): readonly Instant[] {
    const roles = actors.flatMap((id) => this.index.find(id)?.roles ?? []);
    const listings = actors.flatMap((id) => this.listings.changesOf(id));
    return [...this.dates.edgesOf(roles, this.known), ...listings, ...this.changes];
  }

  isA(actor: string, name: Name, at: Instant): Told {
    const found = this.index.find(actor);
    const names = found ? this.rolesOf(found, at) : [actor];
    if (names.flatMap((role) => commandOf(role, this.program.declared.parties)).includes(name))
      return told("true", "recorded in the register of actors");
    const group = this.program.declared.classes.get(name);
    if (group?.members?.some((member) => names.includes(member))) return told("true", "named by the text");
    // Membership of a class that enrols is known only of those enrolled; anybody else who could be may be.
    const mayEnrol =
      group?.enrolledBy !== undefined &&
      (found === undefined ? false : found.kind === "armed-group" || found.kind === "coalition");
    return mayEnrol
      ? told("unknown", `whether ${found?.name ?? actor} was enrolled is not recorded`)
      : told("false", "not so in the register of actors");
  }

  isListed(actor: string, list: Name, at: Instant): Told {
    const { list: base, reference } = baseOfList(list);
    const declared = this.program.declared.lists.get(base);
    if (!declared) return told("unknown", `there is no list ${base}`);
    const found = this.index.find(actor);
    const names = found ? this.rolesOf(found, at) : [actor];
    if (names.some((name) => declared.names.includes(name))) return told("true", "named by the text itself");
    if (!declared.designatedBy) return told("false", "not named by the text");
    const fixed = (reference ?? declared.designatedBy.reference.kind) === "fixed";
    return this.listings.isOn(actor, base, fixed ? this.adoption() : at);
  }

  isBound(actor: string, during: Interval): Told {
    const at = during.earliest;
    const found = this.index.find(actor);
    if (found?.kind === "civilians") return told("false", "civilians are not a party");
    const { declared } = this.program;
    const name = found ? nameInText(found, declared, { dates: this.dates, asked: this.asked(at) }) : actor;
    const own = this.record.acceptances.filter((entry) => entry.actor === name && this.isKnown(entry));
    const isAddressed = this.isAddressed(name, found, at);
    if (!isAddressed && own.some(({ standing }) => standing === "not-asked" || standing === "refused"))
      return told("false", "it was not asked, or refused");
    if (!isAddressed && own.length === 0) {
      const isClosed = this.folder.register.acceptancesComplete || declared.accepts.size === 0;
      return isClosed
        ? told("false", "no acceptance is recorded")
        : told("unknown", `whether ${found?.name ?? actor} accepted is not recorded, and the register is not complete`);
    }
    const { value, reason } = this.boundDuring(during)(name);
    return told(value, reason);
  }

  isInside(area: Name, place: { latitude: number; longitude: number; radiusMetres: number }, at: Instant): Told {
    const versions = this.folder.areas.filter(({ id }) => id === area);
    if (versions.length === 0) return told("unknown", `the borders of ${area} are not recorded`);
    const asked = this.asked(at);
    const then = versions.find((version) => this.dates.wasSo(version, asked));
    if (!then) return told("unknown", `the borders that ${area} had then are not recorded, as known at the cut-off`);
    const inside = isInArea(then, { centre: place, radiusMetres: place.radiusMetres });
    return told(inside, inside === "unknown" ? "the place is not known closely enough" : "recorded");
  }

  holds(leaf: Leaf, during: Interval): Told {
    if (leaf.kind === "confirmed") return this.isConfirmed(leaf, during);
    if (leaf.kind === "duty") return this.duties.holds(leaf, during);
    return told("unknown", "the record does not say");
  }

  count(leaf: CountLeaf, asked: CountAsked): CountAnswer {
    return this.recorded.answer(leaf, asked);
  }

  private sayCounts(during: Interval): string {
    return this.recorded.inConditions
      .map((leaf) => this.recorded.answer(leaf, { during, besides: "" }).false)
      .map(({ state, reason }) => `${state} ${reason}`)
      .join("|");
  }

  private isConfirmed({ accept, by }: Leaf & { readonly kind: "confirmed" }, during: Interval): Told {
    const consent = this.consentDuring(during);
    const found = consent.accepts.find((one) => one.accept === accept);
    if (!found) return told("unknown", `the text has no acceptance ${accept}`);
    if (by === undefined) return told(found.confirmed, found.reason);
    const word = found.words.find(({ actor }) => actor === by);
    return word ? told(and(word.given, found.condition), word.reason) : told("unknown", `nothing is recorded of ${by}`);
  }

  private rolesOf(actor: Actor, at: Instant): readonly Name[] {
    const asked = this.asked(at);
    return [actor.id, ...actor.roles.filter((role) => this.dates.wasSo(role, asked)).map(({ is }) => is)];
  }

  private asked(at: Instant): Asked {
    return { during: { earliest: at, latest: at }, known: this.known };
  }

  /** Whether some acceptance of the text, or the text itself, is addressed to the actor. */
  private isAddressed(name: Name, found: Actor | undefined, at: Instant): boolean {
    const { parties, accepts } = this.program.declared;
    const roles = found ? this.rolesOf(found, at) : [name];
    if (roles.some((role) => parties.has(role))) return true;
    return [...accepts.values()].some(
      ({ who }) => who.kind === "names" && who.names.some((group) => roles.includes(group)),
    );
  }

  private boundDuring(during: Interval): (actor: Name) => Bound {
    return this.onceFor(this.bound, during, (record, moment) => boundAt(this.program.agreement, record, moment));
  }

  private consentDuring(during: Interval): Consent {
    return this.onceFor(this.consent, during, (record, moment) => solveConsent(this.program.agreement, record, moment));
  }

  /** The acceptances with what their conditions count and ask of duties, over a stretch. */
  acceptancesDuring(during: Interval): AcceptanceRecord {
    const record = withCounts(this.record, this.recorded, during);
    if (!this.duties.inConditions) return record;
    return {
      ...record,
      facts: (leaf, moment) =>
        leaf.kind === "duty" ? this.duties.holds(leaf, during).state : (record.facts?.(leaf, moment) ?? "unknown"),
    };
  }

  /** Works out once what is the same for all stretches between two changes in which the counts come to the same. */
  private onceFor<T>(
    known: Map<string, T>,
    during: Interval,
    work: (record: AcceptanceRecord, moment: { readonly at: Instant; readonly known: Instant }) => T,
  ): T {
    const at = during.earliest;
    const key = `${this.changes.filter((change) => change <= at).length} ${this.countsBehind?.(during) ?? ""}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const result = work(this.acceptancesDuring(during), { at, known: this.known });
    known.set(key, result);
    return result;
  }

  private isKnown({ known, at }: RecordedAcceptance): boolean {
    const first = typeof at === "number" ? at : at?.earliest;
    return (known ?? first ?? Number.NEGATIVE_INFINITY) <= this.known;
  }

  /** What may change an answer whoever is asked about: acceptances, their deadlines, and borders. */
  private changesForAll(): readonly Instant[] {
    const given = this.record.acceptances.flatMap(({ at }) =>
      at === undefined ? [] : typeof at === "number" ? [at] : [at.earliest, at.latest],
    );
    const { times } = this.program.declared;
    const borders = this.dates.edgesOf(this.folder.areas, this.known);
    return [...new Set([...given, ...times.accepts.values(), ...borders])].sort((a, b) => a - b);
  }

  /** What was worked out once for a stretch between two changes is worked out anew for the shorter ones. */
  private addChanges(changes: readonly Instant[]): void {
    if (changes.length === 0) return;
    this.changes = [...new Set([...this.changes, ...changes])].sort((a, b) => a - b);
    this.bound.clear();
    this.consent.clear();
  }

  private adoption(): Instant {
    const { adopted, zone } = this.program.declared.times;
    return adopted === undefined ? Number.NEGATIVE_INFINITY : startOfDay(adopted, zone);
  }
}

/** The acceptances with what conditions on them count, over a stretch. */
export function withCounts(record: AcceptanceRecord, counts: RecordCounts, during: Interval): AcceptanceRecord {
  if (counts.inConditions.length === 0) return record;
  const answer = (leaf: Leaf): Told | undefined =>
    leaf.kind === "none" || leaf.kind === "at-least" ? counts.answer(leaf, { during, besides: "" }).false : undefined;
  return {
    ...record,
    facts: (leaf) => answer(leaf)?.state ?? "unknown",
    why: (leaf) => answer(leaf)?.reason,
  };
}

function told(state: Told["state"], reason: string): Told {
  return { state, reason };
}

/** Names that no register has, as problems where they first stand. */
export function unresolvedProblems(record: FolderRecord): readonly Problem[] {
  return [...record.unresolved].map(([name, at]) => ({
    code: "unknown-actor",
    severity: "warning",
    at: at ?? {},
    message: `no register knows “${name}”, so everything about it is unknown`,
    hint: "add it to actors.yaml as an actor, or as an alias of one",
  }));
}
