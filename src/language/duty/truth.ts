import type { Interval } from "../../kit/index.ts";
import type { Formula, Leaf, Term } from "../ir.ts";
import type { AgreementTimes } from "../time/agreement-times.ts";
import { intersection, minus, union, type Moments } from "../time/intervals.ts";
import { resolveTime, type TimeContext } from "../time/resolve.ts";

/** When something was surely so and when it surely was not; of all other moments it is not known. */
export interface Truth {
  readonly so: Moments;
  readonly notSo: Moments;
}

export const EVER: Interval = { earliest: -Infinity, latest: Infinity };
export const UNSURE: Truth = { so: [], notSo: [] };
export const ALWAYS_SO: Truth = { so: [EVER], notSo: [] };
export const NEVER_SO: Truth = { so: [], notSo: [EVER] };

export function notSo({ so, notSo: denied }: Truth): Truth {
  return { so: denied, notSo: so };
}

export function bothSo(...of: readonly Truth[]): Truth {
  return {
    so: of.reduce<Moments>((all, one) => intersection(all, one.so), [EVER]),
    notSo: union(...of.map((one) => one.notSo)),
  };
}

export function eitherSo(...of: readonly Truth[]): Truth {
  return notSo(bothSo(...of.map(notSo)));
}

/** The moments of which it is not known. */
export function doubtsOf({ so, notSo: denied }: Truth): Moments {
  return minus([EVER], union(so, denied));
}

/** What the record says of a leaf over time. */
export type Look = (leaf: Leaf) => Truth;

/** Where the parts of a formula get their answers. */
export interface TruthContext {
  readonly times: AgreementTimes;
  readonly look: Look;
  /** The condition under which a phase is entered. */
  readonly entersWhen?: (phase: string) => Formula | undefined;
}

/** When a condition was so: strong Kleene connectives, at every moment at once. */
export function truthOf(formula: Formula, context: TruthContext): Truth {
  switch (formula.kind) {
    case "and":
      return bothSo(...formula.of.map((part) => truthOf(part, context)));
    case "or":
      return eitherSo(...formula.of.map((part) => truthOf(part, context)));
    case "not":
      return notSo(truthOf(formula.of, context));
    case "each":
      // About a thing, of which no moment in time decides.
      return UNSURE;
    case "constant":
      return formula.value ? ALWAYS_SO : NEVER_SO;
    case "time":
      return ofTime(formula, context.times);
    case "during":
      return ofPhase(formula.phase, context);
    default:
      return context.look(formula);
  }
}

function ofTime({ op, time }: Leaf & { readonly kind: "time" }, times: TimeContext): Truth {
  const resolved = resolveTime(time, op === "before" ? "start" : "end", times);
  if (resolved.kind !== "instant") return UNSURE;
  const before = splitAt(resolved.instant);
  return op === "before" ? before : notSo(before);
}

/** So until a moment, and from it on no longer. */
export function splitAt(instant: number): Truth {
  return { so: [{ earliest: -Infinity, latest: instant }], notSo: [{ earliest: instant, latest: Infinity }] };
}

/** So exactly within these stretches. */
export function within(moments: Moments): Truth {
  return { so: moments, notSo: minus([EVER], moments) };
}

function ofPhase(name: string, context: TruthContext): Truth {
  const known = context.times.phases.get(name);
  if (known?.from === undefined) return UNSURE;
  const period = within([{ earliest: known.from, latest: known.until ?? Infinity }]);
  const enters = context.entersWhen?.(name);
  return enters ? bothSo(period, truthOf(enters, context)) : period;
}

/**
 * Whether a formula speaks of an occurrence or of a thing: who acted, with what, how far away. Then whoever wrote down that
 * a duty was kept or broken has already applied it.
 */
export function speaksOfOccurrence(formula: Formula): boolean {
  switch (formula.kind) {
    case "and":
    case "or":
      return formula.of.some(speaksOfOccurrence);
    case "not":
      return speaksOfOccurrence(formula.of);
    case "each":
    case "compare":
    case "distance":
      return true;
    case "fact":
      return formula.of.some(isRole);
    case "in":
    case "is":
    case "bound":
      return isRole(formula.term);
    default:
      return false;
  }
}

function isRole(term: Term): boolean {
  return "role" in term;
}
