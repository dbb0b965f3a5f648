import type { z } from "zod";
import type { IncidentQuery, VerdictAsked } from "../store/index.ts";
import type { incidentQuery } from "./contract.ts";
import { Trouble } from "./errors.ts";

type Given = z.output<typeof incidentQuery>;
/** The selection that a query asks for, and whose verdict to show with it. */
export function selectionOf(given: Given): { readonly query: IncidentQuery; readonly show?: VerdictAsked } {
  const { rule, reading = "text", agreement, verdict, answers, asOf: _, ...query } = given;
  if (rule === undefined) {
    if (verdict === undefined) return { query };
    const message = "a verdict is that of a rule";
    throw new Trouble(400, {
      code: "bad-query",
      detail: message,
      hint: "say which rule",
      problems: [{ in: "query", pointer: "/rule", code: "bad-query", severity: "error", message }],
    });
  }
  const more = { ...(agreement === undefined ? {} : { agreement }), ...(answers ? { withAnswers: true } : {}) };
  const show = { rule, reading, ...more };
  return { show, query: verdict === undefined ? query : { ...query, verdict: { ...show, verdict } } };
}

/** The same where a page is asked for. */
export function pageOf<Q extends { readonly limit?: number; readonly after?: string }>({
  limit,
  after,
  ...rest
}: Q): {
  readonly page: { readonly limit: number; readonly after?: string };
  readonly rest: Omit<Q, "limit" | "after">;
} {
  return { page: { limit: limit ?? 50, ...(after === undefined ? {} : { after }) }, rest };
}
