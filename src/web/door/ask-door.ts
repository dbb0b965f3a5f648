import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { createClient, type AskWith } from "../../api/client.ts";
import type { AnswerOf, AskedEndpoints, DoorName } from "../../api/contract.ts";
import { asked, NotReached } from "../record/index.ts";

/**
 * Asking the door: passwords, codes, keys. It does not go through the outbox: nothing of it may be kept on the device, and
 * nothing of it is of use later.
 */

type At = Pick<AskedEndpoints, DoorName>;
type DoorReads = { [N in DoorName]: At[N]["method"] extends "get" ? N : never }[DoorName];
export type DoorActs = { [N in DoorName]: At[N]["method"] extends "post" ? N : never }[DoorName];

/** It was tried too often. */
export class TooManyTries extends Error {
  /** Until it may be tried again; `undefined` if that was not said. */
  readonly seconds: number | undefined;

  constructor(seconds: number | undefined) {
    super("too many attempts");
    this.seconds = seconds;
  }
}

export const atDoor = createClient({
  address: globalThis.location?.origin ?? "http://localhost",
  fetch: async (request) => {
    const response = await fetch(request).catch((error: unknown) => {
      throw new NotReached("the server cannot be reached", { cause: error });
    });
    if (response.status === 429) throw new TooManyTries(Number(response.headers.get("retry-after")) || undefined);
    return response;
  },
});

export function useDoor<N extends DoorReads>(name: N, isWanted = true): UseQueryResult<AnswerOf<At[N]>> {
  return useQuery({
    queryKey: [name],
    queryFn: () => atDoor.ask(name, {} as AskWith<AskedEndpoints[N]>),
    enabled: isWanted,
  }) as UseQueryResult<AnswerOf<At[N]>>;
}

export interface DoorAct<N extends DoorActs> {
  /** The answer, or `undefined` if it was refused: `error` says why. What is on the page is asked again. */
  readonly run: (
    body: AskWith<At[N]> extends { readonly body: infer B } ? B : never,
  ) => Promise<AnswerOf<At[N]> | undefined>;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly clear: () => void;
}

export function useDoorAct<N extends DoorActs>(name: N): DoorAct<N> {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = useCallback<DoorAct<N>["run"]>(
    async (body) => {
      setRunning(true);
      setError(undefined);
      try {
        const answer = await atDoor.ask(name, { body } as never);
        void asked.invalidateQueries({ predicate: ({ queryKey: [of] }) => LISTS.has(String(of)) });
        return answer;
      } catch (trouble) {
        setError(trouble);
        return undefined;
      } finally {
        setRunning(false);
      }
    },
    [name],
  );
  const clear = useCallback(() => setError(undefined), []);
  return { run, isRunning, error, clear };
}

/** What an act at the door may change. */
const LISTS: ReadonlySet<string> = new Set(["me", "listSessions", "listPasskeys", "listUsers", "whoAmI", "listLedger"]);
