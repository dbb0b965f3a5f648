import {
  membersDuring,
  wasThroughout,
  type Actor,
  type Membership,
  type ActorIndex,
  type Area,
  type Asked,
} from "../domain/index.ts";
import { actorsOf, type Resolver, type Side } from "../judge/index.ts";
import { foldName, type Instant, type Interval, type Place } from "../kit/index.ts";
import type { FolderDates } from "./folder-dates.ts";

export interface SidesOptions {
  readonly index: ActorIndex;
  readonly areas: readonly Area[];
  readonly dates: FolderDates;
  readonly known: Instant;
  /** Names that no register has are noted here. */
  readonly unresolved: Map<string, Place | undefined>;
}

/** A name of a record: whose it is, when that actor's members changed, and who it was between the changes. */
interface Named {
  readonly actor: Actor | undefined;
  readonly edges: readonly Instant[];
  /** One object, so that occurrences with the same sides are known to have them. */
  readonly sides: Map<string, Side>;
}

/** Who and where the words of a record mean, as known at the cut-off. */
export class FolderSides implements Resolver {
  private readonly options: SidesOptions;
  private readonly named = new Map<string, Named>();
  private readonly places = new Map<string, readonly Area[]>();

  constructor(options: SidesOptions) {
    this.options = options;
  }

  sideOf({ name, code }: { readonly name: string; readonly code: string | undefined }, during: Interval): Side {
    const key = `${code ?? ""} ${name}`;
    const named = this.named.get(key) ?? this.findNamed(name, code);
    this.named.set(key, named);
    const epoch = epochOf(during, named.edges);
    const known = named.sides.get(epoch);
    if (known) return known;
    const side: Side = named.actor ? this.sideOfActor(named.actor, name, during) : { kind: "unknown", name };
    named.sides.set(epoch, side);
    return side;
  }

  /** Areas that had one of the names all the time, whatever their borders were. */
  areasNamed(names: readonly string[], during: Interval): readonly string[] {
    const { dates, known } = this.options;
    const named = this.areasOf(names);
    const ids = [...new Set(named.map(({ id }) => id))];
    return ids.filter((id) => {
      const spans = named.filter((area) => area.id === id).map((area) => dates.spanOf(area));
      return wasThroughout(spans, { during, known });
    });
  }

  /**
   * An umbrella is one of those that were its members at some time of the stretch, a front all of them. An umbrella of which
   * no member is known for that time is somebody, nobody knows who.
   */
  sideOfActor(actor: Actor, name: string, during: Interval): Side {
    const { index, dates, known } = this.options;
    const asked: Asked = { during, known };
    const memberships = membersDuring(actor, asked, dates.clock);
    const members = memberships.flatMap(({ actor: member }) => index.find(member) ?? []);
    if (actor.kind === "umbrella" && members.length === 0) return { kind: "unknown", name };
    if (actor.kind === "umbrella")
      return { kind: "one-of", name, actors: members.map(({ id }) => id), open: !actor.membersComplete };
    if (actor.kind !== "front" || members.length === 0) return { kind: "actor", name, actor: actor.id };
    return {
      kind: "all-of",
      name,
      sides: members.map((member) => this.partOfFront(member, memberships, asked)),
    };
  }

  /** Whoever belonged to the front for a part of the stretch only may have been there, or not. */
  private partOfFront(member: Actor, memberships: readonly Membership[], asked: Asked): Side {
    const spans = memberships.filter(({ actor }) => actor === member.id).map((one) => this.options.dates.spanOf(one));
    const side = this.sideOfActor(member, member.name, asked.during);
    if (wasThroughout(spans, asked) || side.kind === "unknown") return side;
    return { kind: "one-of", name: member.name, actors: actorsOf(side), open: true };
  }

  private findNamed(name: string, code: string | undefined): Named {
    const { index, unresolved } = this.options;
    const actor = (code === undefined ? undefined : index.findByCode(code)) ?? index.findByName(name)?.actor;
    if (!actor && !unresolved.has(name)) unresolved.set(name, undefined);
    return { actor, edges: actor ? this.edgesOf(actor) : [], sides: new Map() };
  }

  /** When the members of an actor, or theirs, changed. */
  private edgesOf(actor: Actor): readonly Instant[] {
    const { index, dates, known } = this.options;
    const below = actor.members.flatMap(({ actor: member }) => {
      const found = index.find(member);
      return found ? this.edgesOf(found) : [];
    });
    return [...new Set([...dates.edgesOf(actor.members, known), ...below])].sort((a, b) => a - b);
  }

  private areasOf(names: readonly string[]): readonly Area[] {
    const key = names.join("\n");
    const known = this.places.get(key);
    if (known) return known;
    const wanted = new Set(names.map(foldName));
    const isWanted = (name: string): boolean => wanted.has(foldName(name));
    const found = this.options.areas.filter((area) => [area.name, ...area.otherNames].some(isWanted));
    this.places.set(key, found);
    return found;
  }
}

/** Where a stretch lies among the instants at which members change. */
function epochOf({ earliest, latest }: Interval, edges: readonly Instant[]): string {
  return edges.map((edge) => (edge <= earliest ? "<" : edge < latest ? "=" : ">")).join("");
}
