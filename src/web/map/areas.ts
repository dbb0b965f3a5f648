import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import type { Palette } from "./palette.ts";

/** Governorates (1) or districts (2) that may be chosen; those chosen are tinted. */
export interface AdminAreas {
  readonly level: 1 | 2;
  /** P-codes. */
  readonly chosen: readonly string[];
}

const BELOW = "country-label";
const HELD = "agreement-areas";
const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

/** Adds the layers of areas, empty, below all names. */
export function addAreaLayers(map: MapLibreMap): void {
  map.addSource(HELD, { type: "geojson", data: NOTHING });
  for (const level of [1, 2] as const) {
    const common = { source: "syria", "source-layer": `adm${level}`, layout: { visibility: "none" } } as const;
    map.addLayer({ ...common, id: `adm${level}-area`, type: "fill" }, BELOW);
    map.addLayer({ ...common, id: `adm${level}-edge`, type: "line", paint: { "line-width": 1.8 } }, BELOW);
  }
  map.addLayer({ id: `${HELD}-fill`, type: "fill", source: HELD, paint: { "fill-opacity": 0.1 } }, BELOW);
  map.addLayer({ id: `${HELD}-line`, type: "line", source: HELD, paint: { "line-width": 1.8 } }, BELOW);
}

export function colourAreas(map: MapLibreMap, palette: Palette): void {
  // In ink, not in colour: a blue province would look like sea, and like an area of the agreement.
  for (const level of [1, 2] as const) {
    map.setPaintProperty(`adm${level}-area`, "fill-color", palette.textStrong);
    map.setPaintProperty(`adm${level}-edge`, "line-color", palette.textStrong);
  }
  map.setPaintProperty(`${HELD}-fill`, "fill-color", palette.accent);
  map.setPaintProperty(`${HELD}-line`, "line-color", palette.accent);
}

export function showAdminAreas(map: MapLibreMap, areas: AdminAreas | undefined): void {
  for (const level of [1, 2] as const) {
    const isShown = areas?.level === level;
    for (const part of ["area", "edge"])
      map.setLayoutProperty(`adm${level}-${part}`, "visibility", isShown ? "visible" : "none");
    const isChosen: ExpressionSpecification = ["in", ["get", "pcode"], ["literal", [...(isShown ? areas.chosen : [])]]];
    map.setPaintProperty(`adm${level}-area`, "fill-opacity", ["case", isChosen, 0.08, 0]);
    map.setFilter(`adm${level}-edge`, isChosen);
  }
}

export function showAgreementAreas(map: MapLibreMap, areas: FeatureCollection | undefined): void {
  void map.getSource<GeoJSONSource>(HELD)?.setData(areas ?? NOTHING);
}

/** P-code of the area of that level at a point of the screen. */
export function adminAreaAt(map: MapLibreMap, point: readonly [number, number], level: 1 | 2): string | undefined {
  const [found] = map.queryRenderedFeatures([...point], { layers: [`adm${level}-area`] });
  const pcode: unknown = found?.properties["pcode"];
  return typeof pcode === "string" ? pcode : undefined;
}
