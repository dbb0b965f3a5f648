export * from "./open-reports.ts";
