import { Refusal, type Problem } from "../../kit/index.ts";
import type { Change, Keys, Noun, Store } from "../../store/index.ts";

/** Who acts, on which record. */
export interface Acting {
  readonly store: Store;
  /** For the identities of sources. */
  readonly keys: Keys;
  /** The account, as it stands in the ledger. */
  readonly by: string;
  /** The human being behind it: the same however many accounts or sessions they have. */
  readonly person: string;
  /** Of a liaison: the party for which it speaks, and no other. */
  readonly party?: string;
  /** Asks for work after the change, in its transaction. Unset: whoever has a worker finds the work later. */
  readonly ask?: (change: Change, kind: string, key: string) => Promise<void>;
}

export interface Done<T> {
  readonly result: T;
  /** The entry of the ledger; unset if the record says all of it already. */
  readonly seq: number | undefined;
}

/** One thing that an account may do to the record: in one transaction, with one entry of the ledger. */
export interface Verb<In, Out> {
  (acting: Acting, input: In): Promise<Done<Out>>;
  /** As it stands in the ledger. */
  readonly act: string;
  /** What an account needs for it; whoever calls has looked. */
  readonly permission: string;
}

export function verb<In, Out>(
  { act, permission }: Pick<Verb<In, Out>, "act" | "permission">,
  work: (acting: Acting, input: In) => Promise<Done<Out>>,
): Verb<In, Out> {
  const done = async (acting: Acting, input: In): Promise<Done<Out>> => {
    if (acting.by.trim() === "" || acting.person.trim() === "")
      throw new Refusal("nobody", "an act needs an account, and a person behind it", "sign in");
    return work(acting, input);
  };
  return Object.assign(done, { act, permission });
}

/** Words that somebody said or wrote, with their language (BCP 47). They are kept as they are. */
export interface Words {
  readonly text: string;
  readonly lang: string;
}

/**
 * What was asked for cannot be understood: every trouble with it, each at its JSON pointer in `at.field`. The problems may quote
 * what was filled in, and are for who did; the message is for everybody.
 */
export class BadInput extends Refusal {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const fields = problems.length === 1 ? "one place" : `${problems.length} places`;
    super("bad-input", `what was filled in is not right in ${fields}`, "look at the fields that are named");
    this.problems = problems;
  }
}

/** There is none, or none for whoever asks. */
export class NoSuchThing extends Refusal {
  readonly noun: Noun;

  constructor(noun: Noun) {
    super(`no-such-${noun}`, `there is no such ${noun}`, "look at the list again");
    this.noun = noun;
  }
}

/** A version of a thing, as it was recorded; for somebody outside, what is for them of it. */
export type Version = Readonly<Record<string, unknown>> & { readonly id: string };

/** Somebody else changed the same fields first. Nothing is lost: both versions are here, and what was to be said. */
export class ChangedMeanwhile extends Refusal {
  readonly noun: Noun;
  /** The fields that both touched. */
  readonly fields: readonly string[];
  /** As it was when it was looked at. */
  readonly saw: Version;
  /** As it is now. */
  readonly stands: Version;
  /** What was to be recorded. */
  readonly wanted: unknown;

  constructor(what: Pick<ChangedMeanwhile, "noun" | "fields" | "saw" | "stands" | "wanted">) {
    super(
      "changed-meanwhile",
      `somebody else changed this ${what.noun} meanwhile (${what.fields.join(", ")})`,
      "look at what stands now, and decide again with that before you",
    );
    this.noun = what.noun;
    this.fields = what.fields;
    this.saw = what.saw;
    this.stands = what.stands;
    this.wanted = what.wanted;
  }
}
