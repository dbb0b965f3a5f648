import type { ReactNode } from "react";
import { useFormats, useWords } from "../words/index.ts";
import type { MarkClass } from "./marks.ts";
import type { Hit } from "./pick.ts";
import { mapWords } from "./words.ts";

export interface HoverCardProps {
  readonly hit: Hit;
  /** CSS pixels from the top left corner of the map. */
  readonly at: readonly [number, number];
  readonly marks: readonly MarkClass[];
  readonly sayClass: (key: string) => string;
}

/** How many are under the pointer, by class. It only repeats what a click opens, so it is not read out. */
export function HoverCard({ hit, at: [left, top], marks, sayClass }: HoverCardProps): ReactNode {
  const say = useWords(mapWords);
  const formats = useFormats();
  // Beside the pointer, on the side where there is room: `translate` is in parts of the card itself.
  const style = {
    left,
    top,
    transform: `translate(${left > 240 ? "calc(-100% - 14px)" : "14px"}, ${top > 160 ? "-100%" : "0"})`,
  };
  return (
    <div className="map-hover card small" style={style} aria-hidden="true">
      <strong>{say("incidents", { count: hit.count })}</strong>
      <ul className="plain">
        {marks.map(
          (mark, at) =>
            (hit.parts[at] ?? 0) > 0 && (
              <li key={mark.key} className="row">
                <MarkShape mark={mark} />
                {sayClass(mark.key)} <span className="number">{formats.number(hit.parts[at] ?? 0)}</span>
              </li>
            ),
        )}
      </ul>
    </div>
  );
}

/** The shape of a class as it is on the map. */
export function MarkShape({ mark }: { readonly mark: MarkClass }): ReactNode {
  return (
    <svg className="mark-shape" viewBox="0 0 16 16" aria-hidden="true">
      <path d={mark.shape} fillRule="evenodd" style={{ fill: `var(${mark.colour})` }} />
    </svg>
  );
}
