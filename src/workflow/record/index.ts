export * from "./export-record.ts";
export * from "./import-paths.ts";
export * from "./judge-record.ts";
export * from "./load-record.ts";
export * from "./open-record.ts";
export * from "./keep-record.ts";
export { listedInRecord, UN_LIST, type ListedAnswer } from "./import-lists.ts";
export * from "./propose-mapping.ts";
export { reportsInRecord } from "./reports-in-record.ts";
