import type { Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from "react";
import { useWords } from "../words/index.ts";
import { boxBetween, type GeoBox } from "./incident-map.ts";
import { mapWords } from "./words.ts";

export interface BoxSurfaceProps {
  readonly map: MapLibreMap;
  /** The box when it is drawn; nothing if whoever draws has thought better of it. */
  readonly onBox: (box: GeoBox | undefined) => void;
}

type Point = readonly [number, number];

const SMALLEST_PIXELS = 4;

/** Lies over the map while a box is drawn. Fields in the controls do the same without a pointer. */
export function BoxSurface({ map, onBox }: BoxSurfaceProps): ReactNode {
  const say = useWords(mapWords);
  const surface = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<Point>();
  const [to, setTo] = useState<Point>();
  useEffect(() => {
    const stop = (event: KeyboardEvent): void => {
      if (event.key === "Escape") onBox(undefined);
    };
    document.addEventListener("keydown", stop);
    return () => document.removeEventListener("keydown", stop);
  }, [onBox]);
  const pointOf = (event: PointerEvent): Point => {
    const { left, top } = surface.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const end = (event: PointerEvent): void => {
    const last = pointOf(event);
    const isLarge = from && Math.min(Math.abs(last[0] - from[0]), Math.abs(last[1] - from[1])) >= SMALLEST_PIXELS;
    setFrom(undefined);
    if (isLarge) onBox(boxBetween(map, from, last));
  };
  const drawn = from && to && { left: Math.min(from[0], to[0]), top: Math.min(from[1], to[1]) };
  return (
    <div
      className="map-box-surface"
      ref={surface}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(pointOf(event));
        setTo(undefined);
      }}
      onPointerMove={(event) => from && setTo(pointOf(event))}
      onPointerUp={end}
      onPointerCancel={() => setFrom(undefined)}
    >
      <p className="map-box-hint small" role="status">
        {say("boxHint")}
      </p>
      {drawn && to && (
        <div
          className="map-box-drawn"
          style={{ ...drawn, width: Math.abs(to[0] - from[0]), height: Math.abs(to[1] - from[1]) }}
        />
      )}
    </div>
  );
}
