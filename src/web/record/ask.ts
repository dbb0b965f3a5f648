import { keepPreviousData, QueryCache, QueryClient, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { AskWith } from "../../api/client.ts";
import type { AnswerOf, EndpointName, Endpoints } from "../../api/contract.ts";
import { ProblemAnswer } from "../../api/client.ts";
import { client, NotReached } from "./client.ts";

type Reads = { [N in EndpointName]: Endpoints[N]["method"] extends "get" ? N : never }[EndpointName];

const ended = new Set<() => void>();

/** Tells when a session is found to have ended: by time, or because somebody ended it. Returns how to stop. */
export function onSessionEnd(tell: () => void): () => void {
  ended.add(tell);
  return () => ended.delete(tell);
}

/** What was asked of the record and is kept while the page is open. */
export const asked = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ProblemAnswer && error.problem.status === 401) for (const tell of ended) tell();
    },
  }),
  defaultOptions: {
    queries: {
      // What changes is told by the server (`live.ts`); until then an answer stands.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      // The service worker answers without a network.
      networkMode: "always",
      retry: (count, error) => error instanceof NotReached && count < 2,
    },
  },
});

export interface AskOptions {
  readonly isWanted?: boolean;
  /** What was there before stays on the page while something else is asked for. */
  readonly keepsBefore?: boolean;
  /** Asked again as often, in milliseconds, for what no event tells. */
  readonly every?: number;
}

/** `useAsk("getIncident", { params: { id } })`. The answer has the type of the contract. */
export function useAsk<N extends Reads>(
  name: N,
  given: AskWith<Endpoints[N]>,
  { isWanted = true, keepsBefore = false, every }: AskOptions = {},
): UseQueryResult<AnswerOf<Endpoints[N]>> {
  return useQuery({
    queryKey: [name, given],
    queryFn: () => client.ask(name, given),
    enabled: isWanted,
    ...(every === undefined ? {} : { refetchInterval: every }),
    ...(keepsBefore ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<AnswerOf<Endpoints[N]>>;
}

/** Everything that was asked may be otherwise now. */
export function askAgain(): Promise<void> {
  return asked.invalidateQueries();
}

/** It is as if there was none: hidden things and missing ones are told alike. */
export function isNotThere(error: unknown): boolean {
  return error instanceof ProblemAnswer && error.problem.status === 404;
}
