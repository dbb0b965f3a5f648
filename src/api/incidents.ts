import { audienceOf } from "../domain/index.ts";
import { findThing } from "../store/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import { nothingHere } from "./errors.ts";
import { exportHandlers } from "./export.ts";
import { atomFeed } from "./feed.ts";
import type { Handlers } from "./handler.ts";
import { readingFor } from "./parts.ts";
import { presentIncident, presentRow, stamp } from "./present.ts";
import { pageOf, selectionOf } from "./selection.ts";

type Names =
  | ("listIncidents" | "countIncidents" | "countVerdicts" | "mapIncidents" | "feedIncidents" | "getIncident")
  | ("exportIncidents" | "exportManifest");

export const incidentHandlers: Handlers<Names> = {
  async listIncidents(asked) {
    const { page, rest } = pageOf(asked.query);
    const { query, show } = selectionOf(rest);
    const found = await readingFor(asked, asked.query.asOf).incidents(query, { ...page, ...(show ? { show } : {}) });
    const items = found.items.map(presentIncident);
    return { items, next: found.next ?? null } as AnswerOf<Endpoints["listIncidents"]>;
  },

  async countIncidents(asked) {
    const { query } = selectionOf(asked.query);
    return { count: await readingFor(asked, asked.query.asOf).countIncidents(query) };
  },

  async countVerdicts(asked) {
    const { query, show } = selectionOf(asked.query);
    const verdicts = Object.fromEntries(await readingFor(asked, asked.query.asOf).countVerdicts(query, show!));
    return { verdicts, incidents: Object.values(verdicts).reduce((sum, count) => sum + count, 0) };
  },

  async mapIncidents(asked) {
    const { page, rest } = pageOf(asked.query);
    const { query, show } = selectionOf(rest);
    const found = await readingFor(asked, asked.query.asOf).incidents(query, { ...page, ...(show ? { show } : {}) });
    const features = found.items.map((one) => {
      const { id, latitude, longitude, radius_m: radiusM, label, earliest, latest, occurrence, verdict } = one;
      const geometry =
        latitude === null || longitude === null ? null : { type: "Point", coordinates: [longitude, latitude] };
      const when = { earliest: stamp(earliest), latest: stamp(latest) };
      return { type: "Feature", id, geometry, properties: { label, ...when, radiusM, occurrence, verdict } };
    });
    const body = JSON.stringify({ type: "FeatureCollection", features, next: found.next ?? null });
    return new Response(body, { headers: { "content-type": "application/geo+json" } });
  },

  async feedIncidents(asked) {
    const { query, show } = selectionOf(asked.query);
    const reading = readingFor(asked, asked.query.asOf);
    const found = await reading.incidents(query, { limit: 50, ...(show ? { show } : {}) });
    const address = new URL(asked.request.url);
    const body = atomFeed(found.items, { address, audience: audienceOf(asked.caller.viewer) });
    return new Response(body, { headers: { "content-type": "application/atom+xml; charset=utf-8" } });
  },

  async getIncident(asked) {
    const { asOf, ...verdict } = asked.query;
    const { show } = selectionOf(verdict);
    const { id } = asked.params;
    const reading = readingFor(asked, asOf);
    const found = await reading.incident(id, show);
    if (!found) throw nothingHere();
    const where = { column: "id", value: id };
    const row = await findThing(asked.parts.record.store, { noun: "incident", viewer: reading.viewer, asOf }, where);
    return {
      incident: presentIncident(found.incident),
      ...(row?.row === undefined ? {} : { row: row.row }),
      ...(row?.audience === undefined ? {} : { audience: row.audience }),
      reports: found.reports.map((report) => presentRow("report", report)),
      findings: found.findings.map((one) => presentRow("finding", one)),
    } as AnswerOf<Endpoints["getIncident"]>;
  },

  ...exportHandlers,
};
