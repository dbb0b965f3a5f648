import { Link } from "@tanstack/react-router";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { FilterBar } from "../../filter/index.ts";
import { MapView, Timeline, type GeoBox, type TimeRange } from "../../map/index.ts";
import { Loaded, Page, partWords, verdictNamed } from "../../parts/index.ts";
import { useRows, useRowsOfAllTime, type RowsInHand } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useWords } from "../../words/index.ts";
import { InWords } from "./InWords.tsx";
import { Picked } from "./Picked.tsx";
import { boxOf, boxText, classesOf, middleOf, positionsOf, radiiOf } from "./drawn.ts";
import { useAgreementAreas } from "./use-agreement-areas.ts";
import { mapWords } from "./words.ts";
import "./map-screen.css";

/** Where and when: the incidents of the selection, coloured by verdict under the reading that is shown. */
export function Screen(): ReactNode {
  const say = useWords(mapWords);
  const rows = useRows();
  return (
    <Page title={say("title")} isWide>
      <Loaded of={rows}>{(shown) => <Shown shown={shown} />}</Loaded>
    </Page>
  );
}

function Shown({ shown }: { readonly shown: RowsInHand }): ReactNode {
  const say = useWords(mapWords);
  const { selection } = useSelection();
  const [picked, setPicked] = useState<Uint32Array>();
  const classes = useMemo(() => classesOf(shown.columns, shown.verdicts), [shown.columns, shown.verdicts]);
  return (
    <>
      <div className="row spread">
        <FilterBar shown={shown} />
        <Link to="/incidents" search={selection} className="no-print">
          {say("asGrid")}
        </Link>
      </div>
      <div className="map-screen">
        <TheMap shown={shown} classes={classes} picked={picked} onPick={setPicked} />
        <div className="map-side stack">
          <Picked shown={shown} picked={picked} onForget={() => setPicked(undefined)} />
          <InWords shown={shown} />
        </div>
      </div>
      <Time classes={classes} />
    </>
  );
}

interface TheMapProps {
  readonly shown: RowsInHand;
  readonly classes: Uint8Array;
  readonly picked: Uint32Array | undefined;
  readonly onPick: (rows: Uint32Array) => void;
}

function TheMap({ shown, classes, picked, onPick }: TheMapProps): ReactNode {
  const sayPart = useWords(partWords);
  const { selection, change } = useSelection();
  const { columns, rows } = shown;
  const positions = useMemo(() => positionsOf(columns), [columns]);
  const radiusMetres = useMemo(() => radiiOf(columns), [columns]);
  // Where it looks at first; from then on whoever looks moves it.
  const [bounds] = useState(() => boxOf(selection.box) ?? middleOf(columns, rows));
  const areas = useAgreementAreas();
  const sayClass = useCallback((key: string) => sayPart(verdictNamed(key)), [sayPart]);
  const onBox = useCallback((box: GeoBox | undefined) => change({ box: box && boxText(box) }), [change]);
  return (
    <MapView
      positions={positions}
      radiusMetres={radiusMetres}
      selected={rows}
      classes={classes}
      sayClass={sayClass}
      bounds={bounds}
      agreementAreas={areas}
      picked={picked ? [...picked].slice(0, MOST_RINGS) : []}
      onPick={onPick}
      box={boxOf(selection.box)}
      onBox={onBox}
      describedBy="map-in-words"
    />
  );
}

const MOST_RINGS = 200;

function Time({ classes }: { readonly classes: Uint8Array }): ReactNode {
  const { selection, change } = useSelection();
  const always = useRowsOfAllTime().data;
  const { from, to } = selection;
  const range = useMemo(
    () =>
      from === undefined && to === undefined
        ? undefined
        : { from: from === undefined ? -Infinity : Date.parse(from), to: to === undefined ? Infinity : Date.parse(to) },
    [from, to],
  );
  const onRange = useCallback(
    (next: TimeRange | undefined) => change({ from: momentOf(next?.from), to: momentOf(next?.to) }),
    [change],
  );
  if (!always) return null;
  const { earliest, latest } = always.columns;
  return (
    <Timeline
      earliest={earliest}
      latest={latest}
      selected={always.rows}
      classes={classes}
      zone={always.agreement?.zone ?? "UTC"}
      range={range}
      onRange={onRange}
    />
  );
}

function momentOf(at: number | undefined): string | undefined {
  return at === undefined || !Number.isFinite(at) ? undefined : new Date(at).toISOString();
}
