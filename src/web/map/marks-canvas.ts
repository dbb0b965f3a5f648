import { ATLAS_CELL, drawAtlas } from "./mark-atlas.ts";
import { markPixels, UNCERTAIN_FROM_PIXELS, type MarkClass } from "./marks.ts";
import { unitsOfMetre, WORLD_PIXELS, type Box } from "./mercator.ts";
import type { View } from "./overlay.ts";
import type { PlaceIndex } from "./place-index.ts";
import { fragmentSource, MOST_CLASSES, vertexSource } from "./points-shader.ts";
import type { Shown } from "./shown.ts";
import { thinSlots } from "./thin.ts";
import { holds } from "./view.ts";

interface OnCard {
  readonly gl: WebGL2RenderingContext;
  readonly program: WebGLProgram;
  readonly vertices: WebGLVertexArrayObject;
  readonly places: WebGLBuffer;
  readonly radii: WebGLBuffer;
  readonly shown: WebGLBuffer;
  readonly order: WebGLBuffer;
  readonly texture: WebGLTexture;
}

/** Marks are four pixels wide or more. */
const THIN_PIXELS = 1.25;

/**
 * Every shown row as a mark, drawn by the graphics card in one pass, on a canvas of its own: when the reading changes, marks are
 * drawn again and the ground below is not. Places go to the card once; what each shows is a byte that is sent again. Marks that
 * would cover each other are drawn once.
 */
export class MarksCanvas {
  readonly canvas = document.createElement("canvas");
  #card: OnCard | undefined;
  #index: PlaceIndex | undefined;
  #radii: Float32Array | undefined;
  #shown: Shown | undefined;
  #anchor: readonly [number, number] = [0, 0];
  #marks: readonly MarkClass[] = [];
  #colours = new Float32Array();
  #edge: readonly [number, number, number] = [1, 1, 1];
  /** Which marks are drawn, and for what they were chosen. */
  #order: { readonly count: number; readonly box: Box; readonly zoom: number } | undefined;

  constructor() {
    this.canvas.className = "map-overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    this.#start();
    this.canvas.addEventListener("webglcontextlost", (event) => {
      // Else it is not given back.
      event.preventDefault();
      this.#card = undefined;
    });
    this.canvas.addEventListener("webglcontextrestored", () => this.#start());
  }

  #start(): void {
    const gl = this.canvas.getContext("webgl2", { antialias: false, depth: false, stencil: false });
    if (!gl) return;
    this.#card = equip(gl);
    this.#order = undefined;
    this.#sendAtlas();
    this.#sendPlaces();
    this.#sendShown();
  }

  /** Gives the card back what it holds. */
  destroy(): void {
    this.#card?.gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.#card = undefined;
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
  }

  /** @param colours red, green, blue of each class from 0 to 1 */
  setMarks(marks: readonly MarkClass[], colours: Float32Array, edge: readonly [number, number, number]): void {
    if (marks.length > MOST_CLASSES) throw new Error(`at most ${MOST_CLASSES} classes can be drawn`);
    const isNew = marks !== this.#marks;
    this.#marks = marks;
    this.#colours = Float32Array.from(colours);
    this.#edge = edge;
    if (isNew) this.#sendAtlas();
  }

