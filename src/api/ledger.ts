import { ledgerEntries, makeCheckpoint } from "../store/index.ts";
import { verifyWithCheckpoints, type VerifiedRecord } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { Handlers } from "./handler.ts";
import type { ApiParts } from "./parts.ts";
import { stamp } from "./present.ts";

/** Looking at all of a record takes a while: whoever asks meanwhile gets the same answer. */
const UNDER_WAY = new WeakMap<ApiParts["record"], Promise<VerifiedRecord>>();

function verification(record: ApiParts["record"]): Promise<VerifiedRecord> {
  let found = UNDER_WAY.get(record);
  if (!found) {
    found = verifyWithCheckpoints(record).finally(() => UNDER_WAY.delete(record));
    UNDER_WAY.set(record, found);
  }
  return found;
}

export const ledgerHandlers: Handlers<"listLedger" | "verifyLedger" | "getCheckpoint"> = {
  async listLedger({ parts, query }) {
    const { before, asOf, limit = 50 } = query;
    const found = await ledgerEntries(parts.record.store, {
      limit: limit + 1,
      ...(before === undefined ? {} : { before }),
      ...(asOf === undefined ? {} : { asOf }),
    });
    const entries = found.slice(0, limit);
    const items = entries.map((entry) => ({ ...entry, at: stamp(entry.at) }));
    const next = found.length > limit ? entries.at(-1)!.seq : null;
    return { items, next } as unknown as AnswerOf<Endpoints["listLedger"]>;
  },

  async verifyLedger({ parts }) {
    const { entries, rows, items, itemBytes, head, checkpoints, discrepancies, notCovered } = await verification(
      parts.record,
    );
    const wrong = discrepancies.map(({ where, what, entry }) => ({
      where,
      what,
      ...(entry === undefined ? {} : { entry }),
    }));
    return { entries, rows, items, itemBytes, head, checkpoints, discrepancies: wrong, notCovered: [...notCovered] };
  },

  async getCheckpoint({ parts }) {
    return { ...(await makeCheckpoint(parts.record.store, parts.record.keys)) };
  },
};
