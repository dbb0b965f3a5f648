import type { Interval } from "../kit/index.ts";
import {
  localInstant,
  rolesIn,
  sayEnd,
  sayInstant,
  FALSE,
  TRUE,
  UNKNOWN,
  type Account,
  type Atom,
  type AtomState,
  type Dimension,
  type Scenario,
  type ScenarioPart,
} from "../language/index.ts";
import { actorsOf, candidatesOf, type Member, type SideCandidate } from "./candidates.ts";
import type { Occurrence, Side } from "./occurrence.ts";
import { periodsOf, type Periods } from "./periods.ts";
import { stateOf, type Asking, type Meant } from "./states.ts";
import type { Situation } from "./situation.ts";

const STATE: Readonly<Record<"true" | "false" | "unknown", AtomState>> = { true: TRUE, false: FALSE, unknown: UNKNOWN };

/**
 * Builds accounts of occurrences for one situation. Occurrences that say the same get the *same* account object, which
 * is what lets the evaluator answer hundreds of thousands of them by looking up.
 */
export class AccountBuilder {
  private readonly situation: Situation;
  private readonly named: readonly number[];
  private readonly interned = new Map<string, Account>();
  private readonly told = new Map<string, Told>();
  private readonly accounts = new Map<string, Account>();
  private readonly changes = new Map<string, readonly number[]>();
  private readonly sideNumbers = new WeakMap<Side, number>();
  private sideCount = 0;
  private readonly asksPlace: boolean;

  constructor(situation: Situation) {
    this.situation = situation;
    this.asksPlace = situation.program.atoms.some(
      ({ leaf }) => leaf.kind === "in" && "role" in leaf.term && leaf.term.role === "place",
    );
    this.named = situation.program.atoms.flatMap(({ leaf }) => {
      if (leaf.kind !== "time" || leaf.time.kind !== "instant") return [];
      const read = localInstant(leaf.time.local, leaf.time.zone ?? situation.program.declared.times.zone);
      return read.kind === "instant" ? [read.instant] : [];
    });
  }

  /** The account that a record gives of an occurrence, under the name `record`. */
  accountOf(occurrence: Occurrence): Account {
    const asking = this.askingOf(occurrence);
    const { zone } = this.situation.program.declared.times;
    const periods = periodsOf(occurrence.when, occurrence.spread, { changes: asking.changes, zone });
    const key = this.keyOf(asking, periods);
    const known = key === undefined ? undefined : this.accounts.get(key);
    if (known) return known;
    const account = this.build(asking, periods);
    if (key !== undefined) this.accounts.set(key, account);
    return account;
  }

  private build(asking: Asking, periods: Periods): Account {
    const grouped = asking.occurrence.sides.map((side) =>
      this.group(candidatesOf(side, this.situation), { asking, periods }),
    ) as [readonly SideCandidate[], readonly SideCandidate[]];
    const dimensions = dimensionsOf(asking, grouped, periods);
    const reasons = new Map<string, string>();
    const scenarios = this.scenariosOf({ asking, periods, sides: grouped, dimensions, reasons });
    return this.intern({ id: "record", dimensions, scenarios, reasons });
  }

  /** Everything that the account depends on, if that can be said shortly: the same key is the same account. */
  private keyOf({ occurrence, changes }: Asking, { mode, stretches }: Periods): string | undefined {
    const { sides, direction, acts, weapons, place, measures, distances, given, when } = occurrence;
    if (given.length > 0 || measures.size > 0 || distances.size > 0) return undefined;
    const time = stretches.length === 1 ? epochsOf(when, changes) : `${mode} ${when.earliest} ${when.latest}`;
    const where = this.asksPlace ? JSON.stringify(place) : "";
    const what = `${acts.certain.join()}/${acts.possible.join()}/${weapons?.join() ?? "?"}`;
    return `${this.numberOf(sides[0])} ${this.numberOf(sides[1])} ${direction} ${what} ${time} ${where}`;
  }

  private numberOf(side: Side): number {
    const known = this.sideNumbers.get(side);
    if (known !== undefined) return known;
    this.sideCount += 1;
    this.sideNumbers.set(side, this.sideCount);
    return this.sideCount;
  }

