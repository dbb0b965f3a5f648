import type { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

/**
 * What a page of ours may load, and scripts that it starts: nothing from elsewhere, no script that stands in a page. The map
 * starts its worker from a blob, and draws pictures that it made itself; editor and map put style elements into the page.
 */
export const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** What is no page loads nothing, should a browser be made to show it as one. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const DATA = /^\/(?:api|openrosa)\/|^\/(?:healthz|metrics)$/u;

/** Headers of every answer. Pages and what belongs to them say themselves how long they may be kept. */
export function protectAnswers(app: Hono): void {
  app.use(
    secureHeaders({ crossOriginResourcePolicy: "same-origin", referrerPolicy: "no-referrer", xFrameOptions: "DENY" }),
  );
  app.use(async (c, next) => {
    await next();
    const isData = DATA.test(new URL(c.req.url).pathname);
    c.header("content-security-policy", isData ? DATA_POLICY : PAGE_POLICY);
    // What one may see another may not, and what is hidden now is not to be had from a cache.
    if (isData || !c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  });
}
