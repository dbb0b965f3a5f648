import { coverageSummary } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import { Trouble } from "./errors.ts";
import type { Handlers } from "./handler.ts";
import type { ApiParts } from "./parts.ts";

const TWO_WEEKS = 14 * 86_400_000;

export const coverageHandlers: Handlers<"summariseCoverage"> = {
  async summariseCoverage({ parts, query }) {
    const { agreement } = query;
    const to = withinReach(query.to ?? Date.now());
    const from = withinReach(query.from ?? to - TWO_WEEKS);
    if (from >= to) throw badQuery("/from", "the time asked for ends before it begins");
    const zone = await zoneOf(parts, agreement);
    return (await coverageSummary(parts.record.store, { from, to, zone })) as AnswerOf<Endpoints["summariseCoverage"]>;
  },
};

/** Days are counted as far as the record can hold instants, less what clocks may differ by. */
function withinReach(moment: number): number {
  return Math.min(Math.max(moment, EARLIEST), LATEST);
}
const EARLIEST = Date.parse("0001-01-04T00:00:00Z");
const LATEST = Date.parse("9999-12-28T00:00:00Z");

async function zoneOf({ record }: ApiParts, wanted: string | undefined): Promise<string> {
  const agreements = await record.store.current("agreement");
  const found = agreements.find(({ key }) => key === wanted) ?? (agreements.length === 1 ? agreements[0] : undefined);
  if (wanted !== undefined && found?.key !== wanted) throw badQuery("/agreement", "there is no such agreement");
  return found?.zone ?? "UTC";
}

function badQuery(pointer: string, message: string): Trouble {
  return new Trouble(400, {
    code: "bad-query",
    detail: message,
    hint: "see /api/openapi.json",
    problems: [{ in: "query", pointer, code: "bad-query", severity: "error", message }],
  });
}
