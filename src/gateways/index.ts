export * from "./files.ts";
export * from "./write-file.ts";
export * from "./mail-server.ts";
export * from "./smtp.ts";
