import type { FeatureCollection } from "geojson";
import { Map as MapLibreMap, type MapMouseEvent } from "maplibre-gl";
import {
  addAreaLayers,
  adminAreaAt,
  colourAreas,
  showAdminAreas,
  showAgreementAreas,
  type AdminAreas,
} from "./areas.ts";
import { provideBaseArchives } from "./base-archives.ts";
import { baseStyle } from "./base-style.ts";
import { clusterPlaces, type Clusters } from "./clusters.ts";
import { coloursOf } from "./mark-atlas.ts";
import { MarksCanvas } from "./marks-canvas.ts";
import { markPixels, UNCERTAIN_FROM_PIXELS, type MarkClass } from "./marks.ts";
import { latitudeOf, longitudeOf, mercatorX, mercatorY, WORLD_PIXELS, type Box } from "./mercator.ts";
import { drawOverlay, type Inks, type UncertainCircles, type View } from "./overlay.ts";
import { colourOf, readPalette, rgbOf } from "./palette.ts";
import { extentOf, pickAt, type Hit } from "./pick.ts";
import { indexPlaces, type PlaceIndex } from "./place-index.ts";
import { showRows, type Shown } from "./shown.ts";
import { circlesIn, reachOf } from "./uncertain.ts";
import { degreesOf, holds, viewOf } from "./view.ts";

/** Degrees. */
export interface GeoBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** `clusters`: what is near each other is one circle with its count. `marks`: every row by itself. */
export type Grouping = "clusters" | "marks";

export interface Hearing {
  /** Rows at a place that was chosen, in order. */
  readonly onPick: (rows: Uint32Array) => void;
  /** What the pointer is over, and where on the map that is; nothing when it leaves. */
  readonly onHover: (hit: Hit | undefined, at: readonly [number, number]) => void;
  readonly onArea: (pcode: string) => void;
  readonly onView: (view: GeoBox) => void;
}

export interface Places {
  /** Longitude and latitude of each row, one after the other; NaN without a place. */
  readonly positions: Float64Array;
  /** How far from there it may have been, by row; 0 where the place is known. */
  readonly radiusMetres: Float32Array;
}

export interface ShownBy {
  /** Absent: every row. */
  readonly selected: Uint32Array | undefined;
  /** Class of each row. */
  readonly classes: Uint8Array;
}

/** A list of so many is read more easily than found by going nearer. */
const MOST_LISTED = 20;
const CLOSEST = 13;
/** What is fitted keeps clear of the controls above. */
const AROUND = { top: 64, bottom: 28, left: 28, right: 28 };
const REACH_PIXELS = 4;
const NO_PLACES = indexPlaces(new Float64Array());

/** The map of what happened. React says what to show; everything that happens in every frame is here. */
export class IncidentMap {
  readonly map: MapLibreMap;
  readonly #points = new MarksCanvas();
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #hearing: Hearing;
  #index: PlaceIndex = NO_PLACES;
  #radiusMetres: Float32Array = new Float32Array();
  #shown: Shown = new Uint8Array();
  #marks: readonly MarkClass[] = [];
  #inks: Inks | undefined;
  #language = "en";
  #grouping: Grouping = "clusters";
  #clusters: Clusters | undefined;
  #circles: { readonly box: Box; readonly zoom: number; readonly found: UncertainCircles } | undefined;
  #picked: readonly (readonly [number, number])[] = [];
  #box: Box | undefined;
  #hasCross = false;
  #areas: AdminAreas | undefined;
  #agreementAreas: FeatureCollection | undefined;
  #isStyled = false;
  /** Until the land is there nothing may look like sea. */
  #hasGround = false;
  #hovered: string | undefined;
  /** The frame in which everything will be drawn again, if one is asked for. */
  #due: number | undefined;

