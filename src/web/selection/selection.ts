import type { QueryOf, Endpoints } from "../../api/contract.ts";

/**
 * What is looked at: one selection for list, map, charts, counts and export, and the address of the page is where it is kept. Its
 * keys are those of the API, so that what is seen is what is exported.
 */
export const SELECTION_KEYS = [
  "from",
  "to",
  "box",
  "area",
  "side",
  "act",
  "occurrence",
  "attribution",
  "text",
  "source",
  "agreement",
  "rule",
  "reading",
  "answers",
  "verdict",
  "asOf",
] as const satisfies readonly (keyof NonNullable<QueryOf<Endpoints["listIncidents"]>>)[];

export type SelectionKey = (typeof SELECTION_KEYS)[number];
export type Selection = { readonly [K in SelectionKey]?: string };

/** How something is looked at, rather than what: no filter is set by these. */
const VIEW_KEYS: readonly SelectionKey[] = ["agreement", "rule", "reading", "answers", "asOf"];

/** The value of `answers` by which verdicts are those of the reports alone. Else what was found out besides counts too. */
export const REPORTS_ALONE = "reports";

/** The selection in the address; what is no part of it is left out. */
export function readSelection(search: Readonly<Record<string, unknown>>): Selection {
  const found: { [K in SelectionKey]?: string } = {};
  for (const key of SELECTION_KEYS) {
    const value = search[key];
    if (typeof value === "string" && value !== "") found[key] = value;
  }
  return found;
}

/** What is asked of the API for a selection: the same incidents, and the same verdicts. */
export function queryOf({ answers, ...selection }: Selection): QueryOf<Endpoints["listIncidents"]> {
  return { ...selection, ...(answers === REPORTS_ALONE ? {} : { answers: "with" as const }) };
}

/** With something else in it; `undefined` takes a filter out. */
export function withChange(
  selection: Selection,
  change: { readonly [K in SelectionKey]?: string | undefined },
): Selection {
  return readSelection({ ...selection, ...change });
}

/** Which of its keys leave something out. */
export function filtersOf(selection: Selection): readonly SelectionKey[] {
  return SELECTION_KEYS.filter((key) => selection[key] !== undefined && !VIEW_KEYS.includes(key));
}

/** Nothing is left out; how it is looked at stays. */
export function withoutFilters(selection: Selection): Selection {
  return readSelection(Object.fromEntries(VIEW_KEYS.map((key) => [key, selection[key]])));
}

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** Keys in their order and nothing empty: the same selection has one address. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  const others = Object.keys(search).filter((key) => !SELECTION_KEYS.some((known) => known === key));
  for (const key of [...SELECTION_KEYS, ...others.toSorted()]) {
    const value = search[key];
    if (typeof value === "string" && value !== "") params.set(key, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
