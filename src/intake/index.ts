export type { OpenOptions, ReportCodec, WriteOptions } from "./codec.ts";
export { findCodec, reportCodecs } from "./codecs.ts";
export { openReports, type OpenedItem, type OpenedReports, type Tally } from "./open-reports.ts";
