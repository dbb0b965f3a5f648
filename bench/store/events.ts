import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Citation } from "../../src/domain/index.ts";
import { csvLine, isGedHeader, parseCitations, parseCsv, type CsvRow } from "../../src/formats/index.ts";
import { loadBytes } from "../../src/gateways/index.ts";
import { randomOf } from "../random.ts";

/** All of GED Syria: 16,566 events, of which everything here is made by repeating. */
export const REAL_EVENTS = "examples/syria-2016/reports/full/ged-syria-652.1601.1911.csv.gz";

export interface EventsToMake {
  readonly events: number;
  /** Ids are counted on from here, so that two files do not share any. */
  readonly firstId: number;
  readonly seed: number;
  /** A later release of the same events: with so many more deaths in each. */
  readonly moreDeaths?: number;
}

/** Cited documents that come with an event besides its own: with them, 300,000 events make a million reports. */
const MORE_DOCUMENTS = 1.5;
const DAY = 86_400_000;

/**
 * Writes a file of GED (gzip) with so many events: the real rows again and again, each time with a new id, up to half a year
 * earlier or later, up to two kilometres away, and with documents of its own.
 */
export async function writeEvents(path: string, what: EventsToMake): Promise<void> {
  const source = Readable.from(eventLines(what), { objectMode: false, highWaterMark: 1 << 18 });
  await pipeline(source, createGzip({ level: 1 }), createWriteStream(path));
}

async function* eventLines({ events, firstId, seed, moreDeaths = 0 }: EventsToMake): AsyncGenerator<string, void> {
  const { header, rows } = await realRows();
  const vary = new Variation(header, rows, randomOf(seed));
  let piece = `${csvLine(header)}\n`;
  for (let n = 0; n < events; n++) {
    piece += `${csvLine(vary.row(firstId + n, moreDeaths))}\n`;
    if (n % 500 !== 499) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

async function realRows(): Promise<{ readonly header: readonly string[]; readonly rows: readonly CsvRow[] }> {
  const all: CsvRow[] = [];
  for await (const batch of parseCsv(loadBytes(REAL_EVENTS), { isHeader: isGedHeader }))
    for (const item of batch) if (item.kind === "row") all.push(item);
  const [header, ...rows] = all;
  return { header: header!.fields, rows };
}

class Variation {
  private readonly places: Readonly<Record<string, number>>;
  private readonly rows: readonly CsvRow[];
  private readonly random: () => number;

  constructor(header: readonly string[], rows: readonly CsvRow[], random: () => number) {
    this.places = Object.fromEntries(header.map((name, i) => [name, i]));
    this.rows = rows;
    this.random = random;
  }

  row(id: number, moreDeaths: number): string[] {
    const fields = [...this.rows[id % this.rows.length]!.fields];
    const set = (name: string, value: string): void => void (fields[this.places[name]!] = value);
    const get = (name: string): string => fields[this.places[name]!]!;
    const days = Math.floor(this.random() * 365) - 182;
    set("id", String(id));
    for (const name of ["best", "low", "high", "deaths_unknown"]) set(name, String(Number(get(name)) + moreDeaths));
    for (const name of ["date_start", "date_end"]) set(name, shifted(get(name), days));
    const [latitude, longitude] = ["latitude", "longitude"].map((name) =>
      (Number(get(name)) + (this.random() - 0.5) * 0.04).toFixed(6),
    ) as [string, string];
    set("latitude", latitude);
    set("longitude", longitude);
    set("geom_wkt", `POINT (${longitude} ${latitude})`);
    set("source_article", this.documents(id, days));
    return fields;
  }

  /** Its own documents, which events of the same round may share, and others that are its alone. */
  private documents(id: number, days: number): string {
    const round = Math.floor(id / this.rows.length);
    const more = Math.floor(MORE_DOCUMENTS) + (this.random() < MORE_DOCUMENTS % 1 ? 1 : 0);
    const own = this.cited(id).map((document) => ({ ...document, days: 0, mark: `${round}` }));
    const others = Array.from({ length: more }, (_, i) => {
      return { ...this.cited(id + 31 * (i + 1))[0]!, days, mark: `${id}.${i}` };
    });
    return [...own, ...others]
      .map(({ office, date, headline, days: later, mark }) =>
        office === undefined || date === undefined
          ? `"${headline} ${mark}"`
          : `"${office},${shifted(date, later)},${headline} ${mark}"`,
      )
      .join(";");
  }

  private cited(id: number): readonly Citation[] {
    const text = this.rows[id % this.rows.length]!.fields[this.places["source_article"]!]!;
    const found = parseCitations(text);
    return found.length > 0 ? found : [{ office: undefined, date: undefined, headline: "without a document" }];
  }
}

function shifted(day: string, days: number): string {
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + days * DAY).toISOString().slice(0, 10);
}
