import { deadOf, type Dead } from "./dead.ts";
import { whenOf, type When } from "./times.ts";

/** What accounts of one incident say, aspect by aspect, to be read side by side. */
export const ASPECTS = [
  ...(["when", "where", "sides", "direction", "kind", "acts", "weapons"] as const),
  ...(["dead", "deadOf", "harm", "counts", "narrative"] as const),
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One thing that an account says; what it does not say has no value. */
export type Said =
  | { readonly is: "when"; readonly when: When; readonly stated: string | undefined }
  | { readonly is: "where"; readonly stated: string; readonly radiusM: number | undefined; readonly precision: string }
  | { readonly is: "dead"; readonly dead: Dead }
  | { readonly is: "words"; readonly words: readonly string[] }
  | { readonly is: "direction"; readonly actor: string; readonly target: string }
  | { readonly is: "numbers"; readonly numbers: readonly Numbered[] };

/** A number of people or things, with the names of what was counted. */
export interface Numbered {
  readonly what: string;
  readonly whom?: string;
  readonly least: number | undefined;
  readonly most: number | undefined;
}

export interface AccountGiven {
  readonly id: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly sides: readonly string[];
  readonly acts: readonly string[];
  /** What the report holds besides; null for those who may not read it. */
  readonly body: unknown;
}

export interface ComparedAspect {
  readonly aspect: Aspect;
  /** One for each account, in their order; `undefined`: it does not say. */
  readonly said: readonly (Said | undefined)[];
  /** Two accounts say it, and not the same. That one says nothing is no difference. */
  readonly differs: boolean;
}

/** Aspects that at least one account says something of. */
export function compareAccounts(accounts: readonly AccountGiven[], zone: string): readonly ComparedAspect[] {
  return ASPECTS.map((aspect) => {
    const said = accounts.map((account) => SAY[aspect](account, zone));
    const words = said.flatMap((one) => (one === undefined ? [] : [sameness(one)]));
    return { aspect, said, differs: new Set(words).size > 1 };
  }).filter(({ said }) => said.some((one) => one !== undefined));
}

/** What counts for two being the same: not the words in which a source gave a day, and not the order of names. */
function sameness(said: Said): string {
  if (said.is === "when") return JSON.stringify(said.when);
  if (said.is === "words") return JSON.stringify(said.words.toSorted());
  return JSON.stringify(said);
}

interface Body {
  readonly when?: { readonly asStated?: string };
  readonly where?: {
    readonly asStated?: string;
    readonly precision?: string;
    readonly circle?: { readonly radiusMetres?: number };
    readonly within?: readonly string[];
  };
  readonly kind?: string;
  readonly direction?: string;
  readonly sides?: readonly ({ readonly name: string } | null)[];
  readonly weapons?: readonly string[];
  readonly casualties?: Readonly<Record<string, number | undefined>>;
  readonly harm?: readonly Numbered[];
  readonly counts?: readonly (Omit<Numbered, "what"> & { readonly unit: string })[];
  readonly narrative?: string;
}

const bodyOf = ({ body }: AccountGiven): Body => (typeof body === "object" && body !== null ? body : {});

const SAY: Readonly<Record<Aspect, (account: AccountGiven, zone: string) => Said | undefined>> = {
  when(account, zone) {
    const when = whenOf(account.earliest, account.latest, zone);
    const stated = bodyOf(account).when?.asStated;
    return when.key === "whenUnknown" && stated === undefined ? undefined : { is: "when", when, stated };
  },
  where(account) {
    const { where } = bodyOf(account);
    if (where?.asStated === undefined || where.asStated === "") return undefined;
    const named = [where.asStated, ...(where.within ?? [])];
    const radiusM = where.circle?.radiusMetres;
    return { is: "where", stated: [...new Set(named)].join(", "), radiusM, precision: where.precision ?? "unstated" };
  },
  sides: ({ sides }) => wordsOf(sides),
  direction(account) {
    const { direction, sides } = bodyOf(account);
    const [actor, target] = sides ?? [];
    const isTold = direction === "first-on-second" && actor && target;
    return isTold ? { is: "direction", actor: actor.name, target: target.name } : undefined;
  },
  kind: (account) => wordsOf([bodyOf(account).kind]),
  acts: ({ acts }) => wordsOf(acts),
  weapons: (account) => wordsOf(bodyOf(account).weapons ?? []),
  dead(account) {
    const { best = null, low = null, high = null } = bodyOf(account).casualties ?? {};
    const dead = deadOf({ deadBest: best, deadLeast: low, deadMost: high });
    return dead.key === "deadUnknown" ? undefined : { is: "dead", dead };
  },
  deadOf(account) {
    const { casualties = {} } = bodyOf(account);
    const parts = ["sideA", "sideB", "civilians", "unknown"] as const;
    return numbersOf(
      parts.flatMap((what) => {
        const count = casualties[what];
        return count === undefined ? [] : [{ what, least: count, most: count }];
      }),
    );
  },
  harm: (account) => numbersOf(bodyOf(account).harm ?? []),
  counts: (account) =>
    numbersOf((bodyOf(account).counts ?? []).map(({ unit, ...range }) => ({ what: unit, ...range }))),
  narrative: (account) => wordsOf([bodyOf(account).narrative]),
};

function wordsOf(words: readonly (string | undefined)[]): Said | undefined {
  const there = words.filter((word): word is string => word !== undefined && word !== "");
  return there.length === 0 ? undefined : { is: "words", words: there };
}

function numbersOf(numbers: readonly Numbered[]): Said | undefined {
  return numbers.length === 0 ? undefined : { is: "numbers", numbers };
}

/** Through whom an account came, the nearest first: who told the record, who told them, and the documents behind it. */
export interface Chain {
  readonly toldBy: string | undefined;
  readonly documents: readonly Document[];
}

export interface Document {
  readonly office: string | undefined;
  readonly date: string | undefined;
  readonly headline: string;
}

export function chainOf({ body }: Pick<AccountGiven, "body">): Chain {
  const { toldBy, citations } = (typeof body === "object" && body !== null ? body : {}) as {
    readonly toldBy?: string;
    readonly citations?: readonly Document[];
  };
  return { toldBy, documents: citations ?? [] };
}