  private askingOf(occurrence: Occurrence): Asking {
    const key = `${this.numberOf(occurrence.sides[0])} ${this.numberOf(occurrence.sides[1])}`;
    let changes = this.changes.get(key);
    if (!changes) {
      const actors = occurrence.sides.flatMap((side) => [...actorsOf(side)]);
      changes = [...new Set([...this.named, ...this.situation.changesOf(actors)])].sort((a, b) => a - b);
      this.changes.set(key, changes);
    }
    return { occurrence, situation: this.situation, changes };
  }

  /** Candidates about whom everything known is the same are one option: a question between them could decide nothing. */
  private group(
    candidates: readonly SideCandidate[],
    context: { asking: Asking; periods: Periods },
  ): readonly SideCandidate[] {
    if (candidates.length < 2) return candidates;
    const groups = new Map<string, SideCandidate[]>();
    for (const candidate of candidates) {
      const meant = candidate.members[0]!.meant;
      const key = context.periods.stretches
        .flatMap((stretch) =>
          (["actor", "target"] as const).map((role) =>
            this.statesAbout(role, { meant, stretch, asking: context.asking }).join(""),
          ),
        )
        .join(" ");
      groups.set(key, [...(groups.get(key) ?? []), candidate]);
    }
    return [...groups.values()].map((group) => ({ ...group[0]!, label: sayGroup(group.map(({ label }) => label)) }));
  }

  private scenariosOf({ asking, periods, sides, dimensions, reasons }: Layout): readonly Scenario[] {
    const { occurrence } = asking;
    const ways = occurrence.direction === "unknown" ? [0, 1] : [0];
    const stretches = periods.mode === "one-of" ? periods.stretches.map((stretch) => [stretch]) : [periods.stretches];
    const scenarios: Scenario[] = [];
    for (const way of ways) {
      for (const [i, first] of sides[0].entries()) {
        for (const [j, second] of sides[1].entries()) {
          for (const [k, during] of stretches.entries()) {
            const [acting, targeted] = way === 0 ? [first, second] : [second, first];
            const indices: Readonly<Record<string, number>> = { direction: way, "side-1": i, "side-2": j, when: k };
            scenarios.push({
              choice: dimensions.map(({ id }) => indices[id]!),
              parts: this.partsOf({ acting, targeted, during, asking, reasons }),
            });
          }
        }
      }
    }
    return scenarios;
  }

  private partsOf({ acting, targeted, during, asking, reasons }: Together): readonly ScenarioPart[] {
    const parts = acting.members.flatMap((actor) =>
      targeted.members.flatMap((target) =>
        during.map((stretch) => this.partOf({ actor, target, stretch, asking, reasons })),
      ),
    );
    if (acting.members.length === 1 && targeted.members.length === 1) return parts;
    const isOneSided = acting.members.length === 1 || targeted.members.length === 1;
    return parts.map((part) => ({
      ...part,
      label: isOneSided
        ? acting.members.length > 1
          ? `by ${part.actor}`
          : `as to ${part.target}`
        : `by ${part.actor} as to ${part.target}`,
    }));
  }

  private partOf({ actor, target, stretch, asking, reasons }: Part): ScenarioPart {
    const states = new Uint8Array(this.situation.program.atoms.length);
    const about = [
      this.toldAbout("neither", { meant: [undefined], stretch, asking }),
      this.toldAbout("actor", { meant: actor.meant, stretch, asking }),
      this.toldAbout("target", { meant: target.meant, stretch, asking }),
    ];
    for (const told of about) {
      told.states.forEach((state, i) => void (state !== UNKNOWN && (states[i] = state)));
      for (const [key, reason] of told.reasons) addReason(reasons, key, reason);
    }
    return { label: asking.occurrence.label, actor: actor.label, target: target.label, states };
  }

  private statesAbout(role: Role, about: About): Uint8Array {
    return this.toldAbout(role, about).states;
  }

  /** What is told of the atoms that speak of this role (`neither`: of the occurrence); the others are unknown. */
  private toldAbout(role: Role, { meant, stretch, asking }: About): Told {
    const isPlain = asking.occurrence.given.length === 0 && role !== "neither";
    const key = isPlain ? `${role} ${meant.join("|")} ${epochsOf(stretch, asking.changes)}` : "";
    const known = isPlain ? this.told.get(key) : undefined;
    if (known) return known;
    const reasons = new Map<string, string>();
    const states = Uint8Array.from(this.situation.program.atoms, (atom) => {
      if (roleOf(atom) !== role) return UNKNOWN;
      const { state, reason } = stateOf(atom, { actor: meant, target: meant, stretch }, asking);
      if (state === "unknown") reasons.set(atom.key, reason);
      return STATE[state];
    });
    const told = { states, reasons };
    if (isPlain) this.told.set(key, told);
    return told;
  }

