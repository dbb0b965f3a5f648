import { useEffect, useId, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import "maplibre-gl/dist/maplibre-gl.css";
import type { FeatureCollection } from "geojson";
import { useFormats, useLanguage, useWords } from "../words/index.ts";
import type { AdminAreas } from "./areas.ts";
import { BoxSurface } from "./BoxSurface.tsx";
import { HoverCard } from "./HoverCard.tsx";
import { IncidentMap, type GeoBox, type Grouping, type Hearing } from "./incident-map.ts";
import { MapControls } from "./MapControls.tsx";
import { VERDICT_MARKS, type MarkClass } from "./marks.ts";
import type { Hit } from "./pick.ts";
import { useLookChange } from "./use-look-change.ts";
import { mapWords } from "./words.ts";
import "./map.css";

export interface MapViewProps {
  /** Longitude and latitude of each row, one after the other; NaN without a place. A new array is indexed again. */
  readonly positions: Float64Array;
  /** How far from there it may have been, metres by row; 0 where the place is known. */
  readonly radiusMetres: Float32Array;
  /** Row numbers that are shown; absent: all. */
  readonly selected?: Uint32Array | undefined;
  /** Class of each row: its place in `marks`. */
  readonly classes: Uint8Array;
  /** Absent: verdicts, as `classOfVerdict` numbers them. */
  readonly marks?: readonly MarkClass[];
  /** A class in the words of the page. */
  readonly sayClass: (key: string) => string;
  readonly areas?: AdminAreas | undefined;
  readonly onArea?: (pcode: string) => void;
  /** Areas of the agreement as they are at the time that is shown. */
  readonly agreementAreas?: FeatureCollection | undefined;
  /** Shown when it becomes another; absent: everything. */
  readonly bounds?: GeoBox | undefined;
  /** Rows to draw a ring around. */
  readonly picked?: readonly number[];
  readonly onPick: (rows: Uint32Array) => void;
  readonly box?: GeoBox | undefined;
  /** Absent: no box can be drawn. */
  readonly onBox?: ((box: GeoBox | undefined) => void) | undefined;
  /** Grouped at first, unless this says otherwise. */
  readonly grouping?: Grouping;
  /** The map behind, once it is there: for who wants to move it. */
  readonly onMap?: (map: IncidentMap) => void;
  /** Id of what says the same without a map: the list of places with their counts. */
  readonly describedBy?: string;
}

/** Incidents on a map, with what is not known of their places drawn as not known. */
export function MapView(props: MapViewProps): ReactNode {
  const say = useWords(mapWords);
  const frame = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ readonly hit: Hit; readonly at: readonly [number, number] }>();
  const [view, setView] = useState<GeoBox>();
  const [isBroken, setBroken] = useState(false);
  const [isDrawingBox, setDrawingBox] = useState(false);
  const [grouping, setGrouping] = useState<Grouping>(props.grouping ?? "clusters");
  const marks = props.marks ?? VERDICT_MARKS;
  const room = useIncidentMap(frame, {
    onPick: props.onPick,
    onArea: (pcode) => props.onArea?.(pcode),
    onHover: (hit, at) => setHover(hit && { hit, at }),
    onView: setView,
    onBroken: () => setBroken(true),
    onMap: (made) => props.onMap?.(made),
  });
  const placeless = useShown(room, props, { marks, grouping });
  const howId = useId();
  useEffect(() => {
    const canvas = room?.map.getCanvas();
    canvas?.setAttribute("aria-label", say("map"));
    canvas?.setAttribute("aria-describedby", [howId, props.describedBy ?? ""].join(" ").trim());
  }, [room, say, howId, props.describedBy]);
  return (
    <div className="map-view">
      <div className="map-stage">
        <div className="map-frame" ref={frame} />
        <p id={howId} className="unseen">
          {say("how")}
        </p>
        {isBroken && <p className="map-broken">{say("notDrawn")}</p>}
        {room && (
          <MapControls
            room={room}
            view={view}
            grouping={grouping}
            onGrouping={setGrouping}
            box={props.box}
            onBox={props.onBox}
            isDrawingBox={isDrawingBox}
            onDrawBox={setDrawingBox}
          />
        )}
        {room && isDrawingBox && (
          <BoxSurface
            map={room.map}
            onBox={(box) => {
              setDrawingBox(false);
              if (box) props.onBox?.(box);
            }}
          />
        )}
        {hover && !isDrawingBox && <HoverCard hit={hover.hit} at={hover.at} marks={marks} sayClass={props.sayClass} />}
      </div>
      <MapNotes placeless={placeless} />
    </div>
  );
}

