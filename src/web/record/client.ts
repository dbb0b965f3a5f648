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
      return await fetch(request);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new NotReached("the server cannot be reached", { cause: error });
    }
  },
});
