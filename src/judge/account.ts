import type { Interval } from "../kit/index.ts";
import {
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
import { Asker } from "./asker.ts";
import { candidatesOf, type Member, type SideCandidate } from "./candidates.ts";
import { choiceOf } from "./events.ts";
import type { Asking, Meant, Pair } from "./members.ts";
import type { Occurrence } from "./occurrence.ts";
import { periodsOf, piecesOf, type Periods } from "./periods.ts";
import { stateOf, type Candidate } from "./states.ts";
import type { Situation } from "./situation.ts";

const STATE: Readonly<Record<"true" | "false" | "unknown", AtomState>> = { true: TRUE, false: FALSE, unknown: UNKNOWN };

/**
 * Builds accounts of occurrences for one situation. Occurrences that say the same get the *same* account object, which
 * is what lets the evaluator answer hundreds of thousands of them by looking up.
 */
export class AccountBuilder {
  private readonly situation: Situation;
  private readonly asker: Asker;
  private readonly interned = new Map<string, Account>();
  private readonly told = new Map<string, Told>();
  private readonly accounts = new Map<string, Account>();
  /** By atom. */
  private readonly roles: readonly Role[];
  private readonly keepsGrounds: boolean;

  /** `keepsGrounds`: why a fact is known is kept as well, which only an explanation needs. */
  constructor(situation: Situation, { keepsGrounds = false }: { readonly keepsGrounds?: boolean } = {}) {
    this.situation = situation;
    this.keepsGrounds = keepsGrounds;
    this.roles = situation.program.atoms.map(roleOf);
    this.asker = new Asker(situation);
  }

  /** The account that is given of an occurrence under a name: the record's own, or another's. */
  accountOf(occurrence: Occurrence, id = "record"): Account {
    const asking = this.asker.askingOf(occurrence);
    const { zone } = this.situation.program.declared.times;
    const periods = periodsOf(occurrence.when, occurrence.spread, { changes: asking.changes, zone });
    const key = this.keyOf(asking, periods, id);
    const known = key === undefined ? undefined : this.accounts.get(key);
    if (known) return known;
    const account = this.build(asking, periods, id);
    if (key !== undefined) this.accounts.set(key, account);
    return account;
  }

  private build(asking: Asking, periods: Periods, id: string): Account {
    const grouped = asking.occurrence.sides.map((side) =>
      this.group(candidatesOf(side, this.situation), { asking, periods }),
    ) as [readonly SideCandidate[], readonly SideCandidate[]];
    const dimensions = dimensionsOf(asking, grouped, periods);
    const reasons: Reasons = { unknown: new Map(), known: new Map() };
    const scenarios = this.scenariosOf({ asking, periods, sides: grouped, dimensions, reasons });
    const grounds = this.keepsGrounds && { grounds: reasons.known };
    return this.intern({ id, dimensions, scenarios, reasons: reasons.unknown, ...grounds });
  }

  /** Everything that the account depends on, if that can be said shortly: the same key is the same account. */
  private keyOf({ occurrence, changes }: Asking, { mode, stretches }: Periods, id: string): string | undefined {
    const content = this.asker.keyOf(occurrence);
    if (content === undefined) return undefined;
    const { when } = occurrence;
    const time = stretches.length === 1 ? epochsOf(when, changes) : `${mode} ${when.earliest} ${when.latest}`;
    const counts = stretches.map((stretch) => this.countsOf(stretch, changes, occurrence.id)).join(";");
    return `${id} ${content} ${time} ${counts}`;
  }

  /** What all counts come to over a stretch. Without a text that counts, nothing. */
  private countsOf(stretch: Interval, changes: readonly number[], besides: string): string {
    const { counts, countsBehind } = this.situation;
    if (counts.length === 0 && !countsBehind) return "";
    return piecesOf(stretch, changes)
      .map((during) => {
        const answers = counts.map((leaf) => Object.values(this.situation.count(leaf, { during, besides })));
        const said = answers.flatMap((answer) => answer.map(({ state, reason }) => `${state} ${reason}`));
        return [...said, this.countsBehind(during)].join("|");
      })
      .join(";");
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
        .flatMap((stretch) => this.knownOf(meant, stretch, context.asking))
        .join(" ");
      groups.set(key, [...(groups.get(key) ?? []), candidate]);
    }
    return [...groups.values()].map((group) => ({ ...group[0]!, label: sayGroup(group.map(({ label }) => label)) }));
  }

  /** All that is known of one who may be meant, as who acts and as the target. */
  private knownOf(meant: Meant, stretch: Interval, asking: Asking): readonly string[] {
    const states = (["actor", "target"] as const).map((role) =>
      this.toldAbout(role, { actor: meant, target: meant, stretch, asking }).states.join(""),
    );
    const choices = this.situation.counts.flatMap(({ event }) =>
      piecesOf(stretch, asking.changes).map((during) => choiceOf(event, meant, { ...asking, during })),
    );
    return [...states, ...choices];
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
    const pairs = acting.members.flatMap((actor) => targeted.members.map((target) => ({ actor, target })));
    const together = pairs.map(({ actor, target }) => ({ actor: actor.meant, target: target.meant }));
    const parts = pairs.flatMap(({ actor, target }) =>
      during.map((stretch) => this.partOf({ actor, target, together, stretch, asking, reasons })),
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

  private partOf({ actor, target, together, stretch, asking, reasons }: Part): ScenarioPart {
    const states = new Uint8Array(this.situation.program.atoms.length);
    const nobody: Meant = [undefined];
    const about = [
      this.toldAbout("neither", { actor: nobody, target: nobody, stretch, asking }),
      this.toldAbout("actor", { actor: actor.meant, target: nobody, stretch, asking }),
      this.toldAbout("target", { actor: nobody, target: target.meant, stretch, asking }),
    ];
    if (this.situation.counts.length > 0) {
      const pair = { actor: actor.meant, target: target.meant };
      about.push(this.toldAbout("count", { ...pair, together, stretch, asking }));
    }
    for (const told of about) {
      told.states.forEach((state, i) => void (state !== UNKNOWN && (states[i] = state)));
      for (const [key, reason] of told.reasons.unknown) addReason(reasons.unknown, key, reason);
      for (const [key, reason] of told.reasons.known) addReason(reasons.known, key, reason);
    }
    return { label: asking.occurrence.label, actor: actor.label, target: target.label, states };
  }

  /** What is told of the atoms that speak of this role (`neither`: of the occurrence); the others are unknown. */
  private toldAbout(role: Role, { asking, ...candidate }: About): Told {
    const { stretch } = candidate;
    const isPlain = asking.occurrence.given.length === 0 && (role === "actor" || role === "target");
    const key = isPlain
      ? `${role} ${candidate[role].join("|")} ${epochsOf(stretch, asking.changes)} ${this.countsBehindIn(stretch, asking)}`
      : "";
    const known = isPlain ? this.told.get(key) : undefined;
    if (known) return known;
    const reasons: Reasons = { unknown: new Map(), known: new Map() };
    const states = Uint8Array.from(this.situation.program.atoms, (atom) => {
      if (this.roles[atom.index] !== role) return UNKNOWN;
      const { state, reason } = stateOf(atom, candidate, asking);
      if (state === "unknown") reasons.unknown.set(atom.key, reason);
      else if (this.keepsGrounds) reasons.known.set(atom.key, reason);
      return STATE[state];
    });
    const told = { states, reasons };
    if (isPlain) this.told.set(key, told);
    return told;
  }

  private countsBehindIn(stretch: Interval, { changes }: Asking): string {
    if (!this.situation.countsBehind) return "";
    return piecesOf(stretch, changes)
      .map((during) => this.countsBehind(during))
      .join(";");
  }

  private countsBehind(during: Interval): string {
    return this.situation.countsBehind?.(during) ?? "";
  }

  private intern(account: Account): Account {
    const key = JSON.stringify([
      account.id,
      account.dimensions,
      account.scenarios.map(({ choice, parts }) => [
        choice,
        parts.map((part) => [part.label, part.actor, part.target, part.states.join("")]),
      ]),
      [...(account.reasons ?? [])],
      [...(account.grounds ?? [])],
    ]);
    const known = this.interned.get(key);
    if (known) return known;
    this.interned.set(key, account);
    return account;
  }
}

/** Why the unknown atoms are unknown, and, where that is kept, why the others are not; by key. */
interface Reasons {
  readonly unknown: Map<string, string>;
  readonly known: Map<string, string>;
}

interface Layout {
  readonly asking: Asking;
  readonly periods: Periods;
  readonly sides: readonly [readonly SideCandidate[], readonly SideCandidate[]];
  readonly dimensions: readonly Dimension[];
  readonly reasons: Reasons;
}

interface Together {
  readonly acting: SideCandidate;
  readonly targeted: SideCandidate;
  readonly during: readonly Interval[];
  readonly asking: Asking;
  readonly reasons: Reasons;
}

interface Part {
  readonly actor: Member;
  readonly target: Member;
  /** Everybody who acts together, with everybody who is a target. */
  readonly together: readonly Pair[];
  readonly stretch: Interval;
  readonly asking: Asking;
  readonly reasons: Reasons;
}

interface Told {
  readonly states: Uint8Array;
  readonly reasons: Reasons;
}

/** `count`: a count of events, of which the occurrence may be one, so that it speaks of both sides at once. */
type Role = "actor" | "target" | "count" | "neither";

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

interface About extends Candidate {
  readonly asking: Asking;
}

/** A fact about both attacker and target is about the occurrence. */
function roleOf(atom: Atom): Role {
  if (atom.leaf.kind === "none" || atom.leaf.kind === "at-least") return "count";
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
