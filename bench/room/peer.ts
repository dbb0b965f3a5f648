import type { FeatureCollection } from "geojson";
import { Map as MapLibreMap, type ExpressionSpecification } from "maplibre-gl";
import { provideBaseArchives } from "../../src/web/map/base-archives.ts";
import { baseStyle } from "../../src/web/map/base-style.ts";
import { VERDICT_MARKS } from "../../src/web/map/marks.ts";
import { colourOf, readPalette } from "../../src/web/map/palette.ts";
import type { Incidents } from "./incidents.ts";
import { pan, seen } from "./seen.ts";

/**
 * The same points by what MapLibre itself offers: a GeoJSON source with a circle layer. Both readings are properties, so that
 * switching is a change of the expression of the colour, and filtering is `setFilter`: nothing is sent again.
 */
export function startPeer(ground: HTMLElement, incidents: Incidents): void {
  provideBaseArchives();
  ground.style.blockSize = "64vh";
  const map = new MapLibreMap({
    container: ground,
    style: baseStyle({ palette: readPalette(document.body), language: "en" }),
    attributionControl: false,
    center: [38.2, 34.4],
    zoom: 5.6,
    fadeDuration: 0,
  });
  const colours = VERDICT_MARKS.flatMap(({ colour }, at) => [at, colourOf(document.body, colour)]);
  const by = (reading: number): ExpressionSpecification =>
    ["match", ["get", `r${reading}`], ...colours, "#888"] as unknown as ExpressionSpecification;
  map.once("style.load", () => {
    map.addSource("incidents", { type: "geojson", data: featuresOf(incidents), tolerance: 0 });
    map.addLayer({
      id: "incidents",
      type: "circle",
      source: "incidents",
      paint: { "circle-radius": 2.5, "circle-color": by(0) },
    });
    map.once("idle", () => {
      let reading = 0;
      window.bench = {
        switchReading: () =>
          seen(map, "idle", () => map.setPaintProperty("incidents", "circle-color", by((reading = 1 - reading)))),
        filter: (left) => seen(map, "idle", () => map.setFilter("incidents", ["!=", ["get", "side"], left])),
        pan: (step) => pan(map, step),
      };
    });
  });
}

function featuresOf({ positions, readings, side }: Incidents): FeatureCollection {
  const features: FeatureCollection["features"] = [];
  for (let row = 0; row < side.length; row += 1) {
    const coordinates = [positions[2 * row]!, positions[2 * row + 1]!];
    if (Number.isNaN(coordinates[0])) continue;
    const properties = { r0: readings[0][row], r1: readings[1][row], side: side[row] };
    features.push({ type: "Feature", properties, geometry: { type: "Point", coordinates } });
  }
  return { type: "FeatureCollection", features };
}
