/** The one thing that a finding turns on, for who reads numbers and not rules. */

export interface Explained {
  readonly lists: readonly { readonly id: string; readonly title: string }[];
  readonly questions: readonly { readonly id: string; readonly kind: "fact" | "dimension"; readonly text: string }[];
  readonly rules: readonly {
    readonly rule: string;
    readonly cells: readonly {
      readonly reading: string;
      readonly account: string;
      readonly verdict: string;
      readonly because: readonly {
        readonly component: string;
        readonly formula: string;
        readonly state: "true" | "false" | "unknown";
      }[];
      readonly relevant: readonly string[];
      readonly next: string | null;
    }[];
  }[];
}

export type Reason =
  /** One side was on a list that the text leaves out. */
  | { readonly is: "listed"; readonly list: string }
  /** A part of the rule is known not to be met. */
  | { readonly is: "not-met"; readonly part: string }
  /** Questions that nobody has answered; the one to ask first comes last. */
  | { readonly is: "open"; readonly questions: readonly { readonly id: string; readonly text: string }[] };

export function reasonOf(
  { rules, lists, questions }: Explained,
  { rule, reading }: { readonly rule: string; readonly reading: string },
): Reason | undefined {
  const cells = rules.find((one) => one.rule === rule)?.cells ?? [];
  const cell = cells.find((one) => one.reading === reading);
  if (!cell) return undefined;
  if (cell.verdict === "undetermined") return openOf(cell, questions);
  const left = cell.because.find(({ component, state }) => component === "outside" && state === "true");
  const list = lists.find(({ id }) => left !== undefined && new RegExp(`\\bin ${id}\\b`, "u").test(left.formula));
  if (list) return { is: "listed", list: list.title };
  const unmet = cell.because.find(({ state }) => state === "false");
  return unmet ? { is: "not-met", part: unmet.formula } : undefined;
}

/** Who it was, and then what brings it furthest: no more than a sentence takes. */
function openOf(
  { relevant, next }: { readonly relevant: readonly string[]; readonly next: string | null },
  questions: Explained["questions"],
): Reason | undefined {
  const asked = questions.filter(({ id }) => relevant.includes(id));
  const who = asked.filter(({ kind, id }) => kind === "dimension" && id.startsWith("side-"));
  const first = asked.filter(({ id }) => id === next);
  const all = [...new Set([...who, ...first])];
  const some = all.length > 0 ? all : asked.slice(0, 2);
  return some.length === 0 ? undefined : { is: "open", questions: some };
}