function MapNotes({ placeless }: { readonly placeless: number }): ReactNode {
  const say = useWords(mapWords);
  return (
    <div className="map-notes small">
      {placeless > 0 && (
        <p className="map-placeless" role="status">
          {say("placeless", { count: placeless })}
        </p>
      )}
      <p className="soft">
        {say("hollow")} · {say("dashed")} · {say("noOpinion")} <bdi>{say("sources")}</bdi>
      </p>
    </div>
  );
}

/** The map itself: made once, and taken away with the page. What it hears goes to the newest functions. */
function useIncidentMap(
  frame: RefObject<HTMLDivElement | null>,
  hearing: Hearing & { readonly onBroken: () => void; readonly onMap: (map: IncidentMap) => void },
): IncidentMap | undefined {
  const { language } = useLanguage();
  const [room, setRoom] = useState<IncidentMap>();
  const newest = useRef(hearing);
  useEffect(() => {
    newest.current = hearing;
  });
  useEffect(() => {
    if (!frame.current) return undefined;
    let made: IncidentMap;
    try {
      made = new IncidentMap(frame.current, {
        language,
        hearing: {
          onPick: (rows) => newest.current.onPick(rows),
          onHover: (hit, at) => newest.current.onHover(hit, at),
          onArea: (pcode) => newest.current.onArea(pcode),
          onView: (view) => newest.current.onView(view),
        },
      });
    } catch {
      // No WebGL: the list says the same.
      newest.current.onBroken();
      return undefined;
    }
    setRoom(made);
    newest.current.onMap(made);
    return () => {
      setRoom(undefined);
      made.destroy();
    };
    // The language is told again by `restyle`, without a new map.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [frame]);
  return room;
}

interface Look {
  readonly marks: readonly MarkClass[];
  readonly grouping: Grouping;
}

/** Tells the map what is to be shown, each part when it has changed, in this order. Returns how many have no place. */
function useShown(room: IncidentMap | undefined, props: MapViewProps, { marks, grouping }: Look): number {
  const { positions, radiusMetres, selected, classes, areas, agreementAreas, bounds, picked, box } = props;
  const { language } = useLanguage();
  const formats = useFormats();
  const look = useLookChange();
  const [placeless, setPlaceless] = useState(0);
  const hasFitted = useRef(false);
  useEffect(
    () => room?.restyle(marks, { language, say: (count) => formats.number(count) }),
    [room, marks, language, formats, look],
  );
  useEffect(() => room?.setPlaces({ positions, radiusMetres }), [room, positions, radiusMetres]);
  useEffect(() => {
    if (room) setPlaceless(room.setShown({ selected, classes }));
  }, [room, positions, radiusMetres, selected, classes]);
  useEffect(() => room?.setGrouping(grouping), [room, grouping]);
  useEffect(() => room?.setAreas(areas, agreementAreas), [room, areas, agreementAreas]);
  useEffect(() => room?.setPicked(picked ?? []), [room, positions, picked]);
  useEffect(() => room?.setBox(box), [room, box]);
  const whole = useMemo(() => bounds ?? room?.extent(), [room, bounds]);
  useEffect(() => {
    const shown = bounds ?? whole ?? room?.extent();
    if (!room || !shown) return;
    room.fit(shown, hasFitted.current);
    hasFitted.current = true;
  }, [room, bounds, whole, positions]);
  return placeless;
}
