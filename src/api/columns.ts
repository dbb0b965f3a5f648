import {
  NUMBER_COLUMNS,
  WORD_COLUMNS,
  type ColumnsEnd,
  type ColumnsHead,
  type ColumnsPart,
  type FindingCodes,
  type JudgedAgreement,
  type NumberColumn,
  type SaidOfRule,
  type WordColumn,
} from "../domain/index.ts";
import { saidByPlace, WITH_ANSWERS, type IncidentLine, type JudgedPlace, type Reading } from "../store/index.ts";
import { file } from "./export.ts";
import type { Handlers } from "./handler.ts";
import { readingFor } from "./parts.ts";
import { selectionOf } from "./selection.ts";

export const columnHandlers: Handlers<"listColumns"> = {
  async listColumns(asked) {
    const { only, with: besides, ...selection } = asked.query;
    const { query } = selectionOf(selection);
    const reading = await readingFor(asked, asked.query.asOf).still();
    const agreements = only === "ids" ? [] : await agreementsJudged(reading);
    const lines = reading.incidentLines(query, {
      agreements: agreements.map(({ key }) => key),
      withReports: besides === "reports",
      ...(only ? { only } : {}),
    });
    // What is refused is refused before the first byte.
    const first = await lines.next();
    const encoder = new ColumnsEncoder(reading, agreements);
    const tell = (batch: readonly IncidentLine[]): Promise<string> | string =>
      only === "ids" ? encoder.idsOf(batch) : encoder.part(batch);
    const pieces = (async function* (): AsyncGenerator<string, void> {
      yield encoder.head();
      if (!first.done) yield await tell(first.value);
      for await (const batch of lines) yield await tell(batch);
      yield encoder.end();
    })();
    return file(pieces, { "content-type": "application/jsonl" });
  },
};

/** The agreements that the viewer sees or sees something judged by, each with its readings and rules. */
export async function agreementsJudged(reading: Reading): Promise<readonly JudgedAgreement[]> {
  const places = await reading.judgedPlaces();
  const seen = (await reading.things("agreement")).flatMap(({ key }) => (key === undefined ? [] : [key]));
  const keys = [...new Set([...seen, ...places.map(({ agreement }) => agreement)])].toSorted();
  return keys.map((key) => {
    const ours = places.filter(({ agreement, reading: under }) => agreement === key && !under.endsWith(WITH_ANSWERS));
    const named = (of: (place: JudgedPlace) => string): readonly string[] => [...new Set(ours.map(of))];
    return { key, readings: named((place) => place.reading), rules: named((place) => place.rule) };
  });
}

/** Puts lines into columns. What is in a dictionary once is told once. */
class ColumnsEncoder {
  private readonly reading: Reading;
  private readonly agreements: readonly JudgedAgreement[];
  private readonly words = new Map<WordColumn, Map<string | null, number>>(
    WORD_COLUMNS.map((name) => [name, new Map()]),
  );
  private readonly said = new Map<string, number>();
  /** By the cells of an agreement's findings on one incident, and by what these say. */
  private readonly byCells: readonly Map<string, number>[];
  private readonly found: readonly Map<string, number>[];
  private count = 0;

  constructor(reading: Reading, agreements: readonly JudgedAgreement[]) {
    this.reading = reading;
    this.agreements = agreements;
    this.byCells = agreements.map(() => new Map<string, number>());
    this.found = agreements.map(() => new Map<string, number>());
  }

  head(): string {
    return line({ columns: 1, agreements: this.agreements } satisfies ColumnsHead);
  }

  end(): string {
    return line({ end: this.count } satisfies ColumnsEnd);
  }

  idsOf(batch: readonly IncidentLine[]): string {
    this.count += batch.length;
    return line({ n: batch.length, ids: idsIn(batch) } satisfies ColumnsPart);
  }

  async part(batch: readonly IncidentLine[]): Promise<string> {
    this.count += batch.length;
    const isNew: Required<Pick<ColumnsPart, "found" | "said">> = { found: this.agreements.map(() => []), said: [] };
    const findings = await this.findingsOf(batch, isNew as NewFindings);
    const part: ColumnsPart = {
      n: batch.length,
      ids: idsIn(batch),
      ...timesOf(batch),
      numbers: Object.fromEntries(
        NUMBER_COLUMNS.map((name) => [name, batch.map(NUMBERS[name])]),
      ) as unknown as NonNullable<ColumnsPart["numbers"]>,
      ...this.codesOf(batch),
      findings,
      ...isNew,
    };
    return line(part);
  }

