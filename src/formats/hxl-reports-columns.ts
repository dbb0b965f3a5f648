import { HARM_KINDS, type HarmedGroup, type HarmKind } from "../domain/index.ts";
import type { Place, Problem } from "../kit/index.ts";
import type { HxlColumn } from "./hxl-table.ts";
import { formatHxlTag, keyOfHxlTag, parseHxlTag, type HxlTag } from "./hxl-tags.ts";
import { aboutColumn, reportColumns, type ReportColumn } from "./report-columns.ts";
import { findReportColumn } from "./report-columns-header.ts";
import { excerpt } from "./report-item.ts";

/** What a column of a table with hashtags is to a report. */
export type HxlUse =
  | { readonly is: "column"; readonly column: ReportColumn }
  | { readonly is: "start" | "end" }
  /** Who is said to have done it. */
  | { readonly is: "alleged" }
  /** A division that holds the place; 1 is the largest. */
  | { readonly is: "division"; readonly level: number; readonly isCode: boolean }
  | {
      readonly is: "harm";
      readonly what: HarmKind;
      readonly whom: HarmedGroup;
      readonly end: "least" | "most" | "both";
    }
  /** What another tool's people decided. It sets no level here. */
  | { readonly is: "status"; readonly of: string }
  | { readonly is: "address" };

/** The hashtag under which a column of ours is written: HXL's own where it has one, else one that says whose it is. */
export function hxlTagOf(column: ReportColumn): HxlTag {
  const tag = parseHxlTag(aboutColumn(column).hxl ?? `#meta+truce+${column}`);
  if (tag === undefined) throw new Error(`bug: the hashtag of ${column} is none`);
  return tag;
}

export const startTag: HxlTag = { tag: "#date", attributes: ["start"] };
export const endTag: HxlTag = { tag: "#date", attributes: ["end"] };

const ours: readonly (readonly [string, HxlUse])[] = reportColumns.map((column) => [
  keyOfHxlTag(hxlTagOf(column)),
  { is: "column", column },
]);

/** Other hashtags that people use for the same. */
const others: Readonly<Record<string, ReportColumn>> = {
  "#date": "when",
  "#date+occurred": "when",
  "#event+code": "id",
  "#event+type": "acts",
  "#event+name": "label",
  "#event": "label",
  "#event+description": "narrative",
  "#loc": "place",
  "#country": "country",
  "#country+code": "country",
  "#lat_deg": "latitude",
  "#lon_deg": "longitude",
  "#meta+source+name": "source",
};

const uses: ReadonlyMap<string, HxlUse> = new Map<string, HxlUse>([
  ...Object.entries(others).map(([key, column]) => [key, { is: "column", column }] as const),
  [keyOfHxlTag(startTag), { is: "start" }],
  [keyOfHxlTag(endTag), { is: "end" }],
  ["#group+alleged+name", { is: "alleged" }],
  ["#group+alleged", { is: "alleged" }],
  ["#meta+url", { is: "address" }],
  ...ours,
]);

function useOf({ tag, header }: HxlColumn): HxlUse | undefined {
  if (tag === undefined) {
    const column = header === "" ? undefined : findReportColumn(header);
    return column && { is: "column", column };
  }
  const key = keyOfHxlTag(tag);
  return uses.get(key) ?? divisionOf(tag) ?? harmOf(tag) ?? statusOf(tag);
}

function divisionOf({ tag, attributes }: HxlTag): HxlUse | undefined {
  const level = /^#adm([1-5])$/u.exec(tag)?.[1];
  if (level === undefined || attributes.some((attribute) => attribute !== "name" && attribute !== "code"))
    return undefined;
  return { is: "division", level: Number(level), isCode: attributes.includes("code") };
}

/** Groups as HXL writes them. Of `+f` alone it does not say whether girls are among them. */
const groups: Readonly<Record<string, HarmedGroup>> = {
  "": "people",
  civilians: "civilians",
  combatants: "combatants",
  "adults+f": "women",
  "adults+m": "men",
  "children+f": "girls",
  "children+m": "boys",
  children: "children",
};

function harmOf({ tag, attributes }: HxlTag): HxlUse | undefined {
  const what = HARM_KINDS.find((kind) => attributes.includes(kind));
  if (tag !== "#affected" || what === undefined) return undefined;
  const ends = attributes.filter((attribute) => attribute === "min" || attribute === "max");
  const group = attributes.filter((attribute) => attribute !== what && attribute !== "min" && attribute !== "max");
  const whom = groups[[...new Set(group)].toSorted().join("+")];
  if (whom === undefined || ends.length > 1) return undefined;
  return { is: "harm", what, whom, end: ends[0] === "min" ? "least" : ends[0] === "max" ? "most" : "both" };
}

function statusOf({ tag, attributes }: HxlTag): HxlUse | undefined {
  return tag === "#status" ? { is: "status", of: attributes.join(" ") } : undefined;
}

export interface HxlLayout {
  /** Where each use stands in a row. */
  readonly uses: readonly { readonly use: HxlUse; readonly index: number }[];
  readonly problems: readonly Problem[];
  /** Without an id and a time there are no reports. */
  readonly isUsable: boolean;
}

/** Finds out what the columns of a table are to a report. What is not used is said, column by column. */
export function layoutOf(columns: readonly HxlColumn[], at: Place): HxlLayout {
  const taken = new Map<string, number>();
  const found: { readonly use: HxlUse; readonly index: number }[] = [];
  const problems: Problem[] = [];
  for (const [index, column] of columns.entries()) {
    const use = useOf(column);
    const place = { ...at, field: excerpt(column.tag === undefined ? column.header : formatHxlTag(column.tag)) };
    const key = JSON.stringify(use);
    if (use === undefined) {
      if (column.tag !== undefined || column.header.trim() !== "") problems.push(unused(column, place));
    } else if (taken.has(key)) {
      const message = `column ${index + 1} says the same as column ${(taken.get(key) ?? 0) + 1} and is not read`;
      const hint = "remove one of the two, so that it is clear which counts";
      problems.push({ code: "hxl-column-twice", severity: "warning", at: place, message, hint });
    } else {
      taken.set(key, index);
      found.push({ use, index });
    }
  }
  const has = (column: ReportColumn): boolean => found.some(({ use }) => use.is === "column" && use.column === column);
  const missing = [
    ...(has("id") ? [] : ["#event+id"]),
    ...(has("when") || found.some(({ use }) => use.is === "start") ? [] : ["#date+start"]),
  ];
  for (const tag of missing) {
    const message = `there is no column ${tag}: without it these rows are no reports`;
    const hint = `put ${tag} above the column that has it`;
    problems.push({ code: "hxl-missing-column", severity: "error", at: { ...at, field: tag }, message, hint });
  }
  return { uses: found, problems, isUsable: missing.length === 0 };
}

function unused({ tag, header }: HxlColumn, at: Place): Problem {
  const name = tag === undefined ? `“${excerpt(header)}”, which has no hashtag,` : excerpt(formatHxlTag(tag));
  const message = `the column ${name} says nothing that a report has a place for, and is not read`;
  return { code: "hxl-unused-column", severity: "note", at, message };
}
