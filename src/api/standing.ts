import { agreementStanding, provisionsOf, recordText, waitingGraph } from "../workflow/index.ts";
import { agreementAt } from "./agreement-at.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import { locatedOf } from "./dry-runs.ts";
import { actOf, type Handlers } from "./handler.ts";
import { stamp } from "./present.ts";

export const standingHandlers: Handlers<"getStanding" | "getConditions" | "getProvisions" | "recordText"> = {
  recordText: actOf(recordText, {
    input: ({ params, body }) => ({ agreement: params.id, ...body }),
    say: ({ item, problems }) => ({ item, problems: problems.map(locatedOf) }),
  }),

  async getStanding(asked) {
    const { store } = asked.parts.record;
    const key = await agreementAt(asked, asked.params.id);
    const found = await agreementStanding(store, key, { ...asked.query, at: asked.query.at ?? Date.now() });
    const said = { ...found, problems: found.problems.map(locatedOf) };
    return withStamps(said) as AnswerOf<Endpoints["getStanding"]>;
  },

  async getConditions(asked) {
    const { store } = asked.parts.record;
    const key = await agreementAt(asked, asked.params.id);
    const found = await waitingGraph(store, key, { ...asked.query, at: asked.query.at ?? Date.now() });
    return withStamps({ ...found, problems: found.problems.map(locatedOf) }) as AnswerOf<Endpoints["getConditions"]>;
  },

  async getProvisions(asked) {
    const key = await agreementAt(asked, asked.params.id);
    const found = await provisionsOf(asked.parts.record.store, key);
    return { ...found, problems: found.problems.map(locatedOf) } as AnswerOf<Endpoints["getProvisions"]>;
  },
};

const INSTANTS: ReadonlySet<string> = new Set(["at", "since", "from", "until", "earliest", "latest"]);

/** Instants in RFC 3339. Of a problem `from` and `to` are places in a text, and stay numbers. */
function withStamps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStamps);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, unknown][] => {
      if (inner === undefined || inner === Number.POSITIVE_INFINITY || inner === Number.NEGATIVE_INFINITY) return [];
      if (name === "problems") return [[name, inner]];
      if (name === "instants") return [[name, stampsOf(inner as Readonly<Record<string, number>>)]];
      return [[name, INSTANTS.has(name) && typeof inner === "number" ? stamp(inner) : withStamps(inner)]];
    }),
  );
}

function stampsOf(instants: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(instants).map(([mark, at]) => [mark, stamp(at)]));
}
