import { ACCEPTANCE_STANDINGS, type AcceptanceStanding, type RecordedStanding } from "../../domain/index.ts";
import { parseDate, Refusal } from "../../kit/index.ts";
import { localInstant, readDeclarations, vocabularies } from "../../language/index.ts";
import type { Change, Json } from "../../store/index.ts";
import { loadRecord } from "../record/index.ts";
import { verb, type Done, type Words } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { refuseIfNoItem } from "./item-there.ts";
import { askToJudge } from "./judge-again.ts";

export interface RecordAcceptance {
  readonly agreement: string;
  /** The key of the actor in the register. */
  readonly actor: string;
  /** The acceptance of the text that it answers. */
  readonly accept: string;
  readonly standing: AcceptanceStanding;
  /** Told to whom, and through whom. */
  readonly to?: string;
  readonly through?: string;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, on the clocks of the register. Unset: not known. */
  readonly at?: string;
  /** When it ends by itself: an acceptance for a time, a suspension for a time. */
  readonly until?: string;
  /** Since when it is known; unset: since it was so. */
  readonly known?: string;
  /** On what condition it accepts, in its own words. */
  readonly condition?: {
    readonly words: Words;
    /** The text has this condition, so that it is tested. If not, whether it accepts counts as unknown. */
    readonly isInText: boolean;
  };
  /** By what it is known: a letter, a statement. It names nobody who needs protection. */
  readonly source: string;
  /** What that is, if the record has it. */
  readonly item?: string;
  readonly note?: string;
  readonly audience?: readonly string[];
}

export interface AcceptanceRecorded {
  readonly acceptance: string;
  /** How it counts for the judge. */
  readonly counts: AcceptanceStanding;
}

/** Records what a party said of a text: that it accepts, on a condition, not any more, or not for now. */
export const recordAcceptance = verb(
  { act: "record-acceptance", permission: "acceptance:record" },
  async (acting, input: RecordAcceptance): Promise<Done<AcceptanceRecorded>> => {
    const { store, by } = acting;
    check(input);
    const { agreement, register } = await loadRecord(store, input.agreement);
    refuseIfUnknown(input, {
      accepts: [...readDeclarations(agreement, vocabularies).accepts.keys()],
      actors: register.actors.map(({ id }) => id),
    });
    return store.change(async (change) => {
      if (input.item !== undefined) await refuseIfNoItem(change, input.item);
      const counts = countedAs(input);
      const acceptance = add(change, input, standingOf(input, counts));
      // What ends by itself is an event to come: from then on, and not before, it is so.
      if (input.until !== undefined) add(change, input, endOf(input, acceptance));
      await askToJudge(acting, change);
      const { actor, accept, standing, item = null } = input;
      const body = { agreement: input.agreement, actor, accept, standing, counts, item };
      return { result: { acceptance, counts }, act: { by, act: "record-acceptance", body } };
    });
  },
);

function check(input: RecordAcceptance): void {
  const check = new InputCheck();
  for (const field of ["agreement", "actor", "accept", "source"] as const) check.name(`/${field}`, input[field]);
  for (const field of ["to", "through", "note"] as const) check.maybeName(`/${field}`, input[field]);
  check.oneOf("/standing", input.standing, ACCEPTANCE_STANDINGS);
  for (const field of ["at", "until", "known"] as const)
    if (input[field] !== undefined && !isLocalTime(input[field]))
      check.note(`/${field}`, "this is no day and no moment", "write YYYY-MM-DD or YYYY-MM-DD HH:MM");
  if (input.until !== undefined && ENDS_IN[input.standing] === undefined)
    check.note("/until", `“${input.standing}” does not end by itself`, "record what comes after it when it comes");
  if (check.problems.length === 0 && input.until !== undefined && input.at !== undefined && input.until <= input.at)
    check.note("/until", "it would end before it begins", "give a later time");
  if (input.condition) {
    check.words("/condition/words", input.condition.words);
    if (input.standing !== "accepted")
      check.note("/condition", "only an acceptance has a condition", "leave it out, or put it in the note");
  }
  check.digest("/item", input.item);
  check.audience("/audience", input.audience);
  check.done();
}

function isLocalTime(text: string): boolean {
  if (parseDate(text) !== undefined) return true;
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u.test(text) && localInstant(text, "UTC").kind === "instant";
}

/** What is so when a standing is over. */
const ENDS_IN: Readonly<Partial<Record<AcceptanceStanding, AcceptanceStanding>>> = {
  accepted: "withdrawn",
  suspended: "accepted",
};

/** An acceptance on a condition that nobody can test yet is none that could be counted on. */
function countedAs({ standing, condition }: RecordAcceptance): AcceptanceStanding {
  return condition && !condition.isInText ? "unknown" : standing;
}

function refuseIfUnknown(
  { actor, accept }: RecordAcceptance,
  { accepts, actors }: { readonly accepts: readonly string[]; readonly actors: readonly string[] },
): void {
  if (!actors.includes(actor))
    throw new Refusal(
      "no-such-actor",
      "the register has no such actor",
      "add it to the register, or use its key there",
    );
  if (!accepts.includes(accept))
    throw new Refusal("no-such-accept", "the text has no such acceptance", `one of: ${accepts.join(", ")}`);
}

type Body = RecordedStanding & Readonly<Record<string, Json | undefined>>;

function standingOf(input: RecordAcceptance, counts: AcceptanceStanding): Body {
  const { accept, to, through, at, known, source, note, until, condition, standing } = input;
  const given = { to, through, at, known, note, until };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    accept,
    standing: counts,
    source,
    ...said,
    ...(counts === standing ? {} : { said: standing }),
    ...(condition ? { condition: { ...condition.words, isInText: condition.isInText } } : {}),
  };
}

function endOf({ accept, standing, until, known, at, source }: RecordAcceptance, acceptance: string): Body {
  // It is known since the word itself was given that it ends.
  const since = known ?? at;
  return {
    accept,
    standing: ENDS_IN[standing]!,
    at: until!,
    source,
    ends: acceptance,
    ...(since === undefined ? {} : { known: since }),
  };
}

function add(change: Change, { agreement, actor, accept, audience = [] }: RecordAcceptance, body: Body): string {
  // `recorded` tells it from what stands in a file of actors, which is the whole of what it says.
  const said = { agreement, actor, accept, standing: body.standing, body: { ...body, recorded: "by a person" } };
  return change.add("acceptance", { audience }, said);
}
