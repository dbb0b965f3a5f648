import {
  boundAt,
  solveConsent,
  type AcceptanceRecord,
  type Bound,
  type Consent,
  type RecordedAcceptance,
} from "../consent/index.ts";
import { ActorIndex, isInArea, type Actor, type Dated } from "../domain/index.ts";
import type { ActorFinder, Resolver, Side, Situation, Told } from "../judge/index.ts";
import { and, foldName, type Instant, type Interval, type Place, type Problem } from "../kit/index.ts";
import {
  baseOfList,
  commandOf,
  localInstant,
  startOfDay,
  type Declarations,
  type Leaf,
  type Name,
  type Program,
} from "../language/index.ts";
import type { Folder } from "./load-folder.ts";

/** A stretch in which something is so, and since when that is known. */
interface Span {
  readonly since: Instant;
  readonly until: Instant;
  readonly known: Instant;
}

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
  /** One object a name, so that occurrences with the same sides are known to have them. */
  private readonly sides = new Map<string, Side>();
  private readonly areas = new Map<string, readonly string[]>();

  constructor(folder: Folder, program: Program) {
    this.folder = folder;
    this.program = program;
    this.index = new ActorIndex(folder.register);
  }

  /** What is recorded about acceptances, in the names of the agreement where an actor is one of its parties. */
  acceptances(): AcceptanceRecord {
    return acceptanceRecord(this.folder, this.program.declared);
  }

  /** The situation as known at the cut-off. */
  situationAt(known: Instant, readings: readonly Name[]): Situation {
    return new FolderSituation({ folder: this.folder, program: this.program, index: this.index, known, readings });
  }

  /** Who a side of a record is; a name that no register has is noted, and stays unknown. */
  readonly resolver: Resolver = {
    sideOf: ({ name, code }) => {
      const key = `${code ?? ""} ${name}`;
      const known = this.sides.get(key);
      if (known) return known;
      const side = this.findSide(name, code);
      this.sides.set(key, side);
      return side;
    },
    areasNamed: (names) => {
      const key = names.join("\n");
      const known = this.areas.get(key);
      if (known) return known;
      const found = this.findAreas(names);
      this.areas.set(key, found);
      return found;
    },
  };

  private findAreas(names: readonly string[]): readonly string[] {
    const wanted = new Set(names.map(foldName));
    const isWanted = (name: string): boolean => wanted.has(foldName(name));
    return this.folder.areas.filter((area) => [area.name, ...area.otherNames].some(isWanted)).map(({ id }) => id);
  }

  private findSide(name: string, code: string | undefined): Side {
    const byCode = code === undefined ? undefined : this.index.findByCode(code);
    const actor = byCode ?? this.index.findByName(name)?.actor;
    if (actor) return this.sideOfActor(actor, name);
    if (!this.unresolved.has(name)) this.unresolved.set(name, undefined);
    return { kind: "unknown", name };
  }

  /** Who a name in a worked case is: an actor of the register, or what the text names. */
  readonly findActor: ActorFinder = (name) => {
    const actor = this.index.find(name) ?? this.actorInRole(name) ?? this.index.findByName(name)?.actor;
    if (actor) return this.sideOfActor(actor, actor.name);
    return { kind: "actor", name, actor: name };
  };

  /** A party of the text is the actor of the register that has its role, if there is exactly one. */
  private actorInRole(name: Name): Actor | undefined {
    if (!this.program.declared.identities.has(name)) return undefined;
    const inRole = this.folder.register.actors.filter(({ roles }) => roles.some((role) => role.is === name));
    return inRole.length === 1 ? inRole[0] : undefined;
  }

  private sideOfActor(actor: Actor, name: string): Side {
    const members = actor.members
      .map(({ actor: member }) => this.index.find(member))
      .filter((member) => member !== undefined);
    if (actor.kind === "umbrella")
      return { kind: "one-of", name, actors: members.map(({ id }) => id), open: !actor.membersComplete };
    if (actor.kind === "front")
      return { kind: "all-of", name, sides: members.map((member) => this.sideOfActor(member, member.name)) };
    return { kind: "actor", name, actor: actor.id };
  }
}

