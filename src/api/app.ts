import { Hono } from "hono";
import { accountToldHandlers } from "./accounts-told.ts";
import { actHandlers } from "./acts.ts";
import { protectAnswers } from "./answer-headers.ts";
import { columnHandlers } from "./columns.ts";
import type { EndpointName } from "./contract.ts";
import { mountDemonstration } from "./demonstration.ts";
import { mountDoor } from "./door.ts";
import { coverageHandlers } from "./coverage.ts";
import { dryRunHandlers } from "./dry-runs.ts";
import { nothingHere, problemResponse, somethingWrong } from "./errors.ts";
import { eventHandlers } from "./events.ts";
import { explanationHandlers } from "./explanations.ts";
import type { Handlers } from "./handler.ts";
import { historyHandlers } from "./history.ts";
import { incidentHandlers } from "./incidents.ts";
import { itemHandlers } from "./items.ts";
import { ledgerHandlers } from "./ledger.ts";
import { listedHandlers } from "./listed.ts";
import { matchingHandlers } from "./matching.ts";
import { Door, mount } from "./mount.ts";
import { mountOpenRosa } from "./openrosa.ts";
import type { ApiParts } from "./parts.ts";
import { mountPages } from "./pages.ts";
import { importHandlers, preview, receive, receiveFolder } from "./receiving.ts";
import { reportHandlers } from "./reports.ts";
import { standingHandlers } from "./standing.ts";
import { submissionHandlers } from "./submissions.ts";
import { serverHandlers, teamHandlers } from "./system.ts";
import { tallyHandlers } from "./tallies.ts";
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
  const all: Handlers<Exclude<EndpointName, "receiveItem" | "receiveItems" | "previewItems">> = {
    ...incidentHandlers,
    ...columnHandlers,
    ...explanationHandlers,
    ...accountToldHandlers,
    ...historyHandlers,
    ...tallyHandlers,
    ...reportHandlers,
    ...itemHandlers,
    ...importHandlers,
    ...submissionHandlers,
    ...actHandlers,
    ...matchingHandlers,
    ...dryRunHandlers,
    ...standingHandlers,
    ...coverageHandlers,
    ...teamHandlers,
    ...listedHandlers,
    ...ledgerHandlers,
    ...eventHandlers,
    ...thingHandlers,
    ...serverHandlers(traffic),
  };
  return { ...all, receiveItem: receive, receiveItems: receiveFolder, previewItems: preview };
}
