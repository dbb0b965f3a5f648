/**
 * The answers of a submission by their path, groups and question joined with slashes as Kobo has them. ODK Central nests groups
 * instead, and gives points as GeoJSON objects; both come out the same here.
 */
export interface Answers {
  readonly byPath: ReadonlyMap<string, string>;
  /** Paths of what is not read: repeated groups, and objects that are no point. */
  readonly unread: readonly string[];
}

const deepest = 20;
const mostAnswers = 5000;

export function answersOf(submission: Readonly<Record<string, unknown>>): Answers {
  const byPath = new Map<string, string>();
  const unread: string[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (byPath.size + unread.length > mostAnswers) return;
    const answer = plainAnswer(value);
    if (answer !== undefined) {
      if (answer.trim() !== "") addAnswer(byPath, path, answer);
    } else if (Array.isArray(value) || depth === deepest || typeof value !== "object") unread.push(path);
    else
      for (const [key, inner] of Object.entries(value as object))
        visit(inner, path === "" ? key : `${path}/${key}`, depth + 1);
  };
  // What begins with an underscore is told by the tool, not by whoever filled in the form.
  for (const [key, value] of Object.entries(submission)) if (!key.startsWith("_")) visit(value, key, 0);
  return { byPath, unread };
}

/** The text of an answer; blank if there is none, `undefined` if it is more than one answer. */
function plainAnswer(value: unknown): string | undefined {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => (typeof part === "object" ? undefined : plainAnswer(part)));
    return parts.some((part) => part === undefined) ? undefined : parts.join("; ");
  }
  return geojsonPoint(value as Readonly<Record<string, unknown>>);
}

/** A point of ODK Central's OData as the text that the form's own data have: `latitude longitude altitude accuracy`. */
function geojsonPoint({ type, coordinates, properties }: Readonly<Record<string, unknown>>): string | undefined {
  if (type !== "Point" || !Array.isArray(coordinates)) return undefined;
  const [longitude, latitude, altitude = 0] = coordinates as readonly unknown[];
  const { accuracy = 0 } = (properties ?? {}) as { accuracy?: unknown };
  const numbers = [latitude, longitude, altitude ?? 0, accuracy ?? 0];
  return numbers.every((number) => typeof number === "number") ? numbers.join(" ") : undefined;
}

/** An answer, and of a point also its parts as answers of their own: `place/latitude`. */
function addAnswer(byPath: Map<string, string>, path: string, answer: string): void {
  byPath.set(path, answer);
  const point = parseGeopoint(answer);
  if (point === undefined) return;
  byPath.set(`${path}/latitude`, String(point.latitude));
  byPath.set(`${path}/longitude`, String(point.longitude));
  if (point.accuracy !== undefined) byPath.set(`${path}/accuracy`, String(point.accuracy));
}

export interface Geopoint {
  readonly latitude: number;
  readonly longitude: number;
  /** In metres, as the device took itself to be exact; not a radius that certainly holds anything. */
  readonly accuracy: number | undefined;
}

/** ODK's geopoint, latitude first: `35.1 36.7 412 5`; or a point as well-known text, longitude first. */
export function parseGeopoint(text: string): Geopoint | undefined {
  const number = String.raw`-?\d{1,3}(?:\.\d{1,20})?`;
  const more = String.raw`-?\d{1,6}(?:\.\d{1,20})?`;
  const own = new RegExp(`^(${number}) (${number}) (?:${more})(?: (${more}))?$`, "u").exec(text.trim());
  if (own !== null)
    return {
      latitude: Number(own[1]),
      longitude: Number(own[2]),
      accuracy: own[3] === undefined ? undefined : Number(own[3]),
    };
  const known = new RegExp(`^POINT ?Z? ?\\((${number}) (${number})(?: ${more})?\\)$`, "iu").exec(text.trim());
  return known === null ? undefined : { latitude: Number(known[2]), longitude: Number(known[1]), accuracy: undefined };
}
