/** Colours of the map, taken from those of the room. */
export interface Palette {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
  readonly district: string;
  readonly text: string;
  readonly textStrong: string;
  readonly accent: string;
  readonly focus: string;
}

const PARTS: readonly (readonly [keyof Palette, string])[] = [
  ["sea", "--map-sea"],
  ["land", "--map-land"],
  ["border", "--map-border"],
  ["district", "--map-district"],
  ["text", "--ink-soft"],
  ["textStrong", "--ink"],
  ["accent", "--accent"],
  ["focus", "--focus"],
];

/** As the style of an element has them now. */
export function readPalette(element: Element): Palette {
  const read = PARTS.map(([part, property]) => [part, written(rgbOf(colourOf(element, property)))] as const);
  return Object.fromEntries(read) as unknown as Palette;
}

/** What a custom property comes to as a colour: mixed colours are worked out, which reading the property alone does not do. */
export function colourOf(element: Element, property: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${property}, #888888)`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Red, green and blue from 0 to 1 of a CSS colour, as the browser understands it. */
export function rgbOf(colour: string): readonly [number, number, number] {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return [0.5, 0.5, 0.5];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red / 255, green / 255, blue / 255];
}

/** As MapLibre reads a colour: it does not know all that CSS does. */
function written(rgb: readonly [number, number, number]): string {
  return `rgb(${rgb.map((part) => Math.round(part * 255)).join(",")})`;
}
