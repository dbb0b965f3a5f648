import {
  isHxlTagRow,
  likenessOfAcledHeader,
  likenessOfReportHeader,
  readAcledCsv,
  readHxlReports,
  readKoboJson,
  readReportsGeojson,
  readReportsJsonl,
  readTruceCsv,
  readTruceXlsx,
  REPORT_LINE,
  writeAcledCsv,
  writeHxlReports,
  writeKoboJson,
  writeReportsGeojson,
  writeReportsJsonl,
  writeTruceCsv,
  writeTruceXlsx,
} from "../formats/index.ts";
import type { ReportCodec } from "./codec.ts";
import { isJson, isPackedOrOld } from "./file-head.ts";
import { ucdpGed } from "./ged-codec.ts";

const truceCsv: ReportCodec = {
  name: "truce-csv",
  title: "Truce's own columns (CSV)",
  extensions: ["csv"],
  sniff: ({ firstRow }) => likenessOfReportHeader(firstRow),
  read: readTruceCsv,
  write: (reports, options) => writeTruceCsv(reports, { ...options, bom: true }),
  isLossless: true,
};

const truceXlsx: ReportCodec = {
  name: "truce-xlsx",
  title: "Truce's own columns (XLSX)",
  extensions: ["xlsx"],
  // Any zip archive: what is in it only its reader can tell.
  sniff: (head) => (isPackedOrOld(head) ? 0.9 : 0),
  read: readTruceXlsx,
  write: writeTruceXlsx,
  isLossless: true,
};

const reportsJsonl: ReportCodec = {
  name: "reports-jsonl",
  title: "Reports as JSON Lines",
  extensions: ["jsonl", "ndjson"],
  sniff: ({ text }) =>
    /^\s*\{/u.test(text) && text.slice(0, 10_000).includes(`"truce":"${REPORT_LINE.split("/")[0]}/`) ? 1 : 0,
  read: readReportsJsonl,
  write: (reports) => writeReportsJsonl(reports),
  isLossless: true,
};

const reportsGeojson: ReportCodec = {
  name: "reports-geojson",
  title: "Reports as GeoJSON",
  extensions: ["geojson", "json"],
  sniff: ({ text }) => (/^\s*\{/u.test(text) && /"type"\s*:\s*"Feature(?:Collection)?"/u.test(text) ? 0.9 : 0),
  read: readReportsGeojson,
  write: (reports) => writeReportsGeojson(reports),
  isLossless: true,
};

const koboJson: ReportCodec = {
  name: "kobo-json",
  title: "Submissions of KoboToolbox or ODK Central (JSON)",
  extensions: ["json"],
  sniff: (head) => {
    const hasKey =
      /"(?:_xform_id_string|_submission_time|_validation_status|meta\/instanceID|__system|@odata\.context)"\s*:/u;
    return isJson(head) && hasKey.test(head.text) ? 0.85 : 0;
  },
  read: readKoboJson,
  write: (reports) => writeKoboJson(reports),
  isLossless: true,
};

/** ACLED's data set, which it lets nobody pass on: what is written is in its form, as far as that has words. */
const acledCsv: ReportCodec = {
  name: "acled-csv",
  title: "ACLED (CSV)",
  extensions: ["csv"],
  sniff: ({ firstRow }) => likenessOfAcledHeader(firstRow),
  read: readAcledCsv,
  write: (reports) => writeAcledCsv(reports),
  isLossless: false,
};

/** A table with hashtags. Our own columns with hashtags below them are our own table first. */
const hxlReports: ReportCodec = {
  name: "hxl",
  title: "HXL (CSV or JSON)",
  extensions: ["csv", "json"],
  sniff: (head) => {
    const isTagged = isJson(head)
      ? /^\s*\[\s*[[{]/u.test(head.text) && /"\s*#[a-z]/iu.test(head.text)
      : head.rows.some(isHxlTagRow);
    return isTagged ? 0.8 : 0;
  },
  read: readHxlReports,
  write: (reports) => writeHxlReports(reports),
  isLossless: true,
};

/** Every format of files of reports. Of equally likely ones the first is taken. */
export const reportCodecs: readonly ReportCodec[] = [
  ucdpGed,
  acledCsv,
  truceCsv,
  truceXlsx,
  reportsJsonl,
  reportsGeojson,
  koboJson,
  hxlReports,
];

export function findCodec(name: string): ReportCodec | undefined {
  return reportCodecs.find((codec) => codec.name === name);
}
