/** How rows and things of files came out, and whether the numbers account for all of them. */

export interface ReportTotals {
  readonly read: number;
  readonly added: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface ThingTotals {
  readonly added: number;
  readonly revised: number;
  readonly unchanged: number;
}

export interface Counted {
  readonly reports?: Readonly<Record<string, unknown>>;
  readonly things?: ThingTotals;
}

const REPORT_KEYS = ["read", "added", "revised", "unchanged", "refused"] as const;
const THING_KEYS = ["added", "revised", "unchanged"] as const;

/** Of the files together. */
export function reportTotals(files: readonly Counted[]): ReportTotals {
  const sum = (key: (typeof REPORT_KEYS)[number]): number =>
    files.reduce((all, { reports }) => all + numberOf(reports?.[key]), 0);
  const [read, added, revised, unchanged, refused] = REPORT_KEYS.map(sum) as [number, number, number, number, number];
  return { read, added, revised, unchanged, refused };
}

export function thingTotals(files: readonly Counted[]): ThingTotals {
  const sum = (key: (typeof THING_KEYS)[number]): number =>
    files.reduce((all, { things }) => all + numberOf(things?.[key]), 0);
  const [added, revised, unchanged] = THING_KEYS.map(sum) as [number, number, number];
  return { added, revised, unchanged };
}

/** Every row that was read is accounted for once. */
export function addsUp({ read, added, revised, unchanged, refused }: ReportTotals): boolean {
  return read === added + revised + unchanged + refused;
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
