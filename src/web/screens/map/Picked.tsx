import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { incidentIdAt } from "../../../domain/index.ts";
import { Verdict } from "../../parts/index.ts";
import type { RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { mapWords } from "./words.ts";

export interface PickedProps {
  readonly shown: RowsInHand;
  readonly picked: Uint32Array | undefined;
  readonly onForget: () => void;
}

const SHOWN = 30;

/** The incidents of the place that was chosen. */
export function Picked({ shown, picked, onForget }: PickedProps): ReactNode {
  const say = useWords(mapWords);
  const formats = useFormats(shown.agreement?.zone);
  const { selection } = useSelection();
  const { columns, verdicts } = shown;
  if (!picked || picked.length === 0) return <p className="soft no-print">{say("pickSome")}</p>;
  return (
    <section aria-live="polite" className="stack-tight">
      <div className="row spread">
        <h2>{say("picked", { count: picked.length })}</h2>
        <Button onPress={onForget}>{say("forget")}</Button>
      </div>
      <ul className="plain stack-tight">
        {[...picked].slice(0, SHOWN).map((row) => {
          const id = incidentIdAt(columns, row);
          const code = verdicts[row]!;
          const at = columns.earliest[row]!;
          return (
            <li key={id} className="map-picked">
              <Link to="/incidents/$id" params={{ id }} search={selection}>
                <bdi>{columns.words.label.words[columns.words.label.codes[row]!] ?? id.slice(0, 8)}</bdi>
              </Link>
              <span className="row small">
                {!Number.isNaN(at) && formats.day(at)}
                <Verdict verdict={code < 0 ? undefined : columns.said[code]!.verdict} />
              </span>
            </li>
          );
        })}
      </ul>
      {picked.length > SHOWN && <p className="soft">{say("more", { count: picked.length - SHOWN })}</p>}
    </section>
  );
}
