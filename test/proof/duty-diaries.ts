import type { DutyState, Rule, Time } from "../../src/language/ir.ts";
import { judgeDuty, type DutyDiary, type DutyJudgement, type DutyOptions } from "../../src/language/index.ts";
import type { Dice } from "./dice.ts";
import { NOTHING, type DutyShape, type Notes, type Observed, type Stretch, type Vague } from "./duty-worlds.ts";

/** Random diaries of duties: a history is made up first, and then recorded in part, vaguely and truly. */

export interface DutyCase {
  readonly duty: DutyShape;
  readonly notes: Notes;
  readonly now: number;
}

/** Deadlines and coverage reach further than what is known, which ends with the moment judged. */
const LAST = 6;

export function randomDuty(dice: Dice): DutyCase {
  const now = dice.between(0, LAST);
  const kind = dice.below(3);
  if (kind === 0) return new Diarist(dice, now).keeping();
  return kind === 1 ? new Diarist(dice, now).achieving() : new Diarist(dice, now).answering();
}

class Diarist {
  private readonly dice: Dice;
  private readonly now: number;
  private readonly moments: readonly number[];

  constructor(dice: Dice, now: number) {
    this.dice = dice;
    this.now = now;
    this.moments = Array.from({ length: now + 1 }, (_, t) => t);
  }

  keeping(): DutyCase {
    const { dice, now } = this;
    const likely = dice.pick([0.6, 0.9, 1]);
    const history = this.moments.map(() => dice.chance(likely));
    const from = dice.between(0, 3);
    const until = dice.chance(0.6) ? { until: from + dice.between(1, 4) } : {};
    const { observed, covered } = this.observing(history, false);
    return {
      duty: { shape: "keep", from, ...until },
      notes: { ...NOTHING, observed, covered, suspended: this.stretches(0.25) },
      now,
    };
  }

  achieving(): DutyCase {
    const { dice, now } = this;
    const achieved = dice.chance(0.6) ? dice.between(0, now) : Infinity;
    const stays = dice.chance(0.7);
    const history = this.moments.map((moment) => moment >= achieved && (stays || moment <= achieved + 1));
    const started = Math.min(achieved, dice.chance(0.6) ? dice.between(0, now) : Infinity);
    const startingBy = dice.chance(0.5) ? { startingBy: dice.between(0, LAST) } : {};
    const deadline = dice.pick([{ by: dice.between(0, LAST) }, { within: dice.between(1, 3) }, {}]);
    const isTold = started <= now && dice.chance(0.5);
    const isDone = achieved <= now && dice.chance(0.4);
    const { observed, covered, told } = this.observing(history, true);
    const isRecorded = (moment: number): boolean => {
      if (moment === started && !isTold && !(started === achieved && isDone)) return false;
      return !history[moment]! || told.has(moment) || (isDone && moment === achieved);
    };
    return {
      duty: { shape: "achieve", ...startingBy, ...deadline },
      notes: {
        ...NOTHING,
        observed,
        covered: covered.filter(([moment]) => moment > now || isRecorded(moment)),
        suspended: this.stretches(0.2),
        ...(isTold ? { started: this.around(started) } : {}),
        ...(isDone ? { completed: this.around(achieved) } : {}),
      },
      now,
    };
  }

  answering(): DutyCase {
    const { dice, moments, now } = this;
    const calls = dice.draw(moments, dice.between(1, 3)).sort((a, b) => a - b);
    const answers: number[] = [];
    for (const moment of moments)
      if (calls.some((call) => call <= moment && call > (answers.at(-1) ?? -1)) && dice.chance(0.35))
        answers.push(moment);
    const told = answers.filter(() => dice.chance(0.6));
    const covered = moments.filter(
      (moment) => (told.includes(moment) || !answers.includes(moment)) && dice.chance(0.6),
    );
    return {
      duty: { shape: "whenever", ...(dice.chance(0.85) ? { within: dice.between(0, 3) } : {}) },
      notes: {
        ...NOTHING,
        triggered: calls.map((call) => this.around(call)).sort(([a], [b]) => a - b),
        done: told.map((answer) => this.around(answer)),
        covered: covered.map((moment) => [moment, moment + 1]),
      },
      now,
    };
  }

  /** Moments of which it is one: mostly itself alone. */
  private around(moment: number): Vague {
    const { dice, now } = this;
    if (dice.chance(0.6)) return [moment, moment];
    return [Math.max(0, moment - dice.below(3)), Math.min(now, moment + dice.below(3))];
  }

  private stretches(probability: number): readonly Stretch[] {
    const { dice } = this;
    if (!dice.chance(probability)) return [];
    const first = dice.between(0, LAST);
    return [[first, first + dice.between(1, 3)]];
  }

  /** What is observed of a history, and where coverage is closed: only where everything `telling` is recorded. */
  private observing(
    history: readonly boolean[],
    telling: boolean,
  ): {
    readonly observed: readonly Observed[];
    readonly covered: readonly Stretch[];
    readonly told: ReadonlySet<number>;
  } {
    const { dice, moments, now } = this;
    const observed = Array.from({ length: dice.between(0, 3) }, () => this.observation(history));
    // Sometimes two do not tell the same.
    if (dice.chance(0.08))
      observed.push({ stretch: [dice.between(0, now), now + 1], state: dice.pick(["true", "false"]) });
    const told = new Set(
      moments.filter((moment) =>
        observed.some(
          ({ stretch: [first, end], state }) => state === String(telling) && first <= moment && moment < end,
        ),
      ),
    );
    const density = dice.pick([0, 0.5, 1]);
    const covered = moments
      .filter((moment) => (history[moment] !== telling || told.has(moment)) && dice.chance(density))
      .map((moment): Stretch => [moment, moment + 1]);
    return { observed, covered, told };
  }

