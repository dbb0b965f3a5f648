import { historyOf, type ThingHappened } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { Handlers } from "./handler.ts";
import { presentRow, stamp } from "./present.ts";

export const historyHandlers: Handlers<"getIncidentHistory"> = {
  async getIncidentHistory({ parts, params }) {
    const entries = await historyOf(parts.record.store, params.id);
    const shown = entries.map(({ seq, at, by, act, reason, body, things }) => ({
      seq,
      at: stamp(at),
      by,
      act,
      reason,
      body,
      things: things.map(thing),
    }));
    return JSON.parse(JSON.stringify({ entries: shown })) as AnswerOf<Endpoints["getIncidentHistory"]>;
  },
};

function thing({ noun, id, row, what, before, now, verdicts }: ThingHappened): object {
  const [then, today] = [fieldsOf(before && presentRow(noun, before)), fieldsOf(presentRow(noun, now))];
  const fields = [...new Set([...then.keys(), ...today.keys()])].flatMap((field) => {
    const [old, current] = [then.get(field), today.get(field)];
    if (JSON.stringify(old) === JSON.stringify(current)) return [];
    return [
      { field, ...(old === undefined ? {} : { before: old }), ...(current === undefined ? {} : { now: current }) },
    ];
  });
  return { noun, id, row, what, fields, ...(verdicts ? { verdicts } : {}) };
}

/** What says nothing of the thing itself: how it is kept, and what it is found by. */
const KEPT = new Set(["id", "row", "supersedes", "withdrawn", "recordedAt", "words", "publicWords", "content"]);

/** What is said besides is looked at part by part. */
function fieldsOf(row: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, unknown> {
  const fields = Object.entries(row ?? {}).flatMap(([name, value]): (readonly [string, unknown])[] => {
    if (KEPT.has(name) || value === null || value === undefined) return [];
    if (name !== "body" || typeof value !== "object" || Array.isArray(value)) return [[name, value]];
    return Object.entries(value).map(([part, inner]) => [`body.${part}`, inner] as const);
  });
  return new Map(fields);
}
