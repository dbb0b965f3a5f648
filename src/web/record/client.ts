import { createClient, type Client } from "../../api/client.ts";
import { isSomebodyThere } from "./presence.ts";

/** What failed for want of a network rather than for what was asked. */
export class NotReached extends Error {}

/** The server that handed out this page. */
export const client: Client = createClient({
  address: globalThis.location?.origin ?? "http://localhost",
  fetch: async (request) => {
    try {
      // The page asks again when something changes; with nobody before it, that is no use of a session.
      if (!isSomebodyThere()) request.headers.set("truce-idle", "1");
      const response = await fetch(request);
      if (isFromBetween(response)) throw new NotReached("the server does not answer");
      return response;
    } catch (error) {
      if (error instanceof NotReached) throw error;
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new NotReached("the server cannot be reached", { cause: error });
    }
  },
});

/** A proxy that does not reach the server answers with a page of its own. The server says what is wrong in JSON. */
function isFromBetween({ status, headers }: Response): boolean {
  return status >= 502 && status <= 504 && !headers.get("content-type")?.includes("json");
}
