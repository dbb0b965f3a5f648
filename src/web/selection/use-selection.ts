import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { withChange, withoutFilters, type Selection, type SelectionKey } from "./selection.ts";

export interface SelectionInHand {
  readonly selection: Selection;
  /** Changes the address in place: what is looked at is not a page of its own to go back to for each letter typed. */
  readonly change: (change: { readonly [K in SelectionKey]?: string | undefined }) => void;
  /** Takes all filters out. */
  readonly clear: () => void;
}

/** The selection in the address of the page, wherever that page is. */
export function useSelection(): SelectionInHand {
  // What the root route has read from the address.
  const selection: Selection = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = useCallback(
    (next: (before: Selection) => Selection) =>
      void navigate({ to: ".", search: (before: unknown) => next(before as Selection) as never, replace: true }),
    [navigate],
  );
  const change = useCallback<SelectionInHand["change"]>((given) => go((before) => withChange(before, given)), [go]);
  const clear = useCallback(() => go(withoutFilters), [go]);
  return { selection, change, clear };
}
