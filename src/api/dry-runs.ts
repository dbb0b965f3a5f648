import type { Problem } from "../kit/index.ts";
import { dryRun, type DryRun } from "../workflow/index.ts";
import { agreementAt } from "./agreement-at.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { Handlers } from "./handler.ts";

export const dryRunHandlers: Handlers<"dryRunText" | "dryRunList"> = {
  async dryRunText(asked) {
    const { limit, after, ...what } = asked.body;
    const agreement = await agreementAt(asked, asked.params.id);
    return said(await dryRun(asked.parts.record.store, { ...what, agreement }, asked.request.signal), { limit, after });
  },

  async dryRunList({ parts, body, request }) {
    const { limit, after, list, add = [], remove = [], at, ...what } = body;
    const lists = list === undefined ? {} : { lists: { list, add, remove, ...(at === undefined ? {} : { at }) } };
    return said(await dryRun(parts.record.store, { ...what, ...lists }, request.signal), { limit, after });
  },
};

type Answer = AnswerOf<Endpoints["dryRunText"]>;

interface PageAsked {
  readonly limit: number | undefined;
  readonly after: number | undefined;
}

function said({ agreement, problems, compared }: DryRun, { limit = 100, after = 0 }: PageAsked): Answer {
  const answer = { agreement, isUsable: compared !== undefined, problems: problems.map(locatedOf) };
  if (!compared) return { ...answer, compared: null };
  const { changed, ...rest } = compared;
  const items = changed.slice(after, after + limit);
  const next = after + limit < changed.length ? after + limit : null;
  return plain({ ...answer, compared: { ...rest, changed: changed.length, items, next } });
}

/** Lists that may not be changed are sent as those that may. */
function plain(value: unknown): Answer {
  return value as Answer;
}

/** A problem with where it is in what was sent; names of files of this machine are nobody's business. */
export function locatedOf({ code, severity, message, hint, at }: Problem): Answer["problems"][number] {
  const { line, column, from, to, row, field } = at;
  const place = Object.entries({ line, column, from, to, row, field }).filter(([, value]) => value !== undefined);
  return { code, severity, message, ...(hint === undefined ? {} : { hint }), ...Object.fromEntries(place) };
}
