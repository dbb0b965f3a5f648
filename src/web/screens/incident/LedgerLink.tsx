import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSelection } from "../../selection/index.ts";
import { useWords } from "../../words/index.ts";
import { incidentWords } from "./words.ts";

/** An entry of the ledger by its number, there. */
export function LedgerLink({ seq }: { readonly seq: number }): ReactNode {
  const say = useWords(incidentWords);
  const { selection } = useSelection();
  return (
    <Link to="/ledger" search={selection} hash={`entry-${seq}`}>
      {say("entry", { seq })}
    </Link>
  );
}

export interface IncidentLinkProps {
  readonly id: string;
  readonly children: ReactNode;
}

/** Another incident, looked at in the same way. */
export function IncidentLink({ id, children }: IncidentLinkProps): ReactNode {
  const { selection } = useSelection();
  return (
    <Link to={`/incidents/${id}`} search={selection}>
      {children}
    </Link>
  );
}