  /** @param container is filled; its colours are taken */
  constructor(container: HTMLElement, { hearing, language }: { readonly hearing: Hearing; readonly language: string }) {
    provideBaseArchives();
    this.#hearing = hearing;
    this.#language = language;
    this.map = new MapLibreMap({
      container,
      style: baseStyle({ palette: readPalette(container), language }),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      renderWorldCopies: false,
      minZoom: 0,
      maxZoom: 16,
      fadeDuration: 120,
      center: [38.5, 35],
      zoom: 5.5,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "map-overlay";
    this.#canvas.setAttribute("aria-hidden", "true");
    this.map.getCanvasContainer().append(this.#points.canvas, this.#canvas);
    this.#context = this.#canvas.getContext("2d")!;
    this.#listen();
  }

  destroy(): void {
    cancelAnimationFrame(this.#due ?? 0);
    this.#points.destroy();
    this.map.remove();
  }

  #listen(): void {
    const { map } = this;
    // Not `load`, which waits for every tile: what happened is shown at once.
    map.once("style.load", () => {
      this.#isStyled = true;
      addAreaLayers(map);
      this.#restyleBase();
      showAdminAreas(map, this.#areas);
      showAgreementAreas(map, this.#agreementAreas);
    });
    const ground = (): void => {
      if (!map.isSourceLoaded("world")) return;
      map.off("sourcedata", ground);
      this.#hasGround = true;
      this.#restyleBase();
    };
    map.on("sourcedata", ground);
    map.on("render", () => this.#draw());
    map.on("moveend", () => this.#hearing.onView(this.view()));
    map.on("click", (event) => this.#click(event));
    map.on("mousemove", (event) => this.#hover(event));
    map.on("mouseout", () => this.#leave());
    map.on("movestart", () => this.#leave());
    const canvas = map.getCanvas();
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#pick(pointOf(viewOf(map, 0)), 40);
    });
    const cross = (has: boolean) => (): void => {
      this.#hasCross = has && canvas.matches(":focus-visible");
      this.#drawSoon();
    };
    canvas.addEventListener("focus", cross(true));
    canvas.addEventListener("blur", cross(false));
  }

  setPlaces({ positions, radiusMetres }: Places): void {
    this.#index = indexPlaces(positions);
    this.#radiusMetres = radiusMetres;
    this.#shown = new Uint8Array(this.#index.size);
    this.#points.setPlaces(this.#index, radiusMetres);
    this.#points.setShown(this.#shown);
    this.#stale();
  }

  /** @returns how many of the selection have no place that can be drawn */
  setShown(by: ShownBy): number {
    const { shown, placeless } = showRows(this.#index, by, this.#shown);
    this.#shown = shown;
    this.#points.setShown(shown);
    this.#stale();
    return placeless;
  }

  /** Takes the colours of the page as they are now, and the language of the labels. */
  restyle(
    marks: readonly MarkClass[],
    { language, say }: { readonly language: string; readonly say: (count: number) => string },
  ): void {
    const container = this.map.getContainer();
    const palette = readPalette(container);
    this.#marks = marks;
    this.#points.setMarks(marks, coloursOf(marks, container), rgbOf(palette.land));
    this.#inks = {
      palette,
      marks,
      say,
      colours: marks.map(({ colour }) => colourOf(container, colour)),
      paths: marks.map(({ shape }) => new Path2D(shape)),
      font: getComputedStyle(container).fontFamily,
    };
    this.#language = language;
    if (this.#isStyled) this.#restyleBase();
    else this.map.once("style.load", () => this.#restyleBase());
    this.#stale();
  }

  #restyleBase(): void {
    const palette = readPalette(this.map.getContainer());
    for (const layer of baseStyle({ palette, language: this.#language }).layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {}))
        this.map.setPaintProperty(layer.id, name as never, value as never);
      for (const [name, value] of Object.entries(layer.layout ?? {}))
        this.map.setLayoutProperty(layer.id, name as never, value as never);
    }
    if (!this.#hasGround) this.map.setPaintProperty("sea", "background-color", palette.land);
    colourAreas(this.map, palette);
  }

  setGrouping(grouping: Grouping): void {
    this.#grouping = grouping;
    this.#points.canvas.hidden = grouping !== "marks";
    this.#stale();
  }

  setAreas(admin: AdminAreas | undefined, agreement: FeatureCollection | undefined): void {
    this.#areas = admin;
    this.#agreementAreas = agreement;
    if (!this.#isStyled) return;
    showAdminAreas(this.map, admin);
    showAgreementAreas(this.map, agreement);
  }

  /** Rings around rows that are shown elsewhere on the page. */
  setPicked(rows: readonly number[]): void {
    this.#picked = rows.flatMap((row) => {
      const slot = this.#index.slotOf[row];
      const [x, y] = [this.#index.x[slot ?? -1], this.#index.y[slot ?? -1]];
      return x === undefined || y === undefined ? [] : [[x, y] as const];
    });
    this.#drawSoon();
  }

  setBox(box: GeoBox | undefined): void {
    this.#box = box && squareOf(box);
    this.#drawSoon();
  }

  fit({ west, south, east, north }: GeoBox, isAnimated = true): void {
    const bounds: [[number, number], [number, number]] = [
      [west, south],
      [east, north],
    ];
    this.map.fitBounds(bounds, { padding: AROUND, maxZoom: CLOSEST, animate: isAnimated });
  }

  /** What is on screen. */
  view(): GeoBox {
    const [[west, south], [east, north]] = degreesOf(viewOf(this.map, 0));
    return { west, south, east, north };
  }

  /** Every place of the data; nothing without any. */
  extent(): GeoBox | undefined {
    if (this.#index.size === 0) return undefined;
    const [[west, south], [east, north]] = degreesOf(this.#index.bounds);
    return { west, south, east, north };
  }

  #stale(): void {
    this.#clusters = undefined;
    this.#circles = undefined;
    this.#drawSoon();
  }

  /** What lies over the ground is drawn in the next frame; the ground itself stays as it is. */
  #drawSoon(): void {
    this.#due ??= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const { map } = this;
    if (this.#due !== undefined) cancelAnimationFrame(this.#due);
    this.#due = undefined;
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const ratio = map.getPixelRatio();
    for (const canvas of [this.#canvas, this.#points.canvas]) {
      const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== across) canvas.width = across;
      if (canvas.height !== down) canvas.height = down;
    }
    if (!this.#inks) return;
    const view: View = { box: viewOf(map, 0), zoom: map.getZoom(), width, height };
    if (this.#grouping === "marks") this.#points.draw(view, ratio);
    this.#lookAround(view);
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const pixels = markPixels(view.zoom);
    const unit = Math.max(UNCERTAIN_FROM_PIXELS, pixels) / (WORLD_PIXELS * 2 ** view.zoom);
    const drawing = {
      clusters: this.#clusters,
      uncertain: this.#circles?.found,
      isUncertain: (slot: number) => reachOf(this.#index, this.#radiusMetres, slot) > unit,
      picked: this.#picked,
      box: this.#box,
      hasCross: this.#hasCross,
      markPixels: pixels,
    };
    drawOverlay(this.#context, view, { drawing, inks: this.#inks });
  }

  /** Clusters and circles are worked out for what is on screen and half of it around, in steps of half a zoom. */
  #lookAround({ box, zoom }: View): void {
    const step = Math.floor(zoom * 2) / 2;
    const isWithin = (known: { readonly box: Box; readonly zoom: number } | undefined): boolean =>
      known !== undefined && known.zoom === step && holds(known.box, box);
    const { clientWidth, clientHeight } = this.map.getContainer();
    const around = (): Box => viewOf(this.map, Math.max(clientWidth, clientHeight) / 2);
    const given = { shown: this.#shown, classCount: this.#marks.length };
    if (this.#grouping === "marks") this.#clusters = undefined;
    else if (!isWithin(this.#clusters))
      this.#clusters = clusterPlaces(this.#index, given, { box: around(), zoom: step, cellPixels: step < 9 ? 56 : 30 });
    if (step < 8) this.#circles = undefined;
    else if (!isWithin(this.#circles)) {
      const found = circlesIn({
        index: this.#index,
        shown: this.#shown,
        radiusMetres: this.#radiusMetres,
        box: around(),
        zoom: step,
      });
      this.#circles = { box: around(), zoom: step, found };
    }
  }

  #hitAt(point: readonly [number, number], reach: number): Hit | undefined {
    const from = {
      index: this.#index,
      shown: this.#shown,
      classCount: this.#marks.length,
      clusters: this.#clusters,
      zoom: this.map.getZoom(),
    };
    return pickAt(from, point, this.#clusters ? reach : reach + markPixels(from.zoom) / 2);
  }

  /** @returns whether there was something */
  #pick(point: readonly [number, number], reach: number): boolean {
    const hit = this.#hitAt(point, reach);
    if (!hit) return false;
    const rows = hit.rows();
    const extent = extentOf(this.#index, rows);
    const isOnePlace =
      Math.max(extent.east - extent.west, extent.south - extent.north) * WORLD_PIXELS * 2 ** CLOSEST < 24;
    if (hit.count <= MOST_LISTED || isOnePlace || this.map.getZoom() >= CLOSEST) this.#hearing.onPick(rows);
    else this.map.fitBounds(degreesOf(extent), { padding: 60, maxZoom: CLOSEST });
    return true;
  }

  #click(event: MapMouseEvent): void {
    if (this.#pick(squareAt(event), REACH_PIXELS) || !this.#areas) return;
    const pcode = adminAreaAt(this.map, [event.point.x, event.point.y], this.#areas.level);
    if (pcode) this.#hearing.onArea(pcode);
  }

  #hover(event: MapMouseEvent): void {
    const hit = this.#hitAt(squareAt(event), REACH_PIXELS);
    this.map.getCanvas().style.cursor = hit ? "pointer" : "";
    if (hit?.key === this.#hovered) return;
    this.#hovered = hit?.key;
    this.#hearing.onHover(hit, [event.point.x, event.point.y]);
  }

  #leave(): void {
    if (this.#hovered === undefined) return;
    this.#hovered = undefined;
    this.#hearing.onHover(undefined, [0, 0]);
  }
}

const squareAt = ({ lngLat }: MapMouseEvent): readonly [number, number] => [
  mercatorX(lngLat.lng),
  mercatorY(lngLat.lat),
];

const pointOf = ({ west, east, north, south }: Box): readonly [number, number] => [
  (west + east) / 2,
  (north + south) / 2,
];

const squareOf = ({ west, south, east, north }: GeoBox): Box => ({
  west: mercatorX(west),
  east: mercatorX(east),
  north: mercatorY(north),
  south: mercatorY(south),
});

/** A box between two points of the screen, in degrees. */
export function boxBetween(map: MapLibreMap, one: readonly [number, number], other: readonly [number, number]): GeoBox {
  const box = viewOf(map, 0);
  const unit = 1 / (WORLD_PIXELS * 2 ** map.getZoom());
  const [left, right] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const [top, bottom] = [Math.min(one[1], other[1]), Math.max(one[1], other[1])];
  return {
    west: longitudeOf(box.west + left * unit),
    east: longitudeOf(box.west + right * unit),
    north: latitudeOf(box.north + top * unit),
    south: latitudeOf(box.north + bottom * unit),
  };
}
