import type { Citation, Range, ReportDraft, Whenabouts, Whereabouts } from "../domain/index.ts";
import { foldName, type Instant } from "../kit/index.ts";
import type { ResolvedActor } from "./actor-names.ts";
import type { Claim, ClaimActor, ClaimPlace, ClaimTime, CountRange, PlacePrecision, TimePrecision } from "./claim.ts";

/** Who tells, under which ids, and what the words of a report mean to whoever reads it. */
export interface ReportClaimOptions {
  /** Without spaces. */
  readonly id: string;
  /** The desk that reports. */
  readonly source: string;
  /** Whom a side means; `undefined`: nobody that could be told apart, such as civilians. */
  readonly actorOf: (side: { readonly name: string; readonly code: string | undefined }) => ResolvedActor | undefined;
  /** From the root of the tree of acts to the act itself. */
  readonly pathOf: (act: string) => readonly string[];
  /** The claim of the earlier report that the draft corrects or repeats. */
  readonly updates?: string;
}

/** What a report alleges. What it does not say stays unsaid; no precision, no radius and no number is made up. */
export function claimOfReport(draft: ReportDraft, options: ReportClaimOptions): Claim {
  const { id, source, updates } = options;
  return {
    id,
    report: id,
    source,
    when: timeOf(draft.when),
    publishedAt: draft.reported && finite(draft.reported.latest),
    where: placeOf(draft.where),
    actors: actorsOf(draft, options),
    kind: commonPath(draft.acts.map(options.pathOf)),
    killed: killedOf(draft),
    injured: harmOf(draft, "injured"),
    text: draft.narrative,
    url: undefined,
    updates,
    isAggregate: draft.aggregate === true,
  };
}

export interface CitedClaimOptions {
  readonly id: string;
  /** The article: all claims made from it are of one report, and two of them are two incidents. */
  readonly report: string;
  readonly source: string;
}

/**
 * What an article tells that a data set cites for an event. Of the article only its publisher, its day and its headline are
 * known; when, where, who and how many is what the coder of the data set read in it, and is the same for all that are cited
 * for the event.
 */
export function claimOfCitation(coded: Claim, { headline, date }: Citation, options: CitedClaimOptions): Claim {
  // Told at some time of that day, in a zone that nobody noted: not later than when it ends.
  const day = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return { ...coded, ...options, text: headline, publishedAt: finite(day + DAY), updates: undefined };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * How long the stretch is that the report allows for. UCDP's `date_prec` comes out as 1 → day, 2 → two to six days,
 * 3 → week, 4 and 5 → month or more, because its stretches are as long as these say.
 */
function timeOf({ interval: { earliest, latest }, exact }: Whenabouts): ClaimTime | undefined {
  if (!Number.isFinite(earliest) || !Number.isFinite(latest)) return undefined;
  return { from: earliest, to: Math.max(earliest, latest), precision: timePrecision(latest - earliest, exact) };
}

function timePrecision(length: number, isExact: boolean): TimePrecision {
  if (length <= HOUR) return 0;
  if (length <= 12 * HOUR) return 1;
  // A day whose zone is not known is a longer stretch, and still a day.
  if (isExact || length <= 26 * HOUR) return 2;
  if (length <= 6 * DAY + 2 * HOUR) return 3;
  return length <= 13 * DAY + 2 * HOUR ? 4 : 5;
}

/** What each way of being precise allows for, in kilometres, where the report gives no circle of its own. */
const RADII: Readonly<Record<PlacePrecision, number>> = { 0: 0.5, 1: 3, 2: 25, 3: 30, 4: 90, 5: 60, 6: 600 };

const PRECISIONS: Readonly<Record<Exclude<Whereabouts["precision"], "unstated">, PlacePrecision>> = {
  exact: 1,
  near: 2,
  district: 3,
  province: 4,
  fuzzy: 5,
  country: 6,
  international: 5,
};

function placeOf(where: Whereabouts): ClaimPlace | undefined {
  const { circle, drawnAt, areaNames, country } = where;
  const point = circle?.centre ?? drawnAt;
  const precision = placePrecision(where);
  if (!point || precision === undefined) return undefined;
  const units = (precision === 4 ? areaNames.slice(-1) : precision <= 3 ? areaNames : []).toReversed();
  return {
    ...point,
    // Gazetteers differ about where a named place is, so the point of one is no more exact than that.
    radiusKm: circle ? Math.max(circle.radiusMetres / 1000, precision <= 1 ? RADII[precision] : 0) : RADII[precision],
    precision,
    name: precision <= 2 ? placeName(where.asStated) : undefined,
    units: units.map(foldName),
    country: country === undefined ? undefined : foldName(country),
  };
}

/** A report that does not say how exact it is, but draws a circle, is as exact as that. */
function placePrecision({ precision, circle }: Whereabouts): PlacePrecision | undefined {
  const radius = circle && circle.radiusMetres / 1000;
  if (precision === "exact") return radius !== undefined && radius <= RADII[0] ? 0 : 1;
  if (precision !== "unstated") return PRECISIONS[precision];
  if (radius === undefined) return undefined;
  return ([0, 1, 2, 3, 4] as const).find((one) => radius <= RADII[one]) ?? 6;
}

function placeName(stated: string): string | undefined {
  return foldName(stated.replace(/ (?:village|town|city|neighbou?rhood)$/iu, "")) || undefined;
}

function actorsOf({ sides }: ReportDraft, { actorOf }: ReportClaimOptions): readonly ClaimActor[] {
  return sides.flatMap((side, n) => {
    const found = side && actorOf(side);
    if (!found) return [];
    const { actor, parent, isGeneric, name } = found;
    return [{ side: n === 0 ? ("first" as const) : ("second" as const), actor, parent, isGeneric, name }];
  });
}

/** All of the acts happened, so what is said of the incident as a whole is what they have in common. */
function commonPath(paths: readonly (readonly string[])[]): readonly string[] {
  const [first, ...others] = paths;
  if (!first) return [];
  const end = first.findIndex((name, n) => others.some((other) => other[n] !== name));
  return end < 0 ? first : first.slice(0, end);
}

function killedOf(draft: ReportDraft): CountRange | undefined {
  const { low, best, high } = draft.casualties;
  if (low === undefined && best === undefined && high === undefined) return harmOf(draft, "killed");
  const least = low ?? best ?? 0;
  return { least, most: Math.max(least, high ?? (low === undefined ? best : undefined) ?? Number.POSITIVE_INFINITY) };
}

function harmOf({ harm }: ReportDraft, what: "killed" | "injured"): CountRange | undefined {
  const people: Range | undefined = harm.find((one) => one.what === what && one.whom === "people");
  if (!people || (people.least === undefined && people.most === undefined)) return undefined;
  const least = people.least ?? 0;
  return { least, most: Math.max(least, people.most ?? Number.POSITIVE_INFINITY) };
}

function finite(instant: Instant): Instant | undefined {
  return Number.isFinite(instant) ? instant : undefined;
}
