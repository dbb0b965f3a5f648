import type { Clusters } from "./clusters.ts";
import type { MarkClass } from "./marks.ts";
import { WORLD_PIXELS, type Box } from "./mercator.ts";
import type { Palette } from "./palette.ts";

/** Where on screen a place of the square is. The map is neither turned nor tilted. */
export interface View {
  readonly box: Box;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Circles on the ground in which something happened that is not known more exactly. By circle, the same place once. */
export interface UncertainCircles {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** In units of the square. */
  readonly radius: readonly number[];
}

export interface Inks {
  readonly palette: Palette;
  readonly marks: readonly MarkClass[];
  readonly colours: readonly string[];
  readonly paths: readonly Path2D[];
  /** How a number is written in the language of the page. */
  readonly say: (count: number) => string;
  readonly font: string;
}

export interface Drawing {
  readonly clusters: Clusters | undefined;
  readonly uncertain: UncertainCircles | undefined;
  readonly isUncertain: (slot: number) => boolean;
  readonly picked: readonly (readonly [number, number])[];
  readonly box: Box | undefined;
  readonly hasCross: boolean;
  readonly markPixels: number;
}

/** Draws what lies over the map: clusters, circles of what is not known exactly, what is picked, the box. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  view: View,
  { drawing, inks }: { drawing: Drawing; inks: Inks },
): void {
  context.clearRect(0, 0, view.width, view.height);
  if (drawing.uncertain) drawCircles(context, view, { circles: drawing.uncertain, palette: inks.palette });
  if (drawing.clusters) drawClusters(context, view, { clusters: drawing.clusters, drawing, inks });
  for (const [x, y] of drawing.picked) drawPicked(context, toScreen(view, x, y), inks.palette);
  if (drawing.box) drawBox(context, view, { box: drawing.box, palette: inks.palette });
  if (drawing.hasCross) drawCross(context, view, inks.palette);
}

export function toScreen({ box, zoom }: View, x: number, y: number): [number, number] {
  const scale = WORLD_PIXELS * 2 ** zoom;
  return [(x - box.west) * scale, (y - box.north) * scale];
}

function drawCircles(
  context: CanvasRenderingContext2D,
  view: View,
  { circles, palette }: { circles: UncertainCircles; palette: Palette },
): void {
  const scale = WORLD_PIXELS * 2 ** view.zoom;
  context.save();
  context.fillStyle = context.strokeStyle = palette.text;
  // One tint for all together: where many lie over each other no more is known than where one does.
  const all = new Path2D();
  context.setLineDash([5, 4]);
  context.lineWidth = 1.2;
  circles.x.forEach((x, at) => {
    const [left, top] = toScreen(view, x, circles.y[at]!);
    const radius = circles.radius[at]! * scale;
    const circle = new Path2D();
    circle.arc(left, top, radius, 0, 2 * Math.PI);
    all.addPath(circle);
    context.globalAlpha = radius < LARGE_CIRCLE ? 0.7 : 0.35;
    context.stroke(circle);
  });
  tint(context, all);
  context.restore();
}

function tint(context: CanvasRenderingContext2D, shape: Path2D): void {
  context.globalAlpha = 0.07;
  context.fill(shape, "nonzero");
}

/** The edge of a wide circle is drawn faintly: it says less, and crosses much else. CSS pixels. */
const LARGE_CIRCLE = 90;

function drawClusters(
  context: CanvasRenderingContext2D,
  view: View,
  { clusters, drawing, inks }: { clusters: Clusters; drawing: Drawing; inks: Inks },
): void {
  context.textAlign = "center";
  context.textBaseline = "middle";
  // The largest last: they are on top.
  for (let cluster = clusters.size - 1; cluster >= 0; cluster -= 1) {
    const [left, top] = toScreen(view, clusters.x[cluster]!, clusters.y[cluster]!);
    const radius = clusters.radius[cluster]!;
    if (left < -radius || top < -radius || left > view.width + radius || top > view.height + radius) continue;
    if (clusters.count[cluster] === 1) {
      const isHollow = drawing.isUncertain(clusters.slot[cluster]!);
      drawMark(context, [left, top], {
        inks,
        mark: onlyClass(clusters, cluster),
        isHollow,
        pixels: Math.max(9, drawing.markPixels),
      });
    } else drawPie(context, [left, top], { clusters, cluster, inks });
  }
}

function onlyClass({ parts, classCount }: Clusters, cluster: number): number {
  return Math.max(
    0,
    parts.subarray(cluster * classCount, (cluster + 1) * classCount).findIndex((count) => count > 0),
  );
}

interface MarkToDraw {
  readonly inks: Inks;
  readonly mark: number;
  readonly isHollow: boolean;
  readonly pixels: number;
}

function drawMark(
  context: CanvasRenderingContext2D,
  [left, top]: readonly [number, number],
  { inks, mark, isHollow, pixels }: MarkToDraw,
): void {
  const [path, colour] = [inks.paths[mark], inks.colours[mark]];
  if (!path || !colour) return;
  const scale = pixels / 16;
  context.save();
  context.translate(left - pixels / 2, top - pixels / 2);
  context.scale(scale, scale);
  context.lineJoin = "round";
  context.strokeStyle = inks.palette.land;
  context.lineWidth = 3 / scale;
  context.stroke(path);
  context.fillStyle = isHollow ? inks.palette.land : colour;
  context.fill(path, "evenodd");
  context.strokeStyle = colour;
  context.lineWidth = 1.6 / scale;
  if (isHollow) context.stroke(path);
  context.restore();
}

/** A ring whose parts are the classes, in their order from the top, with the count inside. */
function drawPie(
  context: CanvasRenderingContext2D,
  [left, top]: readonly [number, number],
  { clusters, cluster, inks }: { clusters: Clusters; cluster: number; inks: Inks },
): void {
  const radius = clusters.radius[cluster]!;
  const count = clusters.count[cluster]!;
  const ring = Math.max(3.5, radius * 0.24);
  context.fillStyle = inks.palette.land;
  disc(context, [left, top], radius + 1.5);
  let from = -Math.PI / 2;
  for (let at = 0; at < clusters.classCount; at += 1) {
    const part = clusters.parts[cluster * clusters.classCount + at]!;
    if (part === 0) continue;
    const to = from + (part / count) * 2 * Math.PI;
    context.beginPath();
    context.arc(left, top, radius - ring / 2, from, to);
    context.strokeStyle = inks.colours[at] ?? inks.palette.text;
    context.lineWidth = ring;
    context.stroke();
    from = to;
  }
  context.fillStyle = inks.palette.textStrong;
  const said = inks.say(count);
  context.font = `600 ${Math.min(13, ((radius - ring) * 3) / Math.max(2.2, said.length)).toFixed(1)}px ${inks.font}`;
  context.fillText(said, left, top + 0.5);
}

function disc(context: CanvasRenderingContext2D, [left, top]: readonly [number, number], radius: number): void {
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawPicked(context: CanvasRenderingContext2D, [left, top]: readonly [number, number], palette: Palette): void {
  for (const [colour, width] of [
    [palette.land, 5],
    [palette.focus, 2.5],
  ] as const) {
    context.beginPath();
    context.arc(left, top, 12, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

function drawBox(
  context: CanvasRenderingContext2D,
  view: View,
  { box, palette }: { box: Box; palette: Palette },
): void {
  const [left, top] = toScreen(view, box.west, box.north);
  const [right, bottom] = toScreen(view, box.east, box.south);
  context.save();
  context.strokeStyle = palette.accent;
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.07;
  context.fillRect(left, top, right - left, bottom - top);
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeRect(left, top, right - left, bottom - top);
  context.restore();
}

/** The middle of the map, for who points with the keyboard. */
function drawCross(context: CanvasRenderingContext2D, { width, height }: View, palette: Palette): void {
  const [left, top] = [width / 2, height / 2];
  for (const [colour, line] of [
    [palette.land, 4],
    [palette.textStrong, 1.5],
  ] as const) {
    context.beginPath();
    context.moveTo(left - 10, top);
    context.lineTo(left + 10, top);
    context.moveTo(left, top - 10);
    context.lineTo(left, top + 10);
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.stroke();
  }
}
