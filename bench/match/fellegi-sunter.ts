// Fellegi–Sunter in SQL over DuckDB, set up as a practised user of Splink would: equality rules for blocking, levels in SQL
// that take precision into account, u from random pairs, m by expectation maximisation with u held. Our own writing of
// that method, for comparison within one run; not Splink itself.

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { ToldClaim } from "./reports.ts";

export interface ScoredPair {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
}

const HAVERSINE = `2 * 6371 * asin(least(1, sqrt(pow(sin(radians(r.lat - l.lat) / 2), 2)
  + cos(radians(l.lat)) * cos(radians(r.lat)) * pow(sin(radians(r.lon - l.lon) / 2), 2))))`;
const GAP_HOURS = `(greatest(l.t0, r.t0) - least(l.t1, r.t1)) / 3600000`;

/** Each gives a level from 1, the most alike; 0: one of the two does not say. */
const LEVELS: Readonly<Record<string, string>> = {
  space: `case when l.lat is null or r.lat is null or greatest(l.radius, r.radius) >= 600 then 0
    when l.place = r.place and l.adm2 = r.adm2 then 1
    when ${HAVERSINE} <= .25 * (l.radius + r.radius) then 2 when ${HAVERSINE} <= .5 * (l.radius + r.radius) then 3
    when ${HAVERSINE} <= l.radius + r.radius then 4 when ${HAVERSINE} <= 2 * (l.radius + r.radius) then 5 else 6 end`,
  time: `case when l.t0 is null or r.t0 is null then 0 when ${GAP_HOURS} <= 0 and greatest(l.tp, r.tp) <= 1 then 1
    when ${GAP_HOURS} <= .75 and greatest(l.tp, r.tp) <= 1 then 2 when ${GAP_HOURS} < 0 and greatest(l.tp, r.tp) <= 2 then 3
    when ${GAP_HOURS} <= 0 then 4 when ${GAP_HOURS} <= 4 then 5 else 6 end`,
  actors: `case when len(l.actors) = 0 or len(r.actors) = 0 then 0 when l.actors = r.actors then 1
    when list_has_any(l.actors, r.actors) then 2 else 3 end`,
  kind: `case when l.node is null or r.node is null then 0 when l.kind = r.kind then 1 when l.node = r.node then 2 else 3 end`,
  killed: `case when l.k0 is null or r.k0 is null then 0 when l.k0 = r.k0 and l.k1 = r.k1 and l.k0 = 0 then 1
    when l.k0 = r.k0 and l.k1 = r.k1 then 2 when l.k0 <= r.k1 and r.k0 <= l.k1 then 3
    when abs(l.k0 - r.k0) <= greatest(1, .35 * greatest(l.k0, r.k0)) then 4 else 5 end`,
  injured: `case when l.i0 is null or r.i0 is null then 0 when l.i0 = r.i0 and l.i1 = r.i1 and l.i0 = 0 then 1
    when l.i0 = r.i0 and l.i1 = r.i1 then 2 when l.i0 <= r.i1 and r.i0 <= l.i1 then 3 else 4 end`,
};
const NAMES = Object.keys(LEVELS);
const BLOCKS = [
  "l.day = r.day and l.adm2 = r.adm2",
  "l.day = r.day and l.cell = r.cell",
  "l.day = r.day + 1 and l.place = r.place",
  "l.day + 1 = r.day and l.place = r.place",
  "l.day = r.day and l.adm1 = r.adm1 and l.node = r.node",
];
const SELECT = NAMES.map((name) => `${LEVELS[name]!} as ${name}`).join(", ");

