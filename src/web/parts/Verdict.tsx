import type { ReactNode } from "react";
import { useFormats, useWords } from "../words/index.ts";
import { partWords } from "./words.ts";
import { VERDICTS, VERDICT_SHAPES, verdictNamed, type VerdictName } from "./verdicts.ts";
import "./verdict.css";

/** A verdict by its shape, colour and word. */
export function Verdict({ verdict }: { readonly verdict: string | null | undefined }): ReactNode {
  const say = useWords(partWords);
  const name = verdictNamed(verdict);
  return (
    <span className={`verdict verdict-${name}`}>
      <VerdictShape verdict={name} />
      {say(name)}
    </span>
  );
}

/** The shape alone, where the word stands beside it. */
export function VerdictShape({ verdict }: { readonly verdict: VerdictName | "none" }): ReactNode {
  return (
    <svg className={`verdict-shape verdict-${verdict}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={VERDICT_SHAPES[verdict]} fillRule="evenodd" />
    </svg>
  );
}

export interface VerdictBarProps {
  /** By verdict; they add up to what there is. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is counted, for who hears the page. */
  readonly label: string;
  /** Said beside the bar; without it the bar is drawn alone. */
  readonly hasLegend?: boolean;
  readonly onChoose?: (verdict: VerdictName) => void;
}

/** Counts by verdict as parts of one bar, with patterns; the numbers are in the legend and read out. */
export function VerdictBar({ counts, label, hasLegend = true, onChoose }: VerdictBarProps): ReactNode {
  const say = useWords(partWords);
  const formats = useFormats();
  const there = VERDICTS.filter((verdict) => (counts[verdict] ?? 0) > 0);
  const all = VERDICTS.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  const said = there.map((verdict) => `${say(verdict)} ${formats.number(counts[verdict] ?? 0)}`);
  return (
    <figure className="verdict-bar">
      <div className="verdict-bar-parts" role="img" aria-label={`${label}: ${formats.list(said)}`}>
        {there.map((verdict) => (
          <span
            key={verdict}
            className={`verdict-part verdict-${verdict}`}
            style={{ flexGrow: (counts[verdict] ?? 0) / Math.max(1, all) }}
          />
        ))}
      </div>
      {hasLegend && (
        <ul className="plain verdict-legend">
          {there.map((verdict) => (
            <li key={verdict}>
              <VerdictShape verdict={verdict} />
              {onChoose ? (
                <button type="button" className="link" onClick={() => onChoose(verdict)}>
                  {say(verdict)}
                </button>
              ) : (
                say(verdict)
              )}{" "}
              <strong className="number">{formats.number(counts[verdict] ?? 0)}</strong>
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
