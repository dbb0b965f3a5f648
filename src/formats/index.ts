export * from "./csv.ts";
export * from "./ucdp-ged.ts";
export * from "./ucdp-ged-columns.ts";
export * from "./actors-yaml.ts";
export * from "./areas-geojson.ts";
export * from "./un-list-csv.ts";
export * from "./csv-line.ts";