/** Scores pairs of claims of different sources. */
export async function scoreInSql(told: readonly ToldClaim[]): Promise<readonly ScoredPair[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const db = await instance.connect();
  try {
    await fill(db, told);
    const sample = 1_000_000 / Math.max(1, told.length);
    await db.run(
      `create table u as select ${SELECT} from (select * from claims using sample reservoir(${Math.ceil(
        sample,
      )} rows) repeatable (1)) l, claims r where l.n <> r.n`,
    );
    const join = BLOCKS.map((rule) => `select l.n as a, r.n as b from claims l join claims r on ${rule}`).join(
      " union ",
    );
    await db.run(`create table pairs as select a, b, ${SELECT} from (${join}) p join claims l on l.n = p.a
      join claims r on r.n = p.b where l.source <> r.source and l.n < r.n`);
    return await weigh(db);
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

async function fill(db: DuckDBConnection, told: readonly ToldClaim[]): Promise<void> {
  await db.run(`create table claims (n integer, source text, t0 double, t1 double, tp integer, day integer, lat double,
    lon double, radius double, cell text, place text, adm1 text, adm2 text, actors text[], kind text, node text, k0 double,
    k1 double, i0 double, i1 double)`);
  const rows = told.flatMap(({ claim, incident }, n) => (incident < 0 ? [] : [rowOf(claim, n)]));
  for (let start = 0; start < rows.length; start += 2000)
    await db.run(`insert into claims values ${rows.slice(start, start + 2000).join(",")}`);
}

function rowOf({ source, when, where, actors, kind, killed, injured }: ToldClaim["claim"], n: number): string {
  const text = (value: string | undefined): string => (value ? `'${value.replaceAll("'", "''")}'` : "null");
  const number = (value: number | undefined): string =>
    value === undefined ? "null" : value === Number.POSITIVE_INFINITY ? "1e9" : String(value);
  const names = [...new Set(actors.map(({ actor, parent }) => parent ?? actor))]
    .filter((name) => name !== undefined)
    .sort();
  const cell =
    where && where.precision <= 2 ? `${Math.floor(where.latitude * 4)} ${Math.floor(where.longitude * 4)}` : undefined;
  return `(${[
    n,
    text(source),
    number(when?.from),
    number(when?.to),
    when?.precision ?? "null",
    when ? Math.floor((when.from + 10_800_000) / 86_400_000) : "null",
    number(where?.latitude),
    number(where?.longitude),
    number(where?.radiusKm),
    text(cell),
    text(where?.name),
    text(where?.units[0]),
    text(where?.units[1]),
    `[${names.map(text).join(",")}]`,
    text(kind.join("/")),
    text(kind.length > 1 ? kind.slice(0, 2).join("/") : undefined),
    number(killed?.least),
    number(killed?.most),
    number(injured?.least),
    number(injured?.most),
  ].join(",")})`;
}

type Table = ReadonlyMap<string, number>;

/** Shares of levels, the missing left out. */
function shares(rows: readonly (readonly number[])[], weightOf: (row: readonly number[]) => number): readonly Table[] {
  return NAMES.map((_, f) => {
    const counts = new Map<string, number>();
    let sum = 0;
    for (const row of rows) {
      if (row[f] === 0) continue;
      const weight = weightOf(row);
      sum += weight;
      counts.set(String(row[f]), (counts.get(String(row[f])) ?? 0) + weight);
    }
    return new Map(Array.from(counts, ([level, count]) => [level, (count + 1e-6) / (sum + 1e-6)]));
  });
}

async function weigh(db: DuckDBConnection): Promise<readonly ScoredPair[]> {
  const patterns = async (table: string): Promise<readonly (readonly number[])[]> => {
    const query = `select ${NAMES.join(", ")}, count(*) from ${table} group by all order by all`;
    return (await db.runAndReadAll(query)).getRows().map((row) => Array.from(row, Number));
  };
  const count = (row: readonly number[]): number => row[NAMES.length]!;
  const u = shares(await patterns("u"), count);
  const rows = await patterns("pairs");
  let m: readonly Table[] = u.map(
    (table) => new Map(Array.from(table.keys(), (level) => [level, 0.6 ** Number(level)] as const)),
  );
  let share = 0.1;
  const odds = (row: readonly number[]): number =>
    NAMES.reduce(
      (product, _, f) => {
        const level = String(row[f]);
        return row[f] === 0 ? product : (product * (m[f]!.get(level) ?? 1e-6)) / (u[f]!.get(level) ?? 1e-6);
      },
      share / (1 - share),
    );
  for (let round = 0; round < 30; round++) {
    const belief = new Map(rows.map((row) => [row, odds(row) / (1 + odds(row))]));
    m = shares(rows, (row) => count(row) * belief.get(row)!);
    const all = rows.reduce((sum, row) => sum + count(row), 0);
    share = rows.reduce((sum, row) => sum + count(row) * belief.get(row)!, 0) / all;
  }
  const known = new Map(rows.map((row) => [row.slice(0, NAMES.length).join(" "), odds(row) / (1 + odds(row))]));
  const scored = await db.runAndReadAll(`select a, b, ${NAMES.join(", ")} from pairs`);
  return scored.getRows().map((row) => ({
    a: Number(row[0]),
    b: Number(row[1]),
    probability: known.get(row.slice(2).map(Number).join(" "))!,
  }));
}

/** Whatever is linked is one: connected components of the pairs above a threshold. */
export function byComponents(told: readonly ToldClaim[], pairs: readonly ScoredPair[], threshold: number): Int32Array {
  return joined(
    told,
    pairs.filter(({ probability }) => probability >= threshold),
    () => true,
  );
}

/** The best links first, and none that puts two claims of one source together. */
export function bySingleBest(told: readonly ToldClaim[], pairs: readonly ScoredPair[], threshold: number): Int32Array {
  const sorted = pairs
    .filter(({ probability }) => probability >= threshold)
    .sort((x, y) => y.probability - x.probability || x.a - y.a || x.b - y.b);
  return joined(told, sorted, (one, other) => {
    const sources = new Set(one.map((n) => told[n]!.claim.source));
    return other.every((n) => !sources.has(told[n]!.claim.source));
  });
}

function joined(
  told: readonly ToldClaim[],
  pairs: readonly ScoredPair[],
  mayJoin: (one: readonly number[], other: readonly number[]) => boolean,
): Int32Array {
  const clusterOf = Int32Array.from(told, ({ incident }, n) => (incident < 0 ? -1 : n));
  const members = told.map((_, n) => [n]);
  for (const { a, b } of pairs) {
    const [one, other] = [clusterOf[a]!, clusterOf[b]!];
    if (one === other || !mayJoin(members[one]!, members[other]!)) continue;
    const [kept, gone] = members[one]!.length >= members[other]!.length ? [one, other] : [other, one];
    for (const n of members[gone]!) clusterOf[n] = kept;
    members[kept]!.push(...members[gone]!);
    members[gone] = [];
  }
  return clusterOf;
}
