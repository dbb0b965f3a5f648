import { expect, it } from "vitest";
import { SEED } from "../../property-seed.ts";
import { crashServer } from "./crash-server.ts";

it("carries out once what it accepts, and all that follows from it, however often the server or its database is killed", async () => {
  const { failures, requests } = await crashServer({ kills: 5, seed: SEED });
  expect(failures).toEqual([]);
  expect(requests.accepted).toBeGreaterThan(10);
}, 240_000);
