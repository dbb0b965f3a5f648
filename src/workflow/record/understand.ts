import { basename } from "node:path";
import { parseGazetteerHeader } from "../../formats/index.ts";

/** What a file is to the record. `other`: it is kept, and nothing is read from it. */
export type FileKind =
  | "agreement"
  | "actors"
  | "list"
  | "un-list"
  | "areas"
  | "places"
  | "mail"
  | "coverage"
  | "accounts"
  | "diary"
  | "reports"
  | "other";

const BY_NAME: Readonly<Record<string, FileKind>> = {
  "coverage.csv": "coverage",
  "accounts.yaml": "accounts",
  "diary.yaml": "diary",
};

/** By its name where the name is one that a folder of the record has, else by how it begins. */
export function kindOfFile(path: string, beginning: string): FileKind {
  const name = basename(path).toLowerCase().replace(/\.gz$/u, "");
  // A file may be called `constructor`.
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name]!;
  if (/<CONSOLIDATED_LIST/u.test(beginning)) return "un-list";
  if (name.endsWith(".md")) return /^---\r?\ntruce:/u.test(beginning.replace(/^\ufeff/u, "")) ? "agreement" : "other";
  if (/\.ya?ml$/u.test(name)) return /^actors:/mu.test(beginning) ? "actors" : "other";
  if (name.endsWith("-list.csv")) return "list";
  if (/\.(?:geo)?json$/u.test(name) && /"(?:Multi)?Polygon"/u.test(beginning)) return "areas";
  if (name.endsWith(".eml")) return "mail";
  if (isGazetteer(beginning)) return "places";
  if (/\.(?:csv|tsv|xlsx|geojson|json|jsonl|ndjson)$/u.test(name)) return "reports";
  return "other";
}

/** OCHA's communities and GeoNames name their columns so. */
function isGazetteer(beginning: string): boolean {
  const [first = ""] = beginning.split(/\r?\n/u, 1);
  return parseGazetteerHeader(
    first
      .replace(/^\ufeff/u, "")
      .split(",")
      .map((name) => name.replace(/^"|"$/gu, "")),
  ).ok;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  md: "text/markdown",
  yaml: "application/yaml",
  yml: "application/yaml",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  jsonl: "application/jsonl",
  geojson: "application/geo+json",
  xml: "application/xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  eml: "message/rfc822",
  pdf: "application/pdf",
  gz: "application/gzip",
};

export function mediaTypeOf(path: string): string {
  const ending = endingOf(path);
  return Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending]! : "application/octet-stream";
}

/** What a file is called where anybody may read it: people name files after people, so only an ending that is known stays. */
export function plainNameOf(name: string): string {
  const packed = /\.gz$/iu.test(name);
  const ending = endingOf(packed ? name.slice(0, -3) : name);
  return `file${Object.hasOwn(MEDIA_TYPES, ending) ? `.${ending}` : ""}${packed ? ".gz" : ""}`;
}

function endingOf(path: string): string {
  return /\.([^.]+)$/u.exec(path.toLowerCase())?.[1] ?? "";
}
