import type { Instant } from "../../kit/index.ts";
import type { Duration, InForce } from "../ir.ts";
import { repeatLength, shiftInstant } from "./calendar.ts";

/** A renewal that is recorded: when it was agreed, and until when; unset: for as long as the text says. */
export interface Renewal {
  readonly on: Instant;
  readonly until?: Instant;
}

/** What the parties did about the end of the text, as far as it is known. */
export interface Prolonging {
  readonly renewals?: readonly Renewal[];
  /** Notices that the text is not to go on. */
  readonly notices?: readonly Instant[];
}

/** A stretch in which the text is in force. Without `from` its beginning is not known, without `until` it has no known end. */
export interface Stretch {
  readonly from?: Instant;
  readonly until?: Instant;
}

interface Lasting extends Prolonging {
  readonly zone: string;
}

/**
 * The stretches in which one `in force` holds, with what is recorded about renewing it. By consent, it ends unless a
 * renewal is recorded; one agreed after the end begins anew and leaves a gap. Unless notice is given, it goes on by itself
 * for as long again and again, until the first end for which a notice came in time.
 */
export function stretchesOf(statement: InForce, first: Stretch, lasting: Lasting): readonly Stretch[] {
  const { renewable } = statement;
  const { from, until } = first;
  if (!renewable || from === undefined || until === undefined) return [first];
  const { renewals = [], zone } = lasting;
  const own = renewable.how === "consent" ? first : afterNotices(statement, { from, until }, lasting);
  const length = renewable.for ?? statement.for;
  return renewals
    .filter(({ on }) => on >= from)
    .toSorted((a, b) => a.on - b.on)
    .reduce<readonly Stretch[]>((known, renewal) => renewed(known, renewal, { length, zone }), [own]);
}

interface Length {
  readonly length: Duration | undefined;
  readonly zone: string;
}

function renewed(stretches: readonly Stretch[], { on, until }: Renewal, { length, zone }: Length): readonly Stretch[] {
  const last = stretches.at(-1);
  if (!last || last.until === undefined) return stretches;
  const isInTime = on <= last.until;
  const base = isInTime ? last.until : on;
  // A renewal of which nobody says for how long has no known end.
  const end = until ?? (length && shiftInstant(base, length, { zone, direction: 1 }));
  const ends = end === undefined ? {} : { until: Math.max(end, base) };
  if (!isInTime) return [...stretches, { from: on, ...ends }];
  return [...stretches.slice(0, -1), { ...(last.from !== undefined && { from: last.from }), ...ends }];
}

/** More periods than this are nobody's treaty. */
const MOST_PERIODS = 1000;

function afterNotices(
  { for: duration, renewable }: InForce,
  first: { readonly from: Instant; readonly until: Instant },
  { notices = [], zone }: Lasting,
): Stretch {
  const notice = Math.min(...notices.filter((at) => at >= first.from));
  for (let n = 1; Number.isFinite(notice) && n <= MOST_PERIODS; n++) {
    const until = duration
      ? shiftInstant(first.from, { ...duration, n: duration.n * n }, { zone, direction: 1 })
      : repeatLength(first, n, zone);
    const latest = renewable?.notice ? shiftInstant(until, renewable.notice, { zone, direction: -1 }) : until;
    if (notice <= latest) return { from: first.from, until };
  }
  return { from: first.from };
}
