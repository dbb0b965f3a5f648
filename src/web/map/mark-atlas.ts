import { colourOf, rgbOf } from "./palette.ts";
import type { MarkClass } from "./marks.ts";

/** Pixels of the side of one mark in the atlas: drawn large, so that it stays sharp where pixels are small. */
export const ATLAS_CELL = 64;
const CELL = ATLAS_CELL;
/** What is left free around a shape, for its edge, as a share of the cell. */
const MARGIN = 1 / 8;

/**
 * The shapes one below the other, as bytes of pixels. In red how much is inside of a shape, in green how much is on its line (for places that are not known
 * exactly), in blue how much is inside or beside it (an edge that keeps it apart from what is below).
 */
export function drawAtlas(marks: readonly MarkClass[]): Uint8Array {
  const canvas = document.createElement("canvas");
  canvas.width = CELL;
  canvas.height = CELL * marks.length;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "black";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "lighter";
  context.lineJoin = "round";
  const scale = (CELL * (1 - 2 * MARGIN)) / 16;
  marks.forEach(({ shape }, at) => {
    context.setTransform(scale, 0, 0, scale, MARGIN * CELL, (at + MARGIN) * CELL);
    drawCell(context, new Path2D(shape));
  });
  return new Uint8Array(context.getImageData(0, 0, canvas.width, canvas.height).data);
}

function drawCell(context: CanvasRenderingContext2D, path: Path2D): void {
  context.fillStyle = "#f00";
  context.fill(path, "evenodd");
  context.lineWidth = 2;
  context.strokeStyle = "#0f0";
  context.stroke(path);
  context.lineWidth = 3;
  context.strokeStyle = context.fillStyle = "#00f";
  context.stroke(path);
  context.fill(path, "evenodd");
}

/** Red, green, blue of each class, as the style of an element has its colours now. */
export function coloursOf(marks: readonly MarkClass[], element: Element): Float32Array {
  return Float32Array.from(marks.flatMap(({ colour }) => [...rgbOf(colourOf(element, colour))]));
}
