import { audienceOf } from "../domain/index.ts";
import { reachedNow } from "../store/index.ts";
import {
  EXPORT_COLUMNS,
  exportIncidents,
  exportReports,
  type ExportFormat,
  type ExportOptions,
} from "../workflow/index.ts";
import type { Endpoints } from "./contract.ts";
import type { Handlers } from "./handler.ts";
import { readingFor, type Asked } from "./parts.ts";
import { stamp } from "./present.ts";
import { selectionOf } from "./selection.ts";

const MEDIA: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  geojson: "application/geo+json",
  jsonl: "application/jsonl",
};

interface Manifest {
  readonly format: string;
  readonly rows: number;
  readonly columns: string[];
  readonly filters: Record<string, string>;
  readonly asOf: string;
  readonly for: string;
}

type AskedExport = Asked<Endpoints["exportIncidents"]> | Asked<Endpoints["exportManifest"]>;

/** What the file has in it, counted by the same selection, as of the same moment, for the same viewer. */
async function manifestOf(asked: AskedExport, { asOf, said }: Moment): Promise<Manifest> {
  const { query } = selectionOf(withoutFormat(asked.query));
  const rows = await readingFor(asked, asOf).countIncidents(query);
  const filters = Object.fromEntries(new URL(asked.request.url).searchParams);
  delete filters["format"];
  delete filters["asOf"];
  const { format } = asked.query;
  const audience = audienceOf(asked.caller.viewer);
  return { format, rows, columns: [...EXPORT_COLUMNS], filters, asOf: stamp(said), for: audience };
}

function withoutFormat(given: AskedExport["query"]): Omit<AskedExport["query"], "format"> {
  const { format: _format, ...query } = given;
  return query;
}

interface Moment {
  /** Everything that was recorded up to here is committed, and stays so. */
  readonly asOf: number;
  /** What is said of it: when the last change was, is not for everybody to know. */
  readonly said: number;
}

async function momentOf(
  { parts, caller }: Pick<AskedExport, "parts" | "caller">,
  wanted: number | undefined,
): Promise<Moment> {
  const { at } = await reachedNow(parts.record.store);
  const asOf = Math.min(wanted ?? at, at);
  return { asOf, said: wanted ?? (caller.viewer.tier === "internal" ? asOf : Date.now()) };
}

export const exportHandlers: Handlers<"exportIncidents" | "exportManifest"> = {
  async exportIncidents(asked) {
    const moment = await momentOf(asked, asked.query.asOf);
    const { asOf } = moment;
    const manifest = await manifestOf(asked, moment);
    const { format } = asked.query;
    const { query, show } = selectionOf(withoutFormat(asked.query));
    const { viewer } = asked.caller;
    const about = [["as of", manifest.asOf] as const, ...Object.entries(manifest.filters)];
    const options: ExportOptions = { viewer, query, asOf, about, ...(show ? { show } : {}) };
    const pieces = exportIncidents(asked.parts.record.store, format, options);
    return file(pieces, {
      "content-type": MEDIA[format],
      "content-disposition": `attachment; filename="incidents.${format}"`,
      "truce-manifest": inAscii(JSON.stringify(manifest)),
    });
  },

  async exportManifest(asked) {
    return manifestOf(asked, await momentOf(asked, asked.query.asOf));
  },
};

export const reportExportHandlers: Handlers<"exportReports"> = {
  async exportReports(asked) {
    const { format, asOf, ...query } = asked.query;
    const { viewer } = asked.caller;
    const { asOf: at } = await momentOf(asked, asOf);
    const pieces = exportReports(asked.parts.record.store, format, {
      viewer,
      query,
      asOf: at,
      // What a format cannot hold ends the file, so that nobody takes it for whole.
      onProblem: (problem) => {
        if (problem.severity === "error") throw new Error(problem.code);
      },
    });
    // What is refused is refused before the first byte.
    const first = await pieces.next();
    const rest = (async function* () {
      if (!first.done) yield first.value;
      yield* pieces;
    })();
    return file(rest, {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="reports"`,
    });
  },
};

/** A header has no other letters. */
function inAscii(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Piece by piece, as fast as they are taken. */
export function file(pieces: AsyncIterable<string | Uint8Array>, headers: Readonly<Record<string, string>>): Response {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(stream, { headers });
}