  private intern(account: Account): Account {
    const key = JSON.stringify([
      account.dimensions,
      account.scenarios.map(({ choice, parts }) => [
        choice,
        parts.map((part) => [part.label, part.actor, part.target, part.states.join("")]),
      ]),
    ]);
    const known = this.interned.get(key);
    if (known) return known;
    this.interned.set(key, account);
    return account;
  }
}

interface Layout {
  readonly asking: Asking;
  readonly periods: Periods;
  readonly sides: readonly [readonly SideCandidate[], readonly SideCandidate[]];
  readonly dimensions: readonly Dimension[];
  readonly reasons: Map<string, string>;
}

interface Together {
  readonly acting: SideCandidate;
  readonly targeted: SideCandidate;
  readonly during: readonly Interval[];
  readonly asking: Asking;
  readonly reasons: Map<string, string>;
}

interface Part {
  readonly actor: Member;
  readonly target: Member;
  readonly stretch: Interval;
  readonly asking: Asking;
  readonly reasons: Map<string, string>;
}

interface Told {
  readonly states: Uint8Array;
  /** Why the unknown ones are unknown, by key. */
  readonly reasons: ReadonlyMap<string, string>;
}

type Role = "actor" | "target" | "neither";

/** Where a stretch lies among the instants at which answers change. */
function epochsOf(stretch: Interval, changes: readonly number[]): string {
  return changes.map((at) => (at <= stretch.earliest ? "<" : at < stretch.latest ? "=" : ">")).join("");
}

/** Reasons that differ from candidate to candidate are said of the first, as an example. */
function addReason(reasons: Map<string, string>, key: string, reason: string): void {
  const known = reasons.get(key);
  if (known === undefined) reasons.set(key, reason);
  else if (known !== reason && !known.startsWith(EXAMPLE)) reasons.set(key, EXAMPLE + known);
}

const EXAMPLE = "it differs by candidate; for example: ";

interface About {
  readonly meant: Meant;
  readonly stretch: Interval;
  readonly asking: Asking;
}

/** A fact about both attacker and target is about the occurrence. */
function roleOf(atom: Atom): Role {
  const { actor, target } = rolesIn(atom.leaf);
  return actor === target ? "neither" : actor ? "actor" : "target";
}

function dimensionsOf(
  { occurrence, situation }: Asking,
  sides: Layout["sides"],
  periods: Periods,
): readonly Dimension[] {
  const { zone } = situation.program.declared.times;
  const [first, second] = occurrence.sides;
  const dimensions: Dimension[] = [];
  if (occurrence.direction === "unknown") {
    dimensions.push({
      id: "direction",
      question: "Who attacked whom?",
      options: [`${first.name} attacked ${second.name}`, `${second.name} attacked ${first.name}`],
    });
  }
  sides.forEach((candidates, i) => {
    if (candidates.length < 2) return;
    dimensions.push({
      id: `side-${i + 1}`,
      question: `Which group was “${occurrence.sides[i]!.name}”?`,
      options: candidates.map(({ label }) => label),
    });
  });
  if (periods.mode === "one-of" && periods.stretches.length > 1) {
    dimensions.push({
      id: "when",
      question: "When exactly did it happen?",
      options: periods.stretches.map((stretch) => sayStretch(stretch, zone)),
    });
  }
  return dimensions;
}

function sayStretch({ earliest, latest }: Interval, zone: string): string {
  if (!Number.isFinite(earliest)) return `before ${sayInstant(latest, zone)}`;
  if (!Number.isFinite(latest)) return `from ${sayInstant(earliest, zone)} on`;
  return `from ${sayInstant(earliest, zone)} to ${sayEnd(latest, zone)}`;
}

const NAMED_AT_MOST = 3;

/** Every name is kept in the words of a small group; of a large one the first few and how many more. */
function sayGroup(names: readonly string[]): string {
  if (names.length === 1) return names[0]!;
  const shown = names.slice(0, NAMED_AT_MOST).join(", ");
  const more = names.length - NAMED_AT_MOST;
  return more > 0 ? `one of ${shown} and ${more} more` : `one of ${shown}`;
}
