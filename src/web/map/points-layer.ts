import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";
import { ATLAS_CELL, drawAtlas } from "./mark-atlas.ts";
import { markPixels, UNCERTAIN_FROM_PIXELS, type MarkClass } from "./marks.ts";
import { latitudeOf, longitudeOf, mercatorX, mercatorY, unitsOfMetre, WORLD_PIXELS, type Box } from "./mercator.ts";
import type { PlaceIndex } from "./place-index.ts";
import { fragmentSource, MOST_CLASSES, vertexSource } from "./points-shader.ts";
import type { Shown } from "./shown.ts";
import { thinSlots } from "./thin.ts";

/**
 * Every shown row as a mark, drawn on the graphics card in one pass. Places go there once; what each shows is a byte that is sent
 * again when the reading or the selection changes. Marks that would cover each other are drawn once.
 */
export class PointsLayer implements CustomLayerInterface {
  readonly id = "incidents";
  readonly type = "custom";
  readonly renderingMode = "2d";
  #map: MapLibreMap | undefined;
  #gl: WebGL2RenderingContext | undefined;
  #program: WebGLProgram | undefined;
  #vertices: WebGLVertexArrayObject | undefined;
  #buffers: { places: WebGLBuffer; radii: WebGLBuffer; shown: WebGLBuffer; order: WebGLBuffer } | undefined;
  /** Which marks are drawn, and for what they were chosen. */
  #order: { readonly count: number; readonly box: Box; readonly zoom: number } | undefined;
  #texture: WebGLTexture | undefined;
  #uniforms: Record<string, WebGLUniformLocation | null> = {};
  #index: PlaceIndex | undefined;
  #radii: Float32Array | undefined;
  #shown: Shown | undefined;
  #anchor: readonly [number, number] = [0, 0];
  #marks: readonly MarkClass[] = [];
  #colours = new Float32Array();
  #edge: readonly [number, number, number] = [1, 1, 1];
  /** Off while clusters are drawn instead. */
  isDrawn = true;

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#program = link(gl);
    this.#gl = gl;
    for (const name of ["matrix", "size", "pixelsOfUnit", "colours", "edge", "edgeShare", "atlas"])
      this.#uniforms[name] = gl.getUniformLocation(this.#program, name);
    this.#vertices = gl.createVertexArray();
    this.#buffers = {
      places: gl.createBuffer(),
      radii: gl.createBuffer(),
      shown: gl.createBuffer(),
      order: gl.createBuffer(),
    };
    this.#describeVertices(gl);
    this.#texture = gl.createTexture();
    this.#sendAtlas();
    this.#sendPlaces();
    this.#sendShown();
  }

  onRemove(): void {
    const [gl, buffers] = [this.#gl, this.#buffers];
    if (!gl || !buffers) return;
    for (const buffer of Object.values(buffers)) gl.deleteBuffer(buffer);
    gl.deleteVertexArray(this.#vertices ?? null);
    gl.deleteTexture(this.#texture ?? null);
    gl.deleteProgram(this.#program ?? null);
    this.#gl = undefined;
  }

  /** @param radiusMetres how far from its place each row may have been, by row */
  setPlaces(index: PlaceIndex, radiusMetres: Float32Array): void {
    this.#index = index;
    const radii = new Float32Array(index.size);
    for (let slot = 0; slot < index.size; slot += 1) {
      const metres = radiusMetres[index.rowOf[slot]!]!;
      radii[slot] = metres > 0 ? metres * unitsOfMetre(index.y[slot]!) : 0;
    }
    this.#radii = radii;
    this.#shown = undefined;
    this.#sendPlaces();
  }

  setShown(shown: Shown): void {
    this.#shown = shown;
    this.#order = undefined;
    this.#sendShown();
    this.#map?.triggerRepaint();
  }

  /** @param colours red, green, blue of each class from 0 to 1 */
  setMarks(marks: readonly MarkClass[], colours: Float32Array, edge: readonly [number, number, number]): void {
    if (marks.length > MOST_CLASSES) throw new Error(`at most ${MOST_CLASSES} classes can be drawn`);
    const isNew = marks !== this.#marks;
    this.#marks = marks;
    this.#colours = Float32Array.from(colours);
    this.#edge = edge;
    if (isNew) this.#sendAtlas();
    this.#map?.triggerRepaint();
  }

  #describeVertices(gl: WebGL2RenderingContext): void {
    const { places, radii, shown, order } = this.#buffers!;
    gl.bindVertexArray(this.#vertices!);
    const attribute = (at: number, buffer: WebGLBuffer, size: number): void => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(at);
      if (buffer === shown) gl.vertexAttribIPointer(at, size, gl.UNSIGNED_BYTE, 0, 0);
      else gl.vertexAttribPointer(at, size, gl.FLOAT, false, 0, 0);
    };
    attribute(0, places, 2);
    attribute(1, radii, 1);
    attribute(2, shown, 1);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order);
    gl.bindVertexArray(null);
  }

  #sendAtlas(): void {
    const gl = this.#gl;
    if (!gl || this.#marks.length === 0) return;
    const layers = gl.TEXTURE_2D_ARRAY;
    gl.bindTexture(layers, this.#texture!);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    const size = { width: ATLAS_CELL, height: ATLAS_CELL, depth: this.#marks.length };
    const pixels = drawAtlas(this.#marks);
    gl.texImage3D(layers, 0, gl.RGBA, size.width, size.height, size.depth, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    gl.generateMipmap(layers);
    gl.texParameteri(layers, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.texParameteri(layers, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(layers, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.bindTexture(layers, null);
  }

  /** Places go as differences from the place in the middle of the list: single floats are too coarse for the whole world. */
  #sendPlaces(): void {
    const [gl, index] = [this.#gl, this.#index];
    if (!gl || !index || !this.#radii) return;
    const middle = index.size >> 1;
    this.#anchor = index.size > 0 ? [index.x[middle]!, index.y[middle]!] : [0, 0];
    const places = new Float32Array(index.size * 2);
    for (let slot = 0; slot < index.size; slot += 1) {
      places[2 * slot] = index.x[slot]! - this.#anchor[0];
      places[2 * slot + 1] = index.y[slot]! - this.#anchor[1];
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers!.places);
    gl.bufferData(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers!.radii);
    gl.bufferData(gl.ARRAY_BUFFER, this.#radii, gl.STATIC_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }

  #sendShown(): void {
    const [gl, shown] = [this.#gl, this.#shown];
    if (!gl || !shown) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers!.shown);
    gl.bufferData(gl.ARRAY_BUFFER, shown, gl.DYNAMIC_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }

  render(gl: WebGL2RenderingContext | WebGLRenderingContext, input: CustomRenderMethodInput): void {
    const [map, index] = [this.#map, this.#index];
    if (!(gl instanceof WebGL2RenderingContext) || !map || !index || !this.#shown || !this.isDrawn) return;
    const zoom = map.getZoom();
    const pixels = markPixels(zoom);
    const ratio = map.getPixelRatio();
    gl.useProgram(this.#program!);
    gl.uniformMatrix4fv(
      this.#uniforms["matrix"]!,
      false,
      movedBy(input.defaultProjectionData.mainMatrix, this.#anchor),
    );
    // The shape fills three quarters of its cell in the atlas.
    gl.uniform1f(this.#uniforms["size"]!, (pixels * ratio * 4) / 3);
    gl.uniform1f(this.#uniforms["pixelsOfUnit"]!, (WORLD_PIXELS * 2 ** zoom) / Math.max(UNCERTAIN_FROM_PIXELS, pixels));
    gl.uniform3fv(this.#uniforms["colours"]!, this.#colours);
    gl.uniform3fv(this.#uniforms["edge"]!, this.#edge);
    // The edge keeps marks apart; where they are small and many it would be all that is seen.
    gl.uniform1f(this.#uniforms["edgeShare"]!, Math.max(0, Math.min(0.9, (pixels - 5) / 4)));
    gl.uniform1i(this.#uniforms["atlas"]!, 0);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.#texture!);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(this.#vertices!);
    gl.drawElements(gl.POINTS, this.#chooseOrder(gl, map), gl.UNSIGNED_INT, 0);
    gl.bindVertexArray(null);
  }

  /** Which marks can be told apart, on screen and around it, in steps of half a zoom. Returns how many. */
  #chooseOrder(gl: WebGL2RenderingContext, map: MapLibreMap): number {
    const zoom = Math.floor(map.getZoom() * 2) / 2;
    const known = this.#order;
    if (known && known.zoom === zoom && holds(known.box, viewOf(map, 0))) return known.count;
    const { clientWidth, clientHeight } = map.getContainer();
    const box = viewOf(map, Math.max(clientWidth, clientHeight) / 3);
    const slots = thinSlots(this.#index!, this.#shown!, { box, zoom, cellPixels: THIN_PIXELS });
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, slots, gl.DYNAMIC_DRAW);
    this.#order = { count: slots.length, box, zoom };
    return slots.length;
  }
}

/** Marks are four pixels wide or more. */
const THIN_PIXELS = 1.25;

/** What of the world is on screen, and so many pixels around it. */
export function viewOf(map: MapLibreMap, aroundPixels: number): Box {
  const { clientWidth, clientHeight } = map.getContainer();
  const unit = 1 / (WORLD_PIXELS * 2 ** map.getZoom());
  const centre = map.getCenter();
  const [x, y] = [mercatorX(centre.lng), mercatorY(centre.lat)];
  const [across, down] = [(clientWidth / 2 + aroundPixels) * unit, (clientHeight / 2 + aroundPixels) * unit];
  return { west: x - across, east: x + across, north: y - down, south: y + down };
}

export const holds = (outer: Box, inner: Box): boolean =>
  outer.west <= inner.west && outer.east >= inner.east && outer.north <= inner.north && outer.south >= inner.south;

/** `[[west, south], [east, north]]` in degrees. */
export function degreesOf({ west, north, east, south }: Box): [[number, number], [number, number]] {
  return [
    [longitudeOf(west), latitudeOf(south)],
    [longitudeOf(east), latitudeOf(north)],
  ];
}

/** A matrix that takes differences from a place, worked out with doubles. */
function movedBy(matrix: ArrayLike<number>, [x, y]: readonly [number, number]): Float32Array {
  const moved = Float64Array.from(matrix);
  for (let row = 0; row < 4; row += 1) moved[12 + row] = matrix[row]! * x + matrix[4 + row]! * y + matrix[12 + row]!;
  return Float32Array.from(moved);
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`the marks cannot be drawn: ${gl.getProgramInfoLog(program) ?? ""}`);
  return program;
}
