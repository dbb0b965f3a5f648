import type { Harm, ReportDraft, Whereabouts, Whenabouts } from "../domain/index.ts";
import type { ReportCells, ReportColumn } from "./report-columns.ts";
import { formatCitations, formatCount, formatHarm, formatList, formatToolReview } from "./report-columns-lists.ts";
import { HARM_COLUMNS } from "./report-columns-read.ts";
import { formatStatedTime } from "./report-columns-time.ts";

/**
 * A report as the cells of a row: reading them gives back the same report. That holds for every report that keeps to what its
 * types promise: names and words are not blank, a zone exists, areas that hold the place are among those named.
 */
export function formatReportCells(draft: ReportDraft): ReportCells {
  const { casualties } = draft;
  const [first, second] = draft.sides;
  const cells: Readonly<Record<string, string | number | undefined>> = {
    id: draft.id,
    label: draft.label,
    source: draft.source,
    reported: draft.reported && formatStatedTime(draft.reported, draft.when.zone),
    ...whenCells(draft.when),
    ...whereCells(draft.where),
    kind: draft.kind,
    side_a: first?.name,
    side_a_code: first?.code,
    side_b: second?.name,
    side_b_code: second?.code,
    direction: draft.direction === "first-on-second" ? "a-on-b" : undefined,
    acts: formatList(draft.acts),
    weapons: formatList(draft.weapons),
    counts: formatList(draft.counts.map(formatCount)),
    aggregate: draft.aggregate === undefined ? undefined : draft.aggregate ? "yes" : "no",
    killed: casualties.best,
    killed_min: casualties.low,
    killed_max: casualties.high,
    killed_civilians: casualties.civilians,
    killed_side_a: casualties.sideA,
    killed_side_b: casualties.sideB,
    killed_side_unknown: casualties.unknown,
    ...harmCells(draft.harm),
    narrative: draft.narrative,
    told_by: draft.toldBy,
    citations: formatCitations(draft.citations),
    relation: draft.regards?.relation,
    regards: draft.regards?.report,
    attachments: formatList(draft.attachments),
    tool_review: draft.toolReview && formatToolReview(draft.toolReview),
  } satisfies Partial<Record<ReportColumn, string | number | undefined>>;
  const filled = Object.entries(cells).filter(([, cell]) => cell !== undefined && cell !== "");
  return Object.fromEntries(filled.map(([column, cell]) => [column, String(cell)]));
}

function whenCells({ interval, zone, asStated, spread, exact }: Whenabouts): Partial<Record<ReportColumn, string>> {
  const words = { throughout: ["throughout", "exact"], within: ["within", "exact-within"] } as const;
  return {
    when: formatStatedTime(interval, zone),
    zone,
    when_precision: words[spread][exact ? 1 : 0],
    when_words: asStated,
  };
}

function whereCells(where: Whereabouts): Partial<Record<ReportColumn, string | number | undefined>> {
  const { circle, drawnAt } = where;
  const isElsewhere = circle?.centre.latitude !== drawnAt?.latitude || circle?.centre.longitude !== drawnAt?.longitude;
  const areas = formatList(where.areaNames);
  const within = formatList(where.within);
  return {
    place: where.asStated,
    place_precision: where.precision,
    latitude: drawnAt?.latitude,
    longitude: drawnAt?.longitude,
    radius_m: circle?.radiusMetres,
    within,
    areas: areas === within ? "" : areas,
    country: where.country,
    circle_latitude: isElsewhere ? circle?.centre.latitude : undefined,
    circle_longitude: isElsewhere ? circle?.centre.longitude : undefined,
  };
}

/** Harm goes to the columns made for it; what has none, or says only "some", to the list. */
function harmCells(harm: readonly Harm[]): Partial<Record<ReportColumn, string | number | undefined>> {
  const columnsOf = ({ what, whom, least, most }: Harm) =>
    least === undefined && most === undefined
      ? undefined
      : HARM_COLUMNS.find((columns) => columns.what === what && columns.whom === whom);
  const own = harm.flatMap((entry) => {
    const columns = columnsOf(entry);
    return columns === undefined ? [] : [[columns.min, entry.least] as const, [columns.max, entry.most] as const];
  });
  const others = harm.filter((entry) => columnsOf(entry) === undefined);
  return { ...Object.fromEntries(own), harm: formatList(others.map(formatHarm)) };
}