interface SituationParts {
  readonly folder: Folder;
  readonly program: Program;
  readonly index: ActorIndex;
  readonly known: Instant;
  readonly readings: readonly Name[];
}

class FolderSituation implements Situation {
  readonly program: Program;
  readonly known: Instant;
  readonly readings: readonly Name[];
  private readonly folder: Folder;
  private readonly index: ActorIndex;
  private readonly record: AcceptanceRecord;
  private readonly changes: readonly Instant[];
  private readonly bound = new Map<number, (actor: Name) => Bound>();
  private readonly consent = new Map<number, Consent>();

  constructor({ folder, program, index, known, readings }: SituationParts) {
    this.folder = folder;
    this.program = program;
    this.index = index;
    this.known = known;
    this.readings = readings;
    this.record = acceptanceRecord(folder, program.declared);
    this.changes = this.acceptanceChanges();
  }

  nameOf(actor: string): string {
    return this.index.find(actor)?.name ?? actor;
  }

  changesOf(actors: readonly string[]): readonly Instant[] {
    const listed = actors.flatMap((id) => this.listSpans(id, () => true).flatMap(({ since, until }) => [since, until]));
    return [...listed, ...this.changes].filter(Number.isFinite);
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
    const moment = fixed ? this.adoption() : at;
    const spans = this.listSpans(actor, (name) => name === base);
    const isOn = spans.some(({ since, until }) => since <= moment && moment < until);
    return told(
      isOn ? "true" : "false",
      isOn ? "listed then, as known at the cut-off" : "not listed then, as known at the cut-off",
    );
  }

  isBound(actor: string, at: Instant): Told {
    const found = this.index.find(actor);
    if (found?.kind === "civilians") return told("false", "civilians are not a party");
    const name = found ? nameInText(found, this.program.declared) : actor;
    const own = this.record.acceptances.filter((entry) => entry.actor === name && this.isKnown(entry));
    const isAddressed = this.isAddressed(name, found, at);
    if (!isAddressed && own.some(({ standing }) => standing === "not-asked" || standing === "refused"))
      return told("false", "it was not asked, or refused");
    if (!isAddressed && own.length === 0) {
      const isClosed = this.folder.register.acceptancesComplete || this.program.declared.accepts.size === 0;
      return isClosed
        ? told("false", "no acceptance is recorded")
        : told("unknown", `whether ${found?.name ?? actor} accepted is not recorded, and the register is not complete`);
    }
    const { value, reason } = this.boundAt(at)(name);
    return told(value, reason);
  }

  isInside(area: Name, place: { latitude: number; longitude: number; radiusMetres: number }): Told["state"] {
    const found = this.folder.areas.find(({ id }) => id === area);
    return found ? isInArea(found, { centre: place, radiusMetres: place.radiusMetres }) : "unknown";
  }

  holds(leaf: Leaf, at: Instant): Told {
    if (leaf.kind === "confirmed") return this.isConfirmed(leaf, at);
    // UCDP records neither weapons nor coverage, so no count over past time can be settled by it.
    return told("unknown", "the record says neither with what, nor where and when everything would have been recorded");
  }

  private isConfirmed({ accept, by }: Leaf & { readonly kind: "confirmed" }, at: Instant): Told {
    const epoch = this.changes.filter((change) => change <= at).length;
    const consent =
      this.consent.get(epoch) ?? solveConsent(this.program.agreement, this.record, { at, known: this.known });
    this.consent.set(epoch, consent);
    const found = consent.accepts.find((one) => one.accept === accept);
    if (!found) return told("unknown", `the text has no acceptance ${accept}`);
    if (by === undefined) return told(found.confirmed, found.reason);
    const word = found.words.find(({ actor }) => actor === by);
    return word ? told(and(word.given, found.condition), word.reason) : told("unknown", `nothing is recorded of ${by}`);
  }

