export * from "./occurrence.ts";
