import {
  ActorIndex,
  type ActorListing,
  type AcceptanceStanding,
  type Actor,
  type RecordedStanding,
} from "../../domain/index.ts";
import { nearest, parseDate, type Problem } from "../../kit/index.ts";
import { localInstant, readDeclarations, vocabularies, type Name } from "../../language/index.ts";
import { readAgreementText, type Folder } from "../load-folder.ts";

/** Somebody who would be put on a list, or taken off. */
export interface ListedThen {
  /** A key of the register, a name of it, or the list's own number. */
  readonly who: string;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM` on the clocks of the register. Unset: `at` of the change; without that, ever. */
  readonly from?: string;
}

/** What would become of one outside list, by the name that the text has for it. */
export interface ListSupposed {
  readonly list: Name;
  readonly add: readonly ListedThen[];
  readonly remove: readonly ListedThen[];
  readonly at?: string;
}

/** Who would have said what of an acceptance. */
export interface AcceptanceSupposed {
  /** A key of the register, or a name of it. */
  readonly actor: string;
  readonly accept: Name;
  readonly standing: AcceptanceStanding;
  readonly at?: string;
  readonly to?: string;
  readonly through?: string;
}

/** What is supposed to be otherwise than the record has it. */
export interface Supposed {
  /** The agreement, as a draft has it. */
  readonly text?: string;
  readonly lists?: ListSupposed;
  readonly acceptances?: readonly AcceptanceSupposed[];
}

export interface SupposedRecord {
  /** As the record would be; worth nothing if a problem is an error. */
  readonly folder: Folder;
  /** Of a draft each stands where it is in the text; of the others `at.field` is a JSON pointer. */
  readonly problems: readonly Problem[];
}

/** The file that a draft is called in the places of its problems. */
const DRAFT = "draft";
const NOTED = "supposed";

/** A record with what is supposed laid over it. The record that is given stays as it is. */
export function suppose(folder: Folder, { text, lists, acceptances = [] }: Supposed): SupposedRecord {
  const knownActors = new Set(folder.register.actors.map(({ id }) => id));
  const draft = text === undefined ? undefined : readAgreementText(text, { file: DRAFT, knownActors });
  const read = draft ? { ...folder, ...draft } : folder;
  const problems: Problem[] = draft ? [...draft.problems] : [];
  if (problems.some(({ severity }) => severity === "error")) return { folder: read, problems };
  const register = new SupposedRegister(read, problems);
  if (lists) register.list(lists);
  for (const [i, one] of acceptances.entries()) register.accept(one, `/acceptances/${i}`);
  return { folder: register.folder, problems };
}

/** A register in which some actors are listed, or have accepted, otherwise. */
class SupposedRegister {
  private readonly given: Folder;
  private readonly problems: Problem[];
  private readonly index: ActorIndex;
  private readonly changed = new Map<string, Actor>();

  constructor(given: Folder, problems: Problem[]) {
    this.given = given;
    this.problems = problems;
    this.index = new ActorIndex(given.register);
  }

  get folder(): Folder {
    if (this.changed.size === 0) return this.given;
    const actors = this.given.register.actors.map((actor) => this.changed.get(actor.id) ?? actor);
    return { ...this.given, register: { ...this.given.register, actors } };
  }

  list({ list, add, remove, at }: ListSupposed): void {
    const { lists } = readDeclarations(this.given.agreement, vocabularies);
    const fromOutside = [...lists.values()].filter(({ designatedBy }) => designatedBy).map(({ name }) => name);
    if (!fromOutside.includes(list)) {
      const message = `the text has no list ${list} that somebody outside keeps`;
      this.note("/list", { code: "unknown-list", message, hint: oneOf(list, fromOutside) });
      return;
    }
    this.checkTime("/at", at);
    for (const [i, one] of add.entries()) this.put({ ...one, from: one.from ?? at }, { list, place: `/add/${i}` });
    for (const [i, one] of remove.entries())
      this.take({ ...one, from: one.from ?? at }, { list, place: `/remove/${i}` });
  }

  private put({ who, from }: Moved, { list, place }: Where): void {
    const actor = this.actor(who, `${place}/who`);
    this.checkTime(`${place}/from`, from);
    if (!actor) return;
    const listing: ActorListing = { list, source: NOTED, ...(from === undefined ? {} : { since: from }) };
    this.change({ ...actor, listings: [...actor.listings, listing] });
  }

  private take({ who, from }: Moved, { list, place }: Where): void {
    const actor = this.actor(who, `${place}/who`);
    this.checkTime(`${place}/from`, from);
    if (!actor) return;
    const isMeant = (one: ActorListing): boolean => one.list === list;
    if (!actor.listings.some(isMeant)) {
      const message = `${actor.name} is not on the list ${list}, so that it cannot be taken off`;
      const hint = "whom the text itself names is taken off by another text: try a draft";
      this.note(`${place}/who`, { code: "not-listed", message, hint });
      return;
    }
    const listings = actor.listings.flatMap((one) => {
      if (!isMeant(one)) return [one];
      return from === undefined ? [] : [{ ...this.dated(one), until: from }];
    });
    this.change({ ...actor, listings });
  }

  /** With its own dates: a listing that is dated by copies of the list has none beside `until`. */
  private dated(listing: ActorListing): ActorListing {
    const { reference, since } = listing;
    if (since !== undefined || reference === undefined) return listing;
    const listedOn = this.given.copies?.entries.get(reference)?.terms.at(-1)?.dates.at(-1)?.listedOn;
    return listedOn === undefined ? listing : { ...listing, since: listedOn };
  }

  accept({ actor: who, accept, standing, at, to, through }: AcceptanceSupposed, place: string): void {
    const actor = this.actor(who, `${place}/actor`);
    this.checkTime(`${place}/at`, at);
    const accepts = [...readDeclarations(this.given.agreement, vocabularies).accepts.keys()];
    if (!accepts.includes(accept)) {
      const message = `the text has no acceptance ${accept}`;
      this.note(`${place}/accept`, { code: "no-such-accept", message, hint: oneOf(accept, accepts) });
      return;
    }
    if (!actor) return;
    const said: RecordedStanding = {
      accept,
      standing,
      source: NOTED,
      ...(at === undefined ? {} : { at }),
      ...(to === undefined ? {} : { to }),
      ...(through === undefined ? {} : { through }),
    };
    this.change({ ...actor, acceptances: [...actor.acceptances, said] });
  }

  private actor(who: string, place: string): Actor | undefined {
    const { actors } = this.given.register;
    const found =
      this.index.find(who) ??
      this.index.findByName(who)?.actor ??
      actors.find(({ listings }) => listings.some(({ reference }) => reference === who));
    if (found) return this.changed.get(found.id) ?? found;
    const message = `no register knows “${who}”`;
    const known = actors.flatMap(({ id, name }) => [id, name]);
    this.note(place, { code: "unknown-actor", message, hint: oneOf(who, known) });
    return undefined;
  }

  private change(actor: Actor): void {
    this.changed.set(actor.id, actor);
  }

  private checkTime(place: string, local: string | undefined): void {
    if (local === undefined || parseDate(local) !== undefined) return;
    if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u.test(local) && localInstant(local, "UTC").kind === "instant") return;
    const message = `“${local}” is no day and no moment`;
    this.note(place, { code: "bad-time", message, hint: "write YYYY-MM-DD or YYYY-MM-DD HH:MM" });
  }

  private note(field: string, said: Pick<Problem, "code" | "message" | "hint">): void {
    this.problems.push({ severity: "error", at: { field }, ...said });
  }
}

interface Moved {
  readonly who: string;
  readonly from: string | undefined;
}

interface Where {
  readonly list: Name;
  readonly place: string;
}

function oneOf(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `perhaps ${near}?`;
  return known.length === 0 || known.length > 20
    ? "look at the register, or at the text"
    : `one of: ${known.join(", ")}`;
}
