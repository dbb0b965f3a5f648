import { machine } from "../benchmarks-page.ts";
import type { ExportRun } from "./export.ts";
import type { Imported, RawCopy } from "./import.ts";
import { MIXES, type QueryRun } from "./queries.ts";
import type { Starts } from "./starts.ts";

export interface Measured {
  readonly server: string;
  readonly imported: Imported;
  readonly raw: RawCopy;
  readonly queries: QueryRun;
  readonly verified: { readonly rows: number; readonly items: number; readonly seconds: number };
  readonly exported: ExportRun;
}

export interface Run {
  readonly starts: Starts;
  readonly incidents: number;
  readonly rounds: number;
  readonly seed: number;
}

function number(value: number, digits = 0): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function importTable(measured: readonly Measured[]): string {
  const rows = measured.map(({ server, imported, raw }) => [
    server,
    number(imported.reports),
    number(imported.incidents),
    number(imported.seconds),
    number(raw.seconds),
    `**${number((100 * raw.seconds) / imported.seconds)} %**`,
  ]);
  return table(["server", "reports", "incidents", "import, s", "`COPY`, s", "share"], rows);
}

function questionTable(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ server, queries }) =>
    [...queries.lists, queries.counts, queries.records].map(({ name, count, p50, p95 }) => [
      server,
      name,
      number(count),
      number(p50, 1),
      number(p95, 1),
    ]),
  );
  return table(["server", "question", "asked", "p50", "p95"], rows);
}

function otherTable(measured: readonly Measured[]): string {
  const rows = measured.map(({ server, queries, verified, exported }) => [
    server,
    `${number(queries.asOfRatio, 2)} ×`,
    number((verified.rows + verified.items) / verified.seconds),
    number(exported.rows),
    number(exported.rows / exported.seconds),
    exported.megabytes.map((megabytes) => number(megabytes)).join(" · "),
  ]);
  return table(["server", "as known at", "verified in 1 s", "rows exported", "in 1 s", "memory, MB"], rows);
}

/** What came out, as a part of docs/benchmarks.md. */
export function sayStore(measured: readonly Measured[], { starts, incidents, rounds, seed }: Run): string {
  return `Written by \`npm run bench:store\`${measured.length < 2 ? " without a PostgreSQL of Debian" : ""}.

${number(incidents)} incidents made from all of GED Syria by repeating it, each time with new ids, other days within half a year, places
within two kilometres and documents of its own (seed ${seed}); with the documents they cite, ${number(measured[0]!.imported.reports)} reports. Two
thirds are released to everybody.

**Import**: the file kept, unpacked, parsed, made into rows, each row digested and the ledger chained, against \`COPY\` of the very
same rows from files into empty copies of the same tables with the same indexes. Seconds; the last column is the speed of
the import as a share of \`COPY\`'s.

${importTable(measured)}

**Questions**, in milliseconds, over ${MIXES.length} mixes of filters (none, time, area, side, text in any script, box, verdict, possible breach,
source, and up to six together), each ${rounds} times with other values; a page of 50 with a verdict beside each incident.

${questionTable(measured)}

**As known at**: the lists once more as recorded before a tenth of what is released was revised, against the same lists without. **Verifying**:
rows and items whose digests were computed again in a second, chain and all. **Export**: every incident as CSV, JSON lines and GeoJSON and
every event's report as JSON lines, in one process; its memory in MB, at most, at 10 · 50 · 100 % of the rows.

${otherTable(measured)}

**Start** of the embedded one: from an empty folder to the first answer ${number(starts.cold)} ms, from a folder with a record ${number(starts.warm)} ms
(median of three).

${machine()}

Limits. Client and server share the machine's cores, and both servers have the settings of the embedded one (256 MB of shared
buffers, everything on disk before it is acknowledged). The findings are made up: 300 different ones, some much more common
than others. Repeating makes names and places more alike than a million real reports would be. The files are written and
compressed before the clock starts, and all of the data fit into the memory of the machine.
`;
}
