export * from "./files.ts";
export * from "./write-file.ts";
