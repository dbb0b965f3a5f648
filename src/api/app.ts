import { Hono } from "hono";
import { actHandlers } from "./acts.ts";
import { protectAnswers } from "./answer-headers.ts";
import { columnHandlers } from "./columns.ts";
import type { EndpointName } from "./contract.ts";
import { mountDemonstration } from "./demonstration.ts";
import { mountDoor } from "./door.ts";
import { dryRunHandlers } from "./dry-runs.ts";
import { nothingHere, problemResponse, somethingWrong } from "./errors.ts";
import { eventHandlers } from "./events.ts";
import type { Handlers } from "./handler.ts";
import { incidentHandlers } from "./incidents.ts";
import { itemHandlers, receive } from "./items.ts";
import { ledgerHandlers } from "./ledger.ts";
import { listedHandlers } from "./listed.ts";
import { matchingHandlers } from "./matching.ts";
import { Door, mount } from "./mount.ts";
import { mountOpenRosa } from "./openrosa.ts";
import type { ApiParts } from "./parts.ts";
import { mountPages } from "./pages.ts";
import { reportHandlers } from "./reports.ts";
import { standingHandlers } from "./standing.ts";
import { submissionHandlers } from "./submissions.ts";
import { serverHandlers, teamHandlers } from "./system.ts";
import { thingHandlers } from "./things.ts";
import { Traffic } from "./traffic.ts";
import { reasonOf } from "../store/index.ts";

/** The API as something that answers requests; whoever serves it gives it a socket. */
export function createApi(parts: ApiParts): Hono {
  const app = new Hono();
  const traffic = new Traffic(parts.log);
  protectAnswers(app);
  mountDemonstration(app, parts);
  mountDoor(app, { parts, traffic, door: new Door(parts) });
  mountOpenRosa(app, { parts, traffic });
  mount(app, { parts, traffic, handlers: handlersWith(traffic) });
  mountPages(app, parts);
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
    ...columnHandlers,
    ...reportHandlers,
    ...itemHandlers,
    ...submissionHandlers,
    ...actHandlers,
    ...matchingHandlers,
    ...dryRunHandlers,
    ...standingHandlers,
    ...teamHandlers,
    ...listedHandlers,
    ...ledgerHandlers,
    ...eventHandlers,
    ...thingHandlers,
    ...serverHandlers(traffic),
  };
  return { ...all, receiveItem: receive };
}
