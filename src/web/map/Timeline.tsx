import { useEffect, useId, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { Button } from "react-aria-components";
import { tagOf } from "../words/tags.ts";
import { useFormats, useLanguage, useWords } from "../words/index.ts";
import { binCount, binFinder, binRows, binsFor, countBins, countWithin, type Bins, type Times } from "./bins.ts";
import type { Stretch } from "./brush.ts";
import { VERDICT_MARKS, type MarkClass } from "./marks.ts";
import { TimelineBrush } from "./TimelineBrush.tsx";
import { labelledBins, shapeTimeline, xOf, type TimelineShapes } from "./timeline-shapes.ts";
import { mapWords } from "./words.ts";
import "./timeline.css";

export interface TimelineProps extends Times {
  /** Rows that are counted, whatever their time: what is outside of `range` stays in sight. Absent: all. */
  readonly selected?: Uint32Array | undefined;
  /** Class of each row: its place in `marks`. */
  readonly classes: Uint8Array;
  /** Absent: verdicts, as `classOfVerdict` numbers them. */
  readonly marks?: readonly MarkClass[];
  /** Days begin and end on the clocks of the agreement. */
  readonly zone: string;
  /** Half open, milliseconds; absent: the whole time. */
  readonly range: TimeRange | undefined;
  readonly onRange: (range: TimeRange | undefined) => void;
  /** What is marked on the axis: the day the truce began. */
  readonly moments?: readonly { readonly at: number; readonly label: string }[];
}

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const HEIGHT = 112;

/**
 * Incidents over time, stacked by class, with a range that can be moved. Time runs from left to right in every language: the axis
 * is a scale, and tables of the United Nations in Arabic keep it so.
 */
export function Timeline(props: TimelineProps): ReactNode {
  const { earliest, latest, selected, classes, zone, range, onRange } = props;
  const marks = props.marks ?? VERDICT_MARKS;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const bins = useMemo(() => binsFor({ earliest, latest }, zone), [earliest, latest, zone]);
  const rowBins = useMemo(() => binRows(bins, { earliest, latest }), [bins, earliest, latest]);
  const given = useMemo(
    () => ({ rowBins, selected, classes, classCount: marks.length }),
    [rowBins, selected, classes, marks.length],
  );
  const counts = useMemo(() => countBins(bins, given), [bins, given]);
  const shapes = useMemo(() => shapeTimeline(bins, counts, { width, height: HEIGHT }), [bins, counts, width]);
  const stretch = useMemo(() => stretchOf(bins, range), [bins, range]);
  const within = useMemo(() => countWithin(counts, stretch, given), [counts, stretch, given]);
  const choose = (next: Stretch): void => {
    const isWhole = next.first === 0 && next.last === binCount(bins) - 1;
    onRange(isWhole ? undefined : { from: bins.edges[next.first]!, to: bins.edges[next.last + 1]! });
  };
  return (
    <figure className="timeline">
      <TimelineHead
        bins={bins}
        stretch={stretch}
        zone={zone}
        within={within}
        isWhole={!range}
        onWhole={() => onRange(undefined)}
      />
      <div className="timeline-plot" ref={frame}>
        {width > 0 && binCount(bins) > 0 && (
          <>
            <Bars bins={bins} shapes={shapes} marks={marks} width={width} zone={zone} moments={props.moments ?? []} />
            <TimelineBrush bins={bins} stretch={stretch} width={width} height={HEIGHT} zone={zone} onStretch={choose} />
          </>
        )}
      </div>
      <TimelineNotes uncertain={counts.uncertain} undated={counts.undated} />
    </figure>
  );
}

function stretchOf(bins: Bins, range: TimeRange | undefined): Stretch {
  const last = Math.max(0, binCount(bins) - 1);
  if (!range) return { first: 0, last };
  const find = binFinder(bins);
  const first = Math.max(0, find(range.from));
  return { first, last: Math.max(first, find(range.to - 1)) };
}

interface HeadProps {
  readonly bins: Bins;
  readonly stretch: Stretch;
  readonly zone: string;
  readonly within: { readonly certain: number; readonly perhaps: number };
  readonly isWhole: boolean;
  readonly onWhole: () => void;
}

function TimelineHead({ bins, stretch, zone, within, isWhole, onWhole }: HeadProps): ReactNode {
  const say = useWords(mapWords);
  const formats = useFormats(zone);
  const unit = say(bins.unit === "day" ? "byDay" : bins.unit === "week" ? "byWeek" : "byMonth");
  const [from, to] = [bins.edges[stretch.first], bins.edges[stretch.last + 1]];
  return (
    <figcaption className="row spread small">
      <span aria-live="polite">
        {from !== undefined && to !== undefined && <strong>{formats.span(from, to - 1)}</strong>} ·{" "}
        {say("incidents", { count: within.certain })} {within.perhaps > 0 && say("perhaps", { count: within.perhaps })}{" "}
        <span className="soft">({unit})</span>
      </span>
      {!isWhole && (
        <Button className="react-aria-Button quiet" onPress={onWhole}>
          {say("wholeSpan")}
        </Button>
      )}
    </figcaption>
  );
}

function TimelineNotes({ uncertain, undated }: { readonly uncertain: number; readonly undated: number }): ReactNode {
  const say = useWords(mapWords);
  if (uncertain === 0 && undated === 0) return null;
  return (
    <p className="small soft row">
      {uncertain > 0 && (
        <span className="row">
          <svg viewBox="0 0 16 16" className="timeline-key" aria-hidden="true">
            <path d="M1 1h14v14H1Z M1 9 9 1 M1 15 15 1 M7 15 15 7" />
          </svg>
          {say("hatched")}
        </span>
      )}
      {undated > 0 && <span>{say("undated", { count: undated })}</span>}
    </p>
  );
}

interface BarsProps {
  readonly bins: Bins;
  readonly shapes: TimelineShapes;
  readonly marks: readonly MarkClass[];
  readonly width: number;
  readonly zone: string;
  readonly moments: readonly { readonly at: number; readonly label: string }[];
}

function Bars({ bins, shapes, marks, width, zone, moments }: BarsProps): ReactNode {
  const say = useWords(mapWords);
  const formats = useFormats(zone);
  const id = useId();
  const x = xOf(bins, width);
  return (
    <svg className="timeline-bars" width={width} height={HEIGHT + 22} role="img" aria-label={say("timeline")}>
      <Patterns id={id} marks={marks} />
      {[1, 0.5].map((share) => (
        <g key={share} className="timeline-grid">
          <path d={`M0 ${HEIGHT * (1 - share) + 0.5}H${width}`} />
          <text x={2} y={HEIGHT * (1 - share) + 12}>
            {shapes.top * share >= 1 || share === 1 ? formats.number(shapes.top * share) : ""}
          </text>
        </g>
      ))}
      {shapes.stacks.map((path, at) => (
        <path key={marks[at]?.key} d={path} fill={`url(#${id}-${at})`} />
      ))}
      <path d={shapes.perhaps} className="timeline-perhaps" fill={`url(#${id}-perhaps)`} />
      <path d={`M0 ${HEIGHT}H${width}`} className="timeline-axis" />
      {moments.map(({ at, label }) => (
        <g key={`${at} ${label}`} className="timeline-moment">
          <path d={`M${x(at)} 0V${HEIGHT}`} />
          <text x={x(at) + 4} y={10}>
            {label}
          </text>
        </g>
      ))}
      <AxisLabels bins={bins} width={width} zone={zone} />
    </svg>
  );
}

/** Bars have the patterns that verdicts have everywhere, so that colour is not needed to tell them apart. */
function Patterns({ id, marks }: { readonly id: string; readonly marks: readonly MarkClass[] }): ReactNode {
  return (
    <defs>
      {marks.map(({ key, colour }, at) => (
        <pattern key={key} id={`${id}-${at}`} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" style={{ fill: `var(${colour})` }} />
          <path d={PATTERNS[key] ?? ""} className="timeline-pattern" />
        </pattern>
      ))}
      <pattern id={`${id}-perhaps`} width="5" height="5" patternUnits="userSpaceOnUse">
        <path d="M-1 1 1 -1M0 5 5 0M4 6 6 4" className="timeline-hatch" />
      </pattern>
    </defs>
  );
}

/** As in the bars of verdicts elsewhere. */
const PATTERNS: Readonly<Record<string, string>> = {
  undetermined: "M-1 5 1 7M0 0 6 6M5 -1 7 1",
  permitted: "M0 3H6",
  outside: "M3 3h.01",
  conflict: "M0 0 6 6M6 0 0 6",
};

function AxisLabels({
  bins,
  width,
  zone,
}: {
  readonly bins: Bins;
  readonly width: number;
  readonly zone: string;
}): ReactNode {
  const { language } = useLanguage();
  const format = useMemo(() => {
    const parts =
      bins.unit === "month"
        ? ({ month: "short", year: "numeric" } as const)
        : ({ day: "numeric", month: "short" } as const);
    return new Intl.DateTimeFormat(tagOf(language), { timeZone: zone, ...parts });
  }, [language, zone, bins.unit]);
  const x = xOf(bins, width);
  return labelledBins(bins, width, 84).map((bin) => {
    const left = x(bins.edges[bin]!);
    return (
      <g key={bin} className="timeline-label">
        <path d={`M${left + 0.5} ${HEIGHT}v4`} />
        {left < width - 40 && (
          <text x={left + 3} y={HEIGHT + 15}>
            {format.format(bins.edges[bin])}
          </text>
        )}
      </g>
    );
  });
}

/** Inner width of an element, CSS pixels; 0 before it is known. */
function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!frame.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}
