import type { Done, Verb } from "../workflow/index.ts";
import type { AnswerOf, BodyIn, Endpoint, EndpointName, Endpoints } from "./contract.ts";
import type { Asked } from "./parts.ts";
import { actingFor } from "./parts.ts";
import type { Carried, Carrying } from "./once.ts";

/** Answers what changes nothing. */
export type Handler<E extends Endpoint> = (asked: Asked<E>) => Promise<AnswerOf<E> | Response>;

/** Carries out what changes something, and says what came of it. */
export interface ActHandler<E extends Endpoint> {
  /** What the verb asks for: as the contract says. */
  readonly permission?: string;
  readonly carry: (asked: Asked<E>, store: Parameters<Carrying["carry"]>[0]) => Promise<Carried>;
  readonly say: (result: unknown, asked: Asked<E>) => AnswerOf<E>;
}

export type HandlerOf<E extends Endpoint> = E extends { readonly method: "get" } | { readonly isReading: true }
  ? Handler<E>
  : ActHandler<E>;

export type Handlers<Name extends EndpointName> = { readonly [N in Name]: HandlerOf<Endpoints[N]> };

interface ActGiven<E extends Endpoint, In, Out> {
  readonly input: (asked: Asked<E>) => In;
  readonly say: (result: Out, asked: Asked<E>) => AnswerOf<E>;
}

/** An endpoint that is one verb of the workflow. */
export function actOf<E extends Endpoint, In, Out>(
  verb: Verb<In, Out>,
  { input, say }: ActGiven<E, In, Out>,
): ActHandler<E> {
  return {
    permission: verb.permission,
    carry: async (asked, store) => {
      const { result, seq }: Done<Out> = await verb(actingFor(asked, store), input(asked));
      return { result, isChanged: seq !== undefined };
    },
    say: (result, asked) => say(result as Out, asked),
  };
}

export type { BodyIn };
