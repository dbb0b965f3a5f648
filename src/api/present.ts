import { columnsOf, type IncidentSeen, type Noun } from "../store/index.ts";
import { camelCase } from "./contract/things.ts";

/** Rows as the API shows them: names in camelCase, instants in RFC 3339, digests in hex. What is unset stays unset. */

const KINDS = new Map<string, ReadonlyMap<string, string>>();

function kindsOf(noun: Noun): ReadonlyMap<string, string> {
  let kinds = KINDS.get(noun);
  if (!kinds) KINDS.set(noun, (kinds = new Map(columnsOf(noun))));
  return kinds;
}

export function presentRow(noun: Noun, row: object): Record<string, unknown> {
  const kinds = kindsOf(noun);
  const shown = Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || name === "superseded_at") return [];
    return [[camelCase(name), presentValue(kinds.get(name), value)]];
  });
  return Object.fromEntries(shown);
}

function presentValue(kind: string | undefined, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (kind?.startsWith("instant") && typeof value === "number") return stamp(value);
  return value;
}

export function stamp(milliseconds: number): string;
export function stamp(milliseconds: number | null): string | null;
export function stamp(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

export function presentIncident(incident: IncidentSeen): Record<string, unknown> {
  return { ...presentRow("incident", incident) };
}
