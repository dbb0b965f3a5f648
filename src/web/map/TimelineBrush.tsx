import { useId, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useFormats, useWords } from "../words/index.ts";
import { binCount, binFinder, type Bins } from "./bins.ts";
import { moveStretch, stepOfKey, stretchBetween, type Grip, type Stretch } from "./brush.ts";
import { xOf } from "./timeline-shapes.ts";
import { mapWords } from "./words.ts";

export interface TimelineBrushProps {
  readonly bins: Bins;
  readonly stretch: Stretch;
  readonly width: number;
  readonly height: number;
  readonly zone: string;
  readonly onStretch: (stretch: Stretch) => void;
}

interface Drag {
  readonly grip: Grip | "new";
  /** The bin that was touched, and what was chosen then. */
  readonly bin: number;
  readonly stretch: Stretch;
}

/** How near an end must be touched, CSS pixels: a finger is wide. */
const GRIP_PIXELS = 12;
const LARGE_STEP = { day: 7, week: 4, month: 12 } as const;

/** The range over the bars: two sliders for the keyboard, the same by dragging. */
export function TimelineBrush({ bins, stretch, width, height, zone, onStretch }: TimelineBrushProps): ReactNode {
  const say = useWords(mapWords);
  const keysId = useId();
  const surface = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(undefined);
  const count = binCount(bins);
  const x = xOf(bins, width);
  const [left, right] = [x(bins.edges[stretch.first]!), x(bins.edges[stretch.last + 1]!)];
  const isWhole = stretch.first === 0 && stretch.last === count - 1;
  const change = (next: Stretch): void => {
    if (next.first !== stretch.first || next.last !== stretch.last) onStretch(next);
  };
  const touch = (event: PointerEvent): { at: number; bin: number } => {
    const at = event.clientX - surface.current!.getBoundingClientRect().left;
    const [start, end] = [bins.edges[0]!, bins.edges[count]!];
    return { at, bin: binFinder(bins)(start + (at / width) * (end - start)) };
  };
  const begin = (event: PointerEvent): void => {
    const { at, bin } = touch(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { grip: gripAt(at, { left, right, isWhole }), bin, stretch };
  };
  const move = (event: PointerEvent): void => {
    const held = drag.current;
    if (!held) return;
    const { bin } = touch(event);
    if (held.grip === "new") change(stretchBetween(held.bin, bin));
    else change(moveStretch(held.stretch, held.grip, { by: bin - held.bin, count }));
  };
  const press =
    (grip: Grip) =>
    (event: KeyboardEvent): void => {
      if (event.key === "Escape") return change({ first: 0, last: count - 1 });
      const by = stepOfKey(event.key, { page: LARGE_STEP[bins.unit], count });
      if (by === undefined) return;
      event.preventDefault();
      change(moveStretch(stretch, event.shiftKey ? "whole" : grip, { by, count }));
    };
  const handle = { bins, stretch, zone, describedBy: keysId };
  return (
    <div
      className="timeline-brush"
      ref={surface}
      style={{ blockSize: height }}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => (drag.current = undefined)}
      onPointerCancel={() => (drag.current = undefined)}
    >
      <div className="timeline-shade" style={{ left: 0, width: left }} />
      <div className="timeline-shade" style={{ left: right, width: Math.max(0, width - right) }} />
      {!isWhole && <div className="timeline-chosen" style={{ left, width: right - left }} />}
      <Handle {...handle} end="first" at={left} label={say("from")} onKeyDown={press("first")} />
      <Handle {...handle} end="last" at={right} label={say("to")} onKeyDown={press("last")} />
      <p id={keysId} className="unseen">
        {say("keys")}
      </p>
    </div>
  );
}

function gripAt(at: number, { left, right, isWhole }: { left: number; right: number; isWhole: boolean }): Drag["grip"] {
  const [toLeft, toRight] = [Math.abs(at - left), Math.abs(at - right)];
  if (Math.min(toLeft, toRight) <= GRIP_PIXELS) return toLeft < toRight ? "first" : "last";
  return !isWhole && at > left && at < right ? "whole" : "new";
}

interface HandleProps {
  readonly bins: Bins;
  readonly stretch: Stretch;
  readonly zone: string;
  readonly describedBy: string;
  readonly end: "first" | "last";
  readonly at: number;
  readonly label: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Handle({ bins, stretch, zone, describedBy, end, at, label, onKeyDown }: HandleProps): ReactNode {
  const formats = useFormats(zone);
  const value = stretch[end];
  const moment = end === "first" ? bins.edges[value]! : bins.edges[value + 1]! - 1;
  return (
    <div
      className="timeline-handle"
      style={{ left: at }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-describedby={describedBy}
      aria-orientation="horizontal"
      aria-valuemin={end === "first" ? 0 : stretch.first}
      aria-valuemax={end === "first" ? stretch.last : binCount(bins) - 1}
      aria-valuenow={value}
      aria-valuetext={formats.day(moment)}
      onKeyDown={onKeyDown}
    />
  );
}
