import { useMemo, useRef, useState, type ReactNode } from "react";
import { MapView, Timeline, type GeoBox, type TimeRange } from "../../src/web/map/index.ts";
import type { IncidentMap } from "../../src/web/map/incident-map.ts";
import { partWords } from "../../src/web/parts/words.ts";
import { useWords } from "../../src/web/words/index.ts";
import type { Incidents } from "./incidents.ts";
import { pan, seenNext } from "./seen.ts";

/** Map, timeline and counts over one selection, as the room has them, moved by buttons. */
export function Room({ incidents }: { readonly incidents: Incidents }): ReactNode {
  const say = useWords(partWords);
  const [reading, setReading] = useState(0);
  const [left, setLeft] = useState<number>();
  const [picked, setPicked] = useState<Uint32Array>(new Uint32Array());
  const [box, setBox] = useState<GeoBox>();
  const [range, setRange] = useState<TimeRange>();
  const side = useRef(0);
  const selected = useMemo(() => (left === undefined ? undefined : rowsWithout(incidents, left)), [incidents, left]);
  const classes = incidents.readings[reading as 0 | 1];
  const counts = useMemo(() => countClasses(classes, selected), [classes, selected]);
  return (
    <main className="stack" style={{ padding: 12 }}>
      <div style={{ blockSize: "64vh" }}>
        <MapView
          positions={incidents.positions}
          radiusMetres={incidents.radiusMetres}
          selected={selected}
          classes={classes}
          sayClass={(key) => say(key as "breach")}
          onPick={setPicked}
          picked={Array.from(picked.subarray(0, 1))}
          box={box}
          onBox={setBox}
          grouping={new URLSearchParams(location.search).get("grouping") === "marks" ? "marks" : "clusters"}
          onMap={(map) => offer(map, side)}
        />
      </div>
      <Timeline
        earliest={incidents.earliest}
        latest={incidents.latest}
        selected={selected}
        classes={classes}
        zone="Asia/Damascus"
        range={range}
        onRange={setRange}
        moments={[{ at: Date.UTC(2016, 3, 18), label: "18.4." }]}
      />
      <p>
        <button id="reading" type="button" onClick={() => setReading(1 - reading)}>
          {reading}
        </button>
        <button id="filter" type="button" onClick={() => setLeft(side.current)}>
          {left}
        </button>
        <output>{counts.join(" ")}</output> <output id="picked">{picked.length}</output>
      </p>
    </main>
  );
}

function offer({ map }: IncidentMap, side: { current: number }): void {
  const press = (id: string) => () => document.getElementById(id)!.click();
  window.bench = {
    switchReading: () => seenNext(press("reading")),
    filter(next) {
      side.current = next;
      return seenNext(press("filter"));
    },
    pan: (step) => pan(map, step),
  };
}

function rowsWithout({ side }: Incidents, left: number): Uint32Array {
  const rows = new Uint32Array(side.length);
  let count = 0;
  for (let row = 0; row < side.length; row += 1) if (side[row] !== left) rows[count++] = row;
  return rows.subarray(0, count);
}

function countClasses(classes: Uint8Array, selected: Uint32Array | undefined): number[] {
  const counts = new Uint32Array(16);
  if (selected) for (const row of selected) counts[classes[row]!]! += 1;
  else for (const one of classes) counts[one]! += 1;
  return [...counts.subarray(0, 7)];
}
