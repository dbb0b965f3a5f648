import { DEFAULT_SIGNERS, FEWEST_SIGNERS, type Mandate, type Thresholds } from "../../domain/index.ts";
import { Refusal } from "../../kit/index.ts";
import { agreementsKept, type Client, type Json } from "../../store/index.ts";
import { verb, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { saidIn, standingOf } from "./versions.ts";

export interface MandateOf {
  /** Unset: the record has no agreement, or several and none was named; then nothing is restricted. */
  readonly agreement: string | undefined;
  readonly mandate: Mandate;
}

/** What the named agreement lets its mechanism do; of the only one if none is named. */
export async function mandateOf(client: Client, wanted?: string): Promise<MandateOf> {
  const all = await agreementsKept(client);
  const found = wanted === undefined ? (all.length === 1 ? all[0] : undefined) : all.find(({ key }) => key === wanted);
  if (wanted !== undefined && !found)
    throw new Refusal("no-such-agreement", "there is no such agreement", "see the list");
  return { agreement: found?.key, mandate: found ? mandateIn(found.body) : {} };
}

function mandateIn(body: Json): Mandate {
  return (body as { readonly mandate?: Mandate } | null)?.mandate ?? {};
}

/** Persons that have to sign. */
export function signersNeeded({ signers = DEFAULT_SIGNERS }: Mandate): number {
  return Math.max(signers, FEWEST_SIGNERS);
}

export interface SetMandate {
  /** The id of the agreement. */
  readonly agreement: string;
  readonly seen: number;
  readonly mandate: Mandate;
}

/** Says what an agreement asks of its mechanism. The whole of it: what is left out is not restricted. */
export const setMandate = verb(
  { act: "set-mandate", permission: "agreement:record" },
  async ({ store, by }, input: SetMandate): Promise<Done<{ readonly agreement: string }>> => {
    check(input);
    return store.change(async (change) => {
      const { agreement: id, seen, mandate } = input;
      const row = await standingOf(change, "agreement", { id, seen, touching: ["body"], wanted: mandate });
      const said = saidIn("agreement", row);
      const body = { ...(said.body as Readonly<Record<string, Json>>), mandate: mandate as unknown as Json };
      change.add("agreement", { id, supersedes: row.row, audience: row.audience }, { ...said, body });
      const { key } = row;
      return { result: { agreement: key }, act: { by, act: "set-mandate", body: { agreement: key } } };
    });
  },
);

function check({ agreement, seen, mandate }: SetMandate): void {
  const input = new InputCheck();
  input.id("/agreement", agreement);
  input.row("/seen", seen);
  const { signers, replyHours, thresholds, thresholdsByAct = {} } = mandate;
  if (signers !== undefined && !(Number.isSafeInteger(signers) && signers >= FEWEST_SIGNERS && signers <= 100))
    input.note(
      "/mandate/signers",
      "so many persons cannot be asked for",
      `a whole number from ${FEWEST_SIGNERS} to 100`,
    );
  if (replyHours !== undefined && !(replyHours > 0 && replyHours <= 24 * 366))
    input.note("/mandate/replyHours", "this is no time to reply in", "hours, at most a year of them");
  if (thresholds) checkThresholds(input, "/mandate/thresholds", thresholds);
  for (const [act, one] of Object.entries(thresholdsByAct)) {
    const key = act.replaceAll("~", "~0").replaceAll("/", "~1");
    checkThresholds(input, `/mandate/thresholdsByAct/${key}`, one);
  }
  input.audience("/mandate/findingsFor", mandate.findingsFor);
  input.done();
}

function checkThresholds(input: InputCheck, field: string, thresholds: Thresholds): void {
  const { "partly corroborated": partly, likely, confirmed = Number.MAX_SAFE_INTEGER } = thresholds;
  const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;
  if (![partly, likely, confirmed].every(isCount) || partly > likely || likely > confirmed)
    input.note(
      field,
      "these thresholds are not in order",
      "whole numbers of voices: partly corroborated ≤ likely ≤ confirmed",
    );
}
