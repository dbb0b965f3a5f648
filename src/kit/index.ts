export * from "./fold.ts";
export * from "./instant.ts";
export * from "./kleene.ts";
export * from "./nearest.ts";
export * from "./problem.ts";
export * from "./unreachable.ts";
export * from "./utf8.ts";
