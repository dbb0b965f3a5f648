import { explainRecorded } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { Handlers } from "./handler.ts";

export const explanationHandlers: Handlers<"explainIncident"> = {
  async explainIncident({ parts, params, query }) {
    const found = await explainRecorded(parts.record.store, { incident: params.id, ...query });
    return sent(found) as AnswerOf<Endpoints["explainIncident"]>;
  },
};

const NULL_IF_UNSET = { clause: null, next: null, error: null, askFirst: null };

/** What is unset is null where the contract says that there is always something to say. */
function sent(found: Awaited<ReturnType<typeof explainRecorded>>): unknown {
  const { clause, next, error, askFirst } = NULL_IF_UNSET;
  const rules = found.rules.map((rule) => ({
    clause,
    ...plain(rule),
    cells: rule.cells.map((cell) => ({ next, error, ...plain(cell) })),
  }));
  return { askFirst, ...plain(found), rules };
}

function plain(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
