export * from "./csv.ts";
export * from "./ucdp-ged.ts";
export * from "./ucdp-ged-columns.ts";
