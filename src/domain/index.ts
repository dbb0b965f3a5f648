export * from "./actor.ts";
export * from "./actor-index.ts";
export * from "./as-of.ts";
export * from "./occurrence.ts";
export * from "./report.ts";
export * from "./area.ts";
export * from "./viewer.ts";
export * from "./coverage.ts";