  private observation(history: readonly boolean[]): Observed {
    const { dice, now } = this;
    const first = dice.between(0, now);
    const so = history[first]!;
    const state = so ? "true" : "false";
    const kind = dice.roll();
    if (kind < 0.15) return { stretch: [first, first + dice.between(1, 2)], state: "unknown" };
    const stretch: Stretch = [Math.max(0, first - dice.below(3)), Math.min(now, first + dice.below(3)) + 1];
    if (kind < 0.4 && stretch[1] - stretch[0] > 1) return { stretch, state, once: true };
    let end = first + 1;
    while (end <= now && history[end] === so && dice.chance(0.7)) end++;
    return { stretch: [first, end], state };
  }
}

// ——— As the engine gets it ———

/** A moment of the reference is a minute of the engine, and what happens at a moment happens in the middle of it. */
const MINUTE = 60_000;
const beginning = (moment: number): number => moment * MINUTE;
const middle = (moment: number): number => moment * MINUTE + MINUTE / 2;

/** Edges of a period are where a moment begins, deadlines in the middle of one: marks, which may stand anywhere. */
const edge = (moment: number): Time => ({ kind: "mark", mark: "start", rule: `moment-${moment}` });
const deadline = (moment: number): Time => ({ kind: "mark", mark: "complete", rule: `moment-${moment}` });
const MARKS = new Map(
  Array.from({ length: 2 * LAST }, (_, moment) => [
    [`moment-${moment}.start`, beginning(moment)] as const,
    [`moment-${moment}.complete`, middle(moment)] as const,
  ]).flat(),
);

export function ruleOf(duty: DutyShape): Rule {
  const base = {
    kind: "rule",
    name: "r",
    who: { kind: "bound" },
    escapes: [],
    prevailsOver: [],
    yieldsTo: [],
  } as const;
  const holds = { kind: "constant", value: true } as const;
  switch (duty.shape) {
    case "keep":
      return {
        ...base,
        duty: { shape: "must-keep", holds },
        from: edge(duty.from),
        ...(duty.until === undefined ? {} : { until: edge(duty.until) }),
      };
    case "achieve": {
      const { startingBy, within, by } = duty;
      return {
        ...base,
        duty: {
          shape: "must-achieve",
          holds,
          ...(startingBy === undefined ? {} : { startingBy: deadline(startingBy) }),
          ...(within === undefined ? {} : { completeBy: after(within, { kind: "mark", mark: "start" }) }),
          ...(by === undefined ? {} : { by: deadline(by) }),
        },
      };
    }
    case "whenever": {
      const within = duty.within === undefined ? {} : { within: minutes(duty.within) };
      return { ...base, duty: { shape: "must-whenever", acts: ["answer"], whenever: { acts: ["call"] }, ...within } };
    }
  }
}

const minutes = (n: number): { kind: "clock"; n: number; unit: "min" } => ({ kind: "clock", n, unit: "min" });
const after = (n: number, from: Time): Time => ({ kind: "offset", duration: minutes(n), direction: "after", from });

export function diaryOf(notes: Notes): DutyDiary {
  const over = ([first, end]: Stretch): { interval: { earliest: number; latest: number } } => ({
    interval: { earliest: beginning(first), latest: beginning(end) },
  });
  const once = ([first, last]: Vague): ReturnType<typeof over> => ({
    interval: { earliest: middle(first), latest: middle(last) + 1 },
  });
  return {
    holds: notes.observed.map(({ stretch, state, once: isOnce }) => ({
      ...(isOnce
        ? { interval: { earliest: beginning(stretch[0]), latest: middle(stretch[1] - 1) + 1 } }
        : over(stretch)),
      state,
      ...(isOnce ? { extent: "sometime" as const } : {}),
    })),
    triggered: notes.triggered.map(once),
    done: notes.done.map(once),
    covered: notes.covered.map(over),
    suspended: notes.suspended.map(over),
    ...(notes.started ? { started: once(notes.started) } : {}),
    ...(notes.completed ? { completed: once(notes.completed) } : {}),
  };
}

export function judgedByEngine({ duty, notes, now }: DutyCase): DutyJudgement {
  return judgeDuty(ruleOf(duty), diaryOf(notes), optionsOf(now));
}

/** Judged in the middle of a moment. */
export function optionsOf(now: number): { readonly context: DutyOptions["context"]; readonly now: number } {
  return { context: { zone: "UTC", entry: 0, marks: MARKS }, now: middle(now) };
}

/** As of the moment judged: what is later is not known yet. */
export function knownAt({ notes, now }: DutyCase): Notes {
  const begun = ([first]: readonly [number, number]): boolean => first <= now;
  return {
    observed: notes.observed.filter(({ stretch }) => begun(stretch)),
    triggered: notes.triggered.filter(begun),
    done: notes.done.filter(begun),
    covered: notes.covered.filter(begun),
    suspended: notes.suspended.filter(begun),
    ...(notes.started && begun(notes.started) ? { started: notes.started } : {}),
    ...(notes.completed && begun(notes.completed) ? { completed: notes.completed } : {}),
  };
}

export const printStates = (states: Iterable<DutyState>): string => [...states].sort().join(" or ");
