import type { IncidentSeen } from "../store/index.ts";
import { stamp } from "./present.ts";

interface FeedOf {
  /** Where it was asked for. */
  readonly address: URL;
  readonly audience: string;
}

/** Atom (RFC 4287): an entry for each incident. Its time is the day on which the incident was last recorded. */
export function atomFeed(incidents: readonly IncidentSeen[], { address, audience }: FeedOf): string {
  const latest = Math.max(0, ...incidents.map((one) => one.recorded_at));
  const here = `${address.origin}${address.pathname}${address.search}`;
  return [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom">`,
    `<title>${escaped(`Incidents, for ${audience}`)}</title>`,
    `<id>${escaped(here)}</id>`,
    `<link rel="self" href="${escaped(here)}"/>`,
    `<updated>${stamp(latest)}</updated>`,
    `<author><name>Truce</name></author>`,
    ...incidents.map((one) => entryOf(one, address.origin)),
    `</feed>`,
    "",
  ].join("\n");
}

function entryOf(incident: IncidentSeen, origin: string): string {
  const { id, label, kind, area, recorded_at: at } = incident;
  const title = label ?? [kind, area].filter((word) => word !== null).join(", ");
  return [
    `<entry>`,
    `<title>${escaped(title)}</title>`,
    `<id>urn:uuid:${id}</id>`,
    `<link href="${escaped(`${origin}/api/incidents/${id}`)}"/>`,
    `<updated>${stamp(at)}</updated>`,
    `<summary>${escaped(summaryOf(incident))}</summary>`,
    `</entry>`,
  ].join("\n");
}

function summaryOf({ earliest, latest, occurrence, attribution, sides, verdict }: IncidentSeen): string {
  const when =
    earliest === null ? "at a time that is not known" : `${stamp(earliest)} to ${stamp(latest) ?? "not known"}`;
  const said = [when, sides.join(", "), `occurrence: ${occurrence}`, `attribution: ${attribution}`, verdict ?? ""];
  return said.filter((part) => part !== "").join("; ");
}

/** Also what XML cannot hold at all. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