  #sendAtlas(): void {
    if (!this.#card || this.#marks.length === 0) return;
    const { gl, texture } = this.#card;
    const layers = gl.TEXTURE_2D_ARRAY;
    gl.bindTexture(layers, texture);
    const size = { width: ATLAS_CELL, height: ATLAS_CELL, depth: this.#marks.length };
    const pixels = drawAtlas(this.#marks);
    gl.texImage3D(layers, 0, gl.RGBA, size.width, size.height, size.depth, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    gl.generateMipmap(layers);
    gl.texParameteri(layers, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.texParameteri(layers, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(layers, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  /** Places go as differences from the place in the middle of the list: single floats are too coarse for the whole world. */
  #sendPlaces(): void {
    const [card, index] = [this.#card, this.#index];
    if (!card || !index || !this.#radii) return;
    const middle = index.size >> 1;
    this.#anchor = index.size > 0 ? [index.x[middle]!, index.y[middle]!] : [0, 0];
    const places = new Float32Array(index.size * 2);
    for (let slot = 0; slot < index.size; slot += 1) {
      places[2 * slot] = index.x[slot]! - this.#anchor[0];
      places[2 * slot + 1] = index.y[slot]! - this.#anchor[1];
    }
    send(card.gl, card.places, places);
    send(card.gl, card.radii, this.#radii);
  }

  #sendShown(): void {
    if (this.#card && this.#shown) send(this.#card.gl, this.#card.shown, this.#shown);
  }

  /** @param ratio pixels of the screen a CSS pixel */
  draw(view: View, ratio: number): void {
    const [card, index] = [this.#card, this.#index];
    if (!card || !index || !this.#shown || this.#marks.length === 0) return;
    const { gl } = card;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.useProgram(card.program);
    this.#tellShader(card, view, ratio);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, card.texture);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(card.vertices);
    gl.drawElements(gl.POINTS, this.#chooseOrder(gl, view), gl.UNSIGNED_INT, 0);
    gl.bindVertexArray(null);
  }

  #tellShader({ gl, program }: OnCard, { box, zoom }: View, ratio: number): void {
    const uniform = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
    const pixels = markPixels(zoom);
    const [across, down] = [2 / (box.east - box.west), 2 / (box.south - box.north)];
    gl.uniform4f(
      uniform("frame"),
      across,
      -down,
      (this.#anchor[0] - box.west) * across - 1,
      1 - (this.#anchor[1] - box.north) * down,
    );
    // The shape fills three quarters of its cell in the atlas.
    gl.uniform1f(uniform("size"), (pixels * ratio * 4) / 3);
    gl.uniform1f(uniform("pixelsOfUnit"), (WORLD_PIXELS * 2 ** zoom) / Math.max(UNCERTAIN_FROM_PIXELS, pixels));
    gl.uniform3fv(uniform("colours"), this.#colours);
    gl.uniform3fv(uniform("edge"), this.#edge);
    // The edge keeps marks apart; where they are small and many it would be all that is seen.
    gl.uniform1f(uniform("edgeShare"), Math.max(0, Math.min(0.9, (pixels - 5) / 4)));
  }

  /** Which marks can be told apart, on screen and around it, in steps of half a zoom. Returns how many. */
  #chooseOrder(gl: WebGL2RenderingContext, { box, zoom }: View): number {
    const step = Math.floor(zoom * 2) / 2;
    if (this.#order && this.#order.zoom === step && holds(this.#order.box, box)) return this.#order.count;
    const [across, down] = [(box.east - box.west) / 3, (box.south - box.north) / 3];
    const around = {
      west: box.west - across,
      east: box.east + across,
      north: box.north - down,
      south: box.south + down,
    };
    const slots = thinSlots(this.#index!, this.#shown!, { box: around, zoom: step, cellPixels: THIN_PIXELS });
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, slots, gl.DYNAMIC_DRAW);
    this.#order = { count: slots.length, box: around, zoom: step };
    return slots.length;
  }
}

function send(gl: WebGL2RenderingContext, buffer: WebGLBuffer, values: Float32Array | Uint8Array): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
}

function equip(gl: WebGL2RenderingContext): OnCard {
  const [places, radii, shown, order] = [gl.createBuffer(), gl.createBuffer(), gl.createBuffer(), gl.createBuffer()];
  const vertices = gl.createVertexArray();
  gl.bindVertexArray(vertices);
  [places, radii, shown].forEach((buffer, at) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(at);
    if (buffer === shown) gl.vertexAttribIPointer(at, 1, gl.UNSIGNED_BYTE, 0, 0);
    else gl.vertexAttribPointer(at, buffer === places ? 2 : 1, gl.FLOAT, false, 0, 0);
  });
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order);
  gl.bindVertexArray(null);
  return { gl, program: link(gl), vertices, places, radii, shown, order, texture: gl.createTexture() };
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
