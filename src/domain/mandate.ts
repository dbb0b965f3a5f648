import { DEFAULT_THRESHOLDS, type Thresholds } from "./levels.ts";
import { FEWEST_SIGNERS } from "./two-persons.ts";

/**
 * What an agreement asks of its mechanism, and lets it do. Monitoring, verifying, attributing and determining are different
 * jobs, and how sure a mechanism must be is negotiated: so it is kept with the agreement, not in the software. What is not said
 * is not restricted, and nothing is hidden.
 */
export interface Mandate {
  /** Whether the mechanism may say who did it. Unset: it may. */
  readonly attribution?: boolean;
  /** Whether people of the mechanism may determine breaches. Unset: they may. */
  readonly determination?: boolean;
  /** Independent voices from which on a level is justified. */
  readonly thresholds?: Thresholds;
  /** The same for a kind of act, which goes before. */
  readonly thresholdsByAct?: Readonly<Record<string, Thresholds>>;
  /** Persons who have to sign a determination, its author among them. */
  readonly signers?: number;
  /** Hours that a party has for its reply if nobody says otherwise. */
  readonly replyHours?: number;
  /** To whom findings are released, each with its incident. Unset: to nobody. */
  readonly findingsFor?: readonly string[];
}

export const DEFAULT_SIGNERS = FEWEST_SIGNERS;
export const DEFAULT_REPLY_HOURS = 72;

/** The least that any of the acts asks for each level: with two acts it happened if either did. */
export function thresholdsFor(mandate: Mandate, acts: readonly string[]): Thresholds {
  const own = acts.flatMap((act) => mandate.thresholdsByAct?.[act] ?? []);
  const [first, ...rest] = own.length > 0 ? own : [mandate.thresholds ?? DEFAULT_THRESHOLDS];
  return rest.reduce(leastOf, first!);
}

function leastOf(a: Thresholds, b: Thresholds): Thresholds {
  const confirmed = [a.confirmed, b.confirmed].filter((n) => n !== undefined);
  return {
    "partly corroborated": Math.min(a["partly corroborated"], b["partly corroborated"]),
    likely: Math.min(a.likely, b.likely),
    ...(confirmed.length > 0 ? { confirmed: Math.min(...confirmed) } : {}),
  };
}
