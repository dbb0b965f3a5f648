import type { FeatureCollection } from "geojson";
import { useMemo } from "react";
import type { Area } from "../../../domain/index.ts";
import { useAsk } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";

/** Areas of the record as they were: those whose borders hold at the time that is looked at. */
export function useAgreementAreas(): FeatureCollection | undefined {
  const { selection } = useSelection();
  const { from, asOf } = selection;
  const areas = useAsk("list:area", { query: { limit: 1000, ...(asOf === undefined ? {} : { asOf }) } }).data;
  return useMemo(() => {
    if (!areas) return undefined;
    const bodies = areas.items.flatMap(({ body }) => (isArea(body) ? [body] : []));
    return { type: "FeatureCollection", features: bodies.filter((area) => holdsAt(area, from)).map(featureOf) };
  }, [areas, from]);
}

function isArea(body: unknown): body is Area {
  return typeof body === "object" && body !== null && Array.isArray((body as { polygons?: unknown }).polygons);
}

function featureOf({ id, name, polygons }: Area): FeatureCollection["features"][number] {
  const coordinates = polygons.map((rings) => rings.map((ring) => closed(ring.map(([x, y]) => [x, y]))));
  return { type: "Feature", properties: { id, name }, geometry: { type: "MultiPolygon", coordinates } };
}

/** RFC 7946 has rings end where they begin. */
function closed(ring: number[][]): number[][] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
}

function holdsAt({ since, until }: Area, moment: string | undefined): boolean {
  if (moment === undefined) return until === undefined;
  const day = moment.slice(0, 10);
  return (since === undefined || since.slice(0, 10) <= day) && (until === undefined || day < until.slice(0, 10));
}
