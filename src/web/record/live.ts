import { useEffect, useState } from "react";
import { asked } from "./ask.ts";

/** More changes than this within a moment are read as one. */
const SETTLE_MS = 250;

export type Connection = "connecting" | "live" | "away";

/**
 * Listens for what changes, and has what is on the page asked again. Says whether the server is heard. `account` is who listens,
 * null if nobody has signed in: a stream is that of who opened it. Unset: it is not known yet, and nobody listens.
 */
export function useLive(account: string | null | undefined): Connection {
  const [connection, setConnection] = useState<Connection>("connecting");
  useEffect(() => {
    if (account === undefined) return undefined;
    const source = new EventSource("/api/events");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void asked.invalidateQueries({ predicate: isOfTheRecord }), SETTLE_MS);
    };
    let wasAway = false;
    source.addEventListener("open", () => {
      setConnection("live");
      if (wasAway) settle();
    });
    source.addEventListener("change", settle);
    source.addEventListener("gone", settle);
    source.addEventListener("reload", settle);
    source.addEventListener("error", () => {
      wasAway = true;
      setConnection("away");
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [account]);
  return connection;
}

const isOfTheRecord = ({ queryKey: [name] }: { readonly queryKey: readonly unknown[] }): boolean =>
  name !== "whoAmI" && name !== "getDemonstration";
