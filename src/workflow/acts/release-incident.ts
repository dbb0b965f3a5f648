import { levelsOf } from "../../store/index.ts";
import { verb, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { saidIn, standingOf } from "./versions.ts";

export interface ReleaseIncident {
  readonly incident: string;
  readonly seen: number;
  /** All audiences besides the inside: who is not among them sees it no more, at any moment. */
  readonly audience: readonly string[];
}

/** Says who besides the inside may see an incident, and what is said of it: levels go with it, reports do not. */
export const releaseIncident = verb(
  { act: "release-incident", permission: "release:set" },
  async ({ store, by }, input: ReleaseIncident): Promise<Done<{ readonly audience: readonly string[] }>> => {
    const check = new InputCheck();
    check.id("/incident", input.incident);
    check.row("/seen", input.seen);
    check.audience("/audience", input.audience);
    check.done();
    return store.change(async (change) => {
      const { incident: id, seen } = input;
      const audience = [...new Set(input.audience)].sort();
      const row = await standingOf(change, "incident", { id, seen, touching: ["audience"], wanted: input });
      change.add("incident", { id, supersedes: row.row, audience }, saidIn("incident", row));
      for (const level of await levelsOf(change.client, id))
        change.add("level", { id: level.id, supersedes: level.row, audience }, saidIn("level", level));
      const body = { incident: id, audience };
      return { result: { audience }, act: { by, act: "release-incident", body } };
    });
  },
);
