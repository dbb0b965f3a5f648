import { parseCsv } from "../../src/formats/index.ts";
import { loadBytes } from "../../src/gateways/index.ts";

/** A GED event with an exact place and day. */
export interface GedEvent {
  readonly id: string;
  readonly day: string;
  readonly wherePrec: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly place: string;
  readonly adm1: string;
  readonly adm2: string;
  readonly sideA: string;
  readonly sideB: string;
  readonly violence: number;
  readonly best: number;
}

const FILE = new URL("../../examples/syria-2016/reports/full/ged-syria-652.1601.1911.csv.gz", import.meta.url).pathname;

/** An event as GED has it, with what it cites. */
export interface GedRow extends GedEvent {
  readonly datePrec: number;
  /** `"outlet,date,headline";"outlet,date,headline"`. */
  readonly sourceArticle: string;
}

/** The events of GED Syria that are exact in place and day, in the order of day and id; the first `n` of them. */
export async function loadGedEvents(n = Number.POSITIVE_INFINITY): Promise<readonly GedEvent[]> {
  const events = (await loadGedRows()).filter(({ wherePrec, datePrec }) => wherePrec <= 2 && datePrec === 1);
  return events.slice(0, n);
}

/** All events of GED Syria, in the order of day and id. */
export async function loadGedRows(): Promise<readonly GedRow[]> {
  const events: GedRow[] = [];
  let header: readonly string[] = [];
  for await (const batch of parseCsv(loadBytes(FILE))) {
    for (const item of batch) {
      if (item.kind !== "row") continue;
      if (item.row === 0) header = item.fields;
      else events.push(rowOf(Object.fromEntries(header.map((name, i) => [name, item.fields[i]!]))));
    }
  }
  return events.sort((a, b) => (a.day === b.day ? Number(a.id) - Number(b.id) : a.day < b.day ? -1 : 1));
}

function rowOf(row: Readonly<Record<string, string>>): GedRow {
  return { ...eventOf(row), datePrec: Number(row["date_prec"]), sourceArticle: row["source_article"]! };
}

function eventOf(row: Readonly<Record<string, string>>): GedEvent {
  return {
    id: row["id"]!,
    day: row["date_start"]!.slice(0, 10),
    wherePrec: Number(row["where_prec"]),
    latitude: Number(row["latitude"]),
    longitude: Number(row["longitude"]),
    place: row["where_coordinates"]!,
    adm1: row["adm_1"]!,
    adm2: row["adm_2"]!,
    sideA: row["side_a"]!,
    sideB: row["side_b"]!,
    violence: Number(row["type_of_violence"]),
    best: Number(row["best"]),
  };
}
