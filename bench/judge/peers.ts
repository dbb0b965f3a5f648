import { writeFileSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { DuckDBInstance } from "@duckdb/node-api";
import { Engine, type TopLevelCondition } from "json-rules-engine";
import { TRUE } from "../../src/language/index.ts";
import type { Work } from "./facts.ts";
import { HAND_RULES, RUNS, type Condition } from "./rules.ts";

/** Verdicts as bits (1 outside, 2 permitted, 4 breach), one array for each hand rule, and how long it took. */
export interface Result {
  readonly verdicts: readonly Uint8Array[];
  readonly milliseconds: number;
  readonly events: number;
}

/** Name of an atom's column: the peers' names know no spaces. */
const nameOf = (index: number): string => `f${index}`;

function indexOf(work: Work, key: string): number {
  const index = work.program.atomIndex(key);
  if (index === undefined) throw new RangeError(`the engine asks no “${key}”`);
  return index;
}

/** SQL by hand: one pass over the table, a CASE for each rule and reading, the result kept as a table. */
export async function runDuckdb(work: Work): Promise<Result> {
  const sql = (condition: Condition): string => {
    if (typeof condition === "string") return nameOf(indexOf(work, condition));
    if ("not" in condition) return `(NOT ${sql(condition.not)})`;
    const [parts, joint, empty] =
      "all" in condition ? ([condition.all, " AND ", "true"] as const) : ([condition.any, " OR ", "false"] as const);
    return parts.length === 0 ? empty : `(${parts.map(sql).join(joint)})`;
  };
  const file = join(mkdtempSync(join(tmpdir(), "truce-bench-")), "facts.csv");
  const { columns, n } = work;
  const rows = [columns.map((_, i) => nameOf(i)).join(",")];
  for (let row = 0; row < n; row++)
    rows.push(columns.map((column) => (column[row] === TRUE ? "true" : "false")).join(","));
  writeFileSync(file, rows.join("\n"));
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    `CREATE TABLE facts AS SELECT row_number() OVER () AS id, * FROM read_csv('${file}', header = true, all_varchar = false)`,
  );
  const cases = HAND_RULES.map(
    ({ scope, excused }, i) =>
      `CASE WHEN NOT ${sql(scope)} THEN 1 WHEN ${sql(excused)} THEN 2 ELSE 4 END::UTINYINT AS v${i}`,
  );
  const query = `CREATE OR REPLACE TABLE verdicts AS SELECT id, ${cases.join(", ")} FROM facts`;
  await connection.run(query);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- runs must not overlap
    await connection.run(query);
    times.push(performance.now() - start);
  }
  const milliseconds = times.toSorted((a, b) => a - b)[RUNS >> 1]!;
  const reader = await connection.runAndReadAll("SELECT * EXCLUDE (id) FROM verdicts ORDER BY id");
  const found = reader.getColumns();
  return { verdicts: found.map((column) => Uint8Array.from(column as number[])), milliseconds, events: n };
}

/** json-rules-engine: two rules (scope, excused) for each rule and reading, one run an event. */
export async function runJsonRules(work: Work, events: number): Promise<Result> {
  const conditions = (condition: Condition): object => {
    if (typeof condition === "string")
      return { fact: nameOf(indexOf(work, condition)), operator: "equal", value: true };
    if ("not" in condition) return { not: conditions(condition.not) };
    return "all" in condition ? { all: condition.all.map(conditions) } : { any: condition.any.map(conditions) };
  };
  const engine = new Engine();
  HAND_RULES.forEach(({ scope, excused }, i) => {
    engine.addRule({ conditions: { all: [conditions(scope)] } as TopLevelCondition, event: { type: `scope${i}` } });
    const isPossible = typeof excused === "string" || "not" in excused || "all" in excused || excused.any.length > 0;
    if (isPossible)
      engine.addRule({
        conditions: { all: [conditions(excused)] } as TopLevelCondition,
        event: { type: `excused${i}` },
      });
  });
  const verdicts = HAND_RULES.map(() => new Uint8Array(events));
  const start = performance.now();
  for (let row = 0; row < events; row++) {
    const facts = Object.fromEntries(work.columns.map((column, i) => [nameOf(i), column[row] === TRUE]));
    // oxlint-disable-next-line no-await-in-loop -- one event after the other is how the library works
    const { events: fired } = await engine.run(facts);
    const types = new Set(fired.map(({ type }) => type));
    verdicts.forEach((out, i) => (out[row] = types.has(`scope${i}`) ? (types.has(`excused${i}`) ? 2 : 4) : 1));
  }
  return { verdicts, milliseconds: performance.now() - start, events };
}

/** Cedar, policies parsed beforehand: one request for scope and one for the excuse of each rule, reading and event. */
export function runCedar(work: Work, events: number): Result {
  const text = (condition: Condition): string => {
    if (typeof condition === "string") return `context.${nameOf(indexOf(work, condition))}`;
    if ("not" in condition) return `!(${text(condition.not)})`;
    const [parts, joint, empty] =
      "all" in condition ? ([condition.all, " && ", "true"] as const) : ([condition.any, " || ", "false"] as const);
    return parts.length === 0 ? empty : `(${parts.map(text).join(joint)})`;
  };
  const policy = (action: string, condition: Condition): string =>
    `permit(principal, action == Action::"${action}", resource) when { ${text(condition)} };`;
  const policies = HAND_RULES.flatMap(({ scope, excused }, i) => [
    policy(`scope${i}`, scope),
    policy(`excused${i}`, excused),
  ]);
  const parsed = cedar.preparsePolicySet("rules", { staticPolicies: policies.join("\n") });
  if (parsed.type !== "success") throw new Error(`cedar: ${JSON.stringify(parsed)}`);
  const verdicts = HAND_RULES.map(() => new Uint8Array(events));
  const start = performance.now();
  for (let row = 0; row < events; row++) {
    const context = Object.fromEntries(work.columns.map((column, i) => [nameOf(i), column[row] === TRUE]));
    const allows = (action: string): boolean => {
      const answer = cedar.statefulIsAuthorized({
        principal: { type: "Actor", id: "a" },
        action: { type: "Action", id: action },
        resource: { type: "Actor", id: "t" },
        context,
        preparsedPolicySetId: "rules",
        entities: [],
      });
      if (answer.type !== "success") throw new Error(`cedar: ${JSON.stringify(answer)}`);
      return answer.response.decision === "allow";
    };
    verdicts.forEach((out, i) => (out[row] = allows(`scope${i}`) ? (allows(`excused${i}`) ? 2 : 4) : 1));
  }
  return { verdicts, milliseconds: performance.now() - start, events };
}
