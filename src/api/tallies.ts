import { talliesOf } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { Handlers } from "./handler.ts";
import { readingFor } from "./parts.ts";
import { selectionOf } from "./selection.ts";

export const tallyHandlers: Handlers<"countTallies"> = {
  async countTallies(asked) {
    const { pairs = 20, ...selection } = asked.query;
    const { query } = selectionOf(selection);
    const { agreement } = selection;
    const reading = readingFor(asked, selection.asOf);
    const found = await talliesOf(reading, query, { pairs, ...(agreement === undefined ? {} : { agreement }) });
    return { ...found, agreement: found.agreement ?? null } as AnswerOf<Endpoints["countTallies"]>;
  },
};
