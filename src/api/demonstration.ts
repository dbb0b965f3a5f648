import type { Context, Hono } from "hono";
import { z } from "zod";
import { enterDemonstration } from "../accounts/index.ts";
import { nothingHere, problemResponse, Trouble } from "./errors.ts";
import { jsonResponse } from "./mount.ts";
import type { ApiParts } from "./parts.ts";

/**
 * A demonstration lets everybody at this computer in as anybody. It is no part of the API that a mission runs: without
 * `parts.demonstration` there is nothing at these addresses.
 */
export function mountDemonstration(app: Hono, { demonstration }: ApiParts): void {
  if (!demonstration) return;
  // A page elsewhere can have its own name lead to this computer; the browser then takes us for that page's server.
  app.use(async (c, next) => (isThisComputer(c) ? next() : problemResponse(elsewhere())));
  app.get("/api/demonstration", async () => {
    const people = (await demonstration.list()).map(({ id, name, role, party }) => ({
      id,
      name,
      role,
      party: party ?? null,
    }));
    return jsonResponse(JSON.stringify({ people }));
  });
  app.post("/api/demonstration/enter", async (c) => {
    const asked = z.strictObject({ account: z.string() }).safeParse(await c.req.json().catch(() => undefined));
    const people = await demonstration.list();
    const found = asked.success ? people.find(({ id }) => id === asked.data.account) : undefined;
    return found ? enterDemonstration(demonstration, found.id) : problemResponse(nothingHere());
  });
}

function isThisComputer(c: Context): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u.test(c.req.header("host") ?? "");
}

function elsewhere(): Trouble {
  return new Trouble(403, {
    code: "not-this-computer",
    detail: "a demonstration is looked at on the computer that runs it",
    hint: "open http://localhost with its port there, or run a server for several people: truce serve",
  });
}
