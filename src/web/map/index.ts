export { HoverCard, MarkShape } from "./HoverCard.tsx";
export type { AdminAreas } from "./areas.ts";
export type { GeoBox, Grouping } from "./incident-map.ts";
export { MapView, type MapViewProps } from "./MapView.tsx";
export { classOfVerdict, VERDICT_MARKS, type MarkClass } from "./marks.ts";
export type { Hit } from "./pick.ts";
export { Timeline, type TimelineProps, type TimeRange } from "./Timeline.tsx";