  private rolesOf(actor: Actor, at: Instant): readonly Name[] {
    return [actor.id, ...actor.roles.filter((role) => this.isSo(role, at)).map(({ is }) => is)];
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

  private boundAt(at: Instant): (actor: Name) => Bound {
    const epoch = this.changes.filter((change) => change <= at).length;
    const known = this.bound.get(epoch);
    if (known) return known;
    const bound = boundAt(this.program.agreement, this.record, { at, known: this.known });
    this.bound.set(epoch, bound);
    return bound;
  }

  private isKnown({ known, at }: RecordedAcceptance): boolean {
    const first = typeof at === "number" ? at : at?.earliest;
    return (known ?? first ?? Number.NEGATIVE_INFINITY) <= this.known;
  }

  private acceptanceChanges(): readonly Instant[] {
    const given = this.record.acceptances.flatMap(({ at }) =>
      at === undefined ? [] : typeof at === "number" ? [at] : [at.earliest, at.latest],
    );
    const { times } = this.program.declared;
    return [...new Set([...given, ...times.accepts.values()])].sort((a, b) => a - b);
  }

  private adoption(): Instant {
    const { adopted, zone } = this.program.declared.times;
    return adopted === undefined ? Number.NEGATIVE_INFINITY : startOfDay(adopted, zone);
  }

  /** When the actor was on the list, as far as it was known: a listing not known yet does not count. */
  private listSpans(actor: string, isList: (name: string) => boolean): readonly Span[] {
    const listings = this.index.find(actor)?.listings.filter(({ list }) => isList(list)) ?? [];
    return listings
      .flatMap((listing): Span[] => {
        const entry = this.folder.entries.find(({ reference }) => reference === listing.reference);
        const dated = entry
          ? {
              since: entry.listedOn,
              known: entry.knownOn,
              ...(entry.delistedOn === undefined ? {} : { until: entry.delistedOn }),
              ...listing,
            }
          : listing;
        return [spanOf(dated, this.folder.register.zone)];
      })
      .filter(({ known }) => known <= this.known);
  }

  private isSo(dated: Dated, at: Instant): boolean {
    const { since, until, known } = spanOf(dated, this.folder.register.zone);
    return since <= at && at < until && known <= this.known;
  }
}

function told(state: Told["state"], reason: string): Told {
  return { state, reason };
}

/** Without `since` it was always so, and always known. */
function spanOf({ since, until, known }: Dated, zone: string): Span {
  const start = since === undefined ? Number.NEGATIVE_INFINITY : momentOf(since, zone);
  return {
    since: start,
    until: until === undefined ? Number.POSITIVE_INFINITY : momentOf(until, zone),
    known: known === undefined ? start : momentOf(known, zone),
  };
}

/** The start of a date, or a moment of it; both were checked when the file was read. */
function momentOf(text: string, zone: string): Instant {
  const read = text.includes(" ") ? localInstant(text, zone) : undefined;
  return read?.kind === "instant" ? read.instant : startOfDay(text.slice(0, 10), zone);
}

/** What the text calls an actor: the party whose role it has, else its own id. */
function nameInText(actor: Actor, { parties }: Declarations): Name {
  return actor.roles.map(({ is }) => is).find((role) => parties.has(role)) ?? actor.id;
}

/** A date alone says that it was some time that day. */
function acceptanceRecord(folder: Folder, declared: Declarations): AcceptanceRecord {
  const { zone, actors, acceptancesComplete } = folder.register;
  const acceptances = actors.flatMap((actor) =>
    actor.acceptances.map(({ accept, standing, to, through, at, known }): RecordedAcceptance => ({
      actor: nameInText(actor, declared),
      accept,
      standing,
      ...(to === undefined ? {} : { to }),
      ...(through === undefined ? {} : { through }),
      ...(at === undefined ? {} : { at: at.includes(" ") ? momentOf(at, zone) : dayOf(at, zone) }),
      ...(known === undefined ? {} : { known: momentOf(known, zone) }),
    })),
  );
  const members = [...declared.classes.keys()].map((name): [Name, readonly Name[]] => [
    name,
    actors.filter(({ roles }) => roles.some(({ is }) => is === name)).map((actor) => nameInText(actor, declared)),
  ]);
  return { acceptances, complete: acceptancesComplete, members: new Map(members) };
}

function dayOf(date: string, zone: string): Interval {
  const earliest = startOfDay(date, zone);
  return { earliest, latest: earliest + 86_400_000 };
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
