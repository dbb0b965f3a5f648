import type {
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";
import type { Palette } from "./palette.ts";

/** Where the archives are found; `base-archives.ts` answers these addresses, the network is never asked. */
export const BASE_SOURCES = { world: "pmtiles://world", syria: "pmtiles://syria" } as const;

export interface BaseStyleOf {
  readonly palette: Palette;
  /** Language of the labels, as in `lang`. */
  readonly language: string;
}

/** Land, borders and names: quiet, so that what happened is what is seen. Contested borders are dashed. */
export function baseStyle({ palette, language }: BaseStyleOf): StyleSpecification {
  return {
    version: 8,
    sources: {
      world: { type: "vector", url: BASE_SOURCES.world },
      syria: { type: "vector", url: BASE_SOURCES.syria },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": palette.sea } },
      { id: "land", type: "fill", source: "world", "source-layer": "land", paint: { "fill-color": palette.land } },
      ...lineLayers(palette),
      ...labelLayers(palette, language),
    ],
  };
}

function lineLayers(palette: Palette): LayerSpecification[] {
  const border = { "line-color": palette.border, "line-width": byZoom([2, 0.6], [6, 1.2], [10, 2]) };
  const inner = (level: 1 | 2): LayerSpecification => ({
    id: `adm${level}-line`,
    type: "line",
    source: "syria",
    "source-layer": `adm${level}_line`,
    minzoom: level === 1 ? 4.5 : 7.5,
    paint: { "line-color": palette.district, "line-width": level === 1 ? byZoom([5, 0.6], [10, 1.6]) : 0.7 },
  });
  const borders = (["world", "syria"] as const).flatMap((source): LayerSpecification[] =>
    (["agreed", "contested"] as const).map((kind) => ({
      id: `${source}-${kind}`,
      type: "line",
      source,
      "source-layer": "border",
      filter: ["==", ["get", "kind"], kind],
      layout: { "line-join": "round" },
      paint: kind === "agreed" ? border : { ...border, "line-dasharray": [3, 2] },
    })),
  );
  return [inner(2), inner(1), ...borders];
}

type Stop = readonly [number, number];

function byZoom(...stops: readonly Stop[]) {
  return ["interpolate", ["linear"], ["zoom"], ...stops.flat()] as unknown as number;
}

const FONT = ["sans-serif"];

function labelLayers(palette: Palette, language: string): LayerSpecification[] {
  const name = ["coalesce", ["get", `name_${language}`], ["get", "name_en"]] as unknown as string;
  const paint = { "text-color": palette.text, "text-halo-color": palette.land, "text-halo-width": 1.4 };
  return [
    {
      id: "country-label",
      type: "symbol",
      source: "world",
      "source-layer": "country",
      maxzoom: 8,
      filter: ["<=", ["get", "rank"], ["step", ["zoom"], 2, 2.5, 3, 3.5, 4, 4.5, 6]],
      layout: {
        "text-field": name,
        "text-font": FONT,
        "text-size": byZoom([2, 11], [6, 15]),
        "text-max-width": 7,
        "symbol-sort-key": ["get", "rank"],
      },
      paint,
    },
    {
      id: "adm1-label",
      type: "symbol",
      source: "syria",
      "source-layer": "adm1_label",
      minzoom: 6.2,
      maxzoom: 9,
      layout: {
        "text-field": name,
        "text-font": FONT,
        "text-size": 11,
        "text-letter-spacing": isJoined(language) ? 0 : 0.12,
        "text-transform": isJoined(language) ? "none" : "uppercase",
      },
      paint: { ...paint, "text-opacity": 0.75 },
    },
    ...placeLayers(palette, { name, paint: { ...paint, "text-color": palette.textStrong } }),
  ];
}

type SymbolPaint = NonNullable<SymbolLayerSpecification["paint"]>;

/** Towns, the larger first: seats of governorates, of districts, of subdistricts. */
function placeLayers(
  palette: Palette,
  { name, paint }: { readonly name: string; readonly paint: SymbolPaint },
): LayerSpecification[] {
  const common = { source: "syria", "source-layer": "place", minzoom: 5.5 };
  const filter: FilterSpecification = ["<=", ["get", "level"], ["step", ["zoom"], 1, 7.5, 2, 9, 3]];
  return [
    {
      ...common,
      id: "place-dot",
      type: "circle",
      filter,
      paint: { "circle-radius": 2, "circle-color": palette.text, "circle-opacity": 0.7 },
    },
    {
      ...common,
      id: "place-label",
      type: "symbol",
      filter,
      layout: {
        "text-field": name,
        "text-font": FONT,
        "text-size": ["match", ["get", "level"], 1, 13, 2, 12, 11],
        "text-anchor": "top",
        "text-offset": [0, 0.4],
        "symbol-sort-key": ["get", "level"],
      },
      paint,
    },
  ];
}

/** Letters of Arabic join: spacing would tear them apart, and there are no capitals. */
function isJoined(language: string): boolean {
  return language === "ar";
}
