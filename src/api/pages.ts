import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono } from "hono";
import { nothingHere, problemResponse } from "./errors.ts";
import type { ApiParts } from "./parts.ts";

/** Names with a digest of what is in them never mean anything else. */
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * The web application, if it was built: its files, and its first page at every other address, since which screen is meant is read
 * from the address by the page. What is below /api is never a page.
 */
export function mountPages(app: Hono, { web }: ApiParts): void {
  if (web === undefined) return;
  app.use("/assets/*", serveStatic({ root: web, onFound: (_, c) => c.header("cache-control", FOR_EVER) }));
  app.use("/*", serveStatic({ root: web, onFound: (_, c) => c.header("cache-control", "no-cache") }));
  app.get("/*", async (c) => {
    const isPage =
      !/^\/(?:api|openrosa|assets)\//u.test(c.req.path) && (c.req.header("accept") ?? "").includes("text/html");
    if (!isPage) return problemResponse(nothingHere());
    return c.html(await readFile(join(web, "index.html"), "utf8"), 200, { "cache-control": "no-cache" });
  });
}
