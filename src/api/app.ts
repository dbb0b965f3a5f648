import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { actHandlers } from "./acts.ts";
import type { EndpointName } from "./contract.ts";
import { nothingHere, problemResponse, somethingWrong } from "./errors.ts";
import { eventHandlers } from "./events.ts";
import type { Handlers } from "./handler.ts";
import { incidentHandlers } from "./incidents.ts";
import { itemHandlers, receive } from "./items.ts";
import { ledgerHandlers } from "./ledger.ts";
import { listedHandlers } from "./listed.ts";
import { matchingHandlers } from "./matching.ts";
import { addressOf, mount } from "./mount.ts";
import { mountOpenRosa } from "./openrosa.ts";
import type { ApiParts } from "./parts.ts";
import { reportHandlers } from "./reports.ts";
import { submissionHandlers } from "./submissions.ts";
import { serverHandlers, teamHandlers } from "./system.ts";
import { thingHandlers } from "./things.ts";
import { Traffic } from "./traffic.ts";
import { reasonOf } from "../store/index.ts";

/** The API as something that answers requests; whoever serves it gives it a socket. */
export function createApi(parts: ApiParts): Hono {
  const app = new Hono();
  const traffic = new Traffic(parts.log);
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      crossOriginResourcePolicy: "same-origin",
      referrerPolicy: "no-referrer",
      xFrameOptions: "DENY",
    }),
  );
  app.use(async (c, next) => {
    await next();
    // What one may see another may not, and what is hidden now is not to be had from a cache.
    c.header("cache-control", "no-store");
  });
  app.all("/api/auth/*", (c) => parts.accounts.handle(c.req.raw, { address: addressOf(c, parts) }));
  mountOpenRosa(app, { parts, traffic });
  mount(app, { parts, traffic, handlers: handlersWith(traffic) });
  app.notFound(() => problemResponse(nothingHere()));
  app.onError((error) => {
    parts.log?.({ event: "trouble", route: "other", reason: reasonOf(error) });
    return problemResponse(somethingWrong());
  });
  return app;
}

function handlersWith(traffic: Traffic): Readonly<Record<EndpointName, unknown>> {
  const all: Handlers<Exclude<EndpointName, "receiveItem">> = {
    ...incidentHandlers,
    ...reportHandlers,
    ...itemHandlers,
    ...submissionHandlers,
    ...actHandlers,
    ...matchingHandlers,
    ...teamHandlers,
    ...listedHandlers,
    ...ledgerHandlers,
    ...eventHandlers,
    ...thingHandlers,
    ...serverHandlers(traffic),
  };
  return { ...all, receiveItem: receive };
}
