import { findThing } from "../store/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import { nothingHere } from "./errors.ts";
import { reportExportHandlers } from "./export.ts";
import type { Handlers } from "./handler.ts";
import { readingFor } from "./parts.ts";
import { presentRow } from "./present.ts";
import { pageOf } from "./selection.ts";

export const reportHandlers: Handlers<"listReports" | "getReport" | "exportReports"> = {
  async listReports(asked) {
    const { page, rest } = pageOf(asked.query);
    const { asOf, ...query } = rest;
    const found = await readingFor(asked, asOf).reports(query, page);
    const items = found.items.map((report) => presentRow("report", report));
    return { items, next: found.next ?? null } as AnswerOf<Endpoints["listReports"]>;
  },

  async getReport(asked) {
    const { asOf } = asked.query;
    const wanted = { noun: "report", viewer: asked.caller.viewer, asOf } as const;
    const where = { column: "id", value: asked.params.id };
    const found = await findThing(asked.parts.record.store, wanted, where);
    if (!found) throw nothingHere();
    return presentRow("report", found) as AnswerOf<Endpoints["getReport"]>;
  },

  ...reportExportHandlers,
};
