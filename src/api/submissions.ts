import { submissionsWaiting } from "../store/index.ts";
import { acceptSubmissions } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import { saidOf } from "./errors.ts";
import { actOf, type Handlers } from "./handler.ts";
import { stamp } from "./present.ts";

export const submissionHandlers: Handlers<"listSubmissions" | "acceptSubmissions"> = {
  async listSubmissions({ parts, query }) {
    const waiting = await submissionsWaiting(parts.record.store, query.limit);
    return { items: waiting.map((one) => ({ ...one, receivedAt: stamp(one.receivedAt) })) };
  },

  acceptSubmissions: actOf(acceptSubmissions, {
    input: ({ body }) => body,
    say: (accepted) => {
      const items = accepted.map(({ problems, ...one }) => ({ ...one, problems: problems.map(saidOf) }));
      // As it is sent: without what is unset.
      return JSON.parse(JSON.stringify({ items })) as AnswerOf<Endpoints["acceptSubmissions"]>;
    },
  }),
};