  private codesOf(batch: readonly IncidentLine[]): Required<Pick<ColumnsPart, "codes" | "words">> {
    const codes: Record<string, readonly number[]> = {};
    const words: Record<string, readonly unknown[]> = {};
    for (const name of WORD_COLUMNS) {
      const known = this.words.get(name)!;
      const before = known.size;
      codes[name] = batch.map((one) => numberOf(known, one[name]));
      const added = [...known.keys()].slice(before);
      words[name] = LISTS.has(name) ? added.map((list) => JSON.parse(list ?? "[]") as unknown) : added;
    }
    return { codes, words } as unknown as Required<Pick<ColumnsPart, "codes" | "words">>;
  }

  private async findingsOf(batch: readonly IncidentLine[], isNew: NewFindings): Promise<number[][]> {
    const cellsOf = batch.map(({ findings }) => this.cellsByAgreement(findings));
    const keys = await this.keysNotKnown(cellsOf);
    return this.agreements.map((agreement, number) =>
      cellsOf.map((each) => {
        const cells = each[number]!;
        if (cells === "") return -1;
        const known = this.byCells[number]!;
        let code = known.get(cells);
        if (code === undefined) {
          const said = cells.split(" ").flatMap((id) => keys.get(id) ?? []);
          code = this.codeOf(this.codesFound(said, agreement, isNew.said), { number, isNew });
          known.set(cells, code);
        }
        return code;
      }),
    );
  }

  /** `1:cells 1:cells 2:cells` → for each agreement the cells, in one order. */
  private cellsByAgreement(findings: string | null): readonly string[] {
    const cells = this.agreements.map((): string[] => []);
    for (const one of findings?.split(" ") ?? []) {
      const [number, id] = one.split(":");
      if (id !== undefined) cells[Number(number) - 1]?.push(id);
    }
    return cells.map((ids) => (ids.length > 1 ? ids.toSorted().join(" ") : (ids[0] ?? "")));
  }

  private async keysNotKnown(cellsOf: readonly (readonly string[])[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const wanted = new Set<string>();
    for (const each of cellsOf)
      for (const [number, cells] of each.entries())
        if (cells !== "" && !this.byCells[number]!.has(cells)) for (const id of cells.split(" ")) wanted.add(id);
    return wanted.size === 0 ? new Map() : this.reading.keysOfCells([...wanted]);
  }

  private codesFound(keys: readonly string[], { readings, rules }: JudgedAgreement, isNew: SaidOfRule[]): FindingCodes {
    const said = saidByPlace(keys);
    const under = (suffix: string): readonly number[] =>
      readings.flatMap((reading) => rules.map((rule) => this.saidCode(said.get(`${reading}${suffix}|${rule}`), isNew)));
    const answered = under(WITH_ANSWERS);
    return { record: under(""), ...(answered.some((code) => code >= 0) ? { answered } : {}) };
  }

  private saidCode(said: SaidOfRule | undefined, isNew: SaidOfRule[]): number {
    if (!said) return -1;
    const before = this.said.size;
    const code = numberOf(this.said, JSON.stringify(said));
    if (code === before) isNew.push(said);
    return code;
  }

  private codeOf(codes: FindingCodes, { number, isNew }: { readonly number: number; readonly isNew: NewFindings }) {
    const known = this.found[number]!;
    const before = known.size;
    const code = numberOf(known, JSON.stringify(codes));
    if (code === before) isNew.found[number]!.push(codes);
    return code;
  }
}

interface NewFindings {
  readonly found: FindingCodes[][];
  readonly said: SaidOfRule[];
}

const LISTS: ReadonlySet<WordColumn> = new Set(["sides", "acts"]);

const NUMBERS: { readonly [Name in NumberColumn]: (line: IncidentLine) => number | null } = {
  latitude: (one) => one.latitude,
  longitude: (one) => one.longitude,
  radiusM: (one) => one.radius_m,
  deadLeast: (one) => one.dead_least,
  deadBest: (one) => one.dead_best,
  deadMost: (one) => one.dead_most,
  reports: ({ told }) => told?.[0] ?? null,
  sources: ({ told }) => told?.[1] ?? null,
};

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function idsIn(batch: readonly IncidentLine[]): string {
  return batch.map(({ id }) => id.replaceAll("-", "")).join("");
}

function timesOf(batch: readonly IncidentLine[]): Required<Pick<ColumnsPart, "earliest" | "latest">> {
  let before = 0;
  const earliest = batch.map(({ earliest: at }) => {
    if (at === null) return null;
    const difference = at - before;
    before = at;
    return difference;
  });
  return {
    earliest,
    latest: batch.map(({ earliest: from, latest }) => (latest === null ? null : latest - (from ?? 0))),
  };
}

/** The place of something in a dictionary; what is not in it is put at its end. */
function numberOf<T>(known: Map<T, number>, word: T): number {
  let number = known.get(word);
  if (number === undefined) known.set(word, (number = known.size));
  return number;
}
