export * from "./canonical.ts";
export * from "./canonical-row.ts";
export * from "./change.ts";
export * from "./checkpoint.ts";
export * from "./import-run.ts";
export * from "./items.ts";
export * from "./keyed.ts";
export * from "./keys.ts";
export * from "./nouns.ts";
export * from "./put-set.ts";
export * from "./sources.ts";
export * from "./store.ts";
export * from "./stream-rows.ts";
export * from "./verify.ts";
export * from "./incident-query.ts";
export {
  saidByPlace,
  WITH_ANSWERS,
  type IncidentGroup,
  type IncidentLine,
  type JudgedPlace,
  type LinesAsked,
} from "./incident-columns.ts";
export * from "./reading.ts";
export { type ReportListed, type ReportQuery } from "./report-query.ts";
export * from "./tiers.ts";
export * from "./backup.ts";
export * from "./description.ts";
export * from "./outbox.ts";
export * from "./queue.ts";
export * from "./reason.ts";
export { loadOrMake } from "./write-once.ts";
export * from "./act-reasons.ts";
export * from "./answers.ts";
export * from "./changes-seen.ts";
export * from "./ledger-entries.ts";
export * from "./thing-query.ts";
export * from "./actors.ts";
export * from "./agreements.ts";
export * from "./findings.ts";
export * from "./incident-history.ts";
export * from "./incidents.ts";
export * from "./lists.ts";
export * from "./reports.ts";
export * from "./statements.ts";
export * from "./determinations.ts";
export * from "./replies.ts";
export * from "./touched.ts";
export * from "./versions.ts";
export * from "./work-queue.ts";
export { outliveConnections, refusalOf as databaseTrouble, type Client } from "./connection.ts";
export * from "./submissions.ts";
export * from "./matching.ts";
export * from "./coverage.ts";
