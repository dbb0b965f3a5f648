import { describe, expect, it } from "vitest";
import type { Actor, ListEntry } from "./actor.ts";
import { datedListing, membersDuring, registerAsOf, wasKnown, wasSo } from "./as-of.ts";

const entry: ListEntry = {
  reference: "QDe.149",
  name: "Harakat Sham al-Islam",
  aliases: [],
  listedOn: "2016-02-29",
  knownOn: "2016-02-29",
};

const group: Actor = {
  id: "sham-al-islam",
  name: "Harakat Sham al-Islam",
  kind: "armed-group",
  codes: [],
  aliases: [{ text: "a later name", since: "2018-01-01" }],
  roles: [{ is: "aog", since: "2016-01-01", known: "2016-03-05" }],
  parents: [],
  members: [{ actor: "a", until: "2016-05-01" }, { actor: "b", since: "2016-05-01" }, { actor: "c" }],
  membersComplete: true,
  listings: [{ list: "terrorist", reference: "QDe.149" }],
  acceptances: [{ accept: "a1", standing: "reported", at: "2016-02-26", known: "2016-02-28 09:00", source: "a wire" }],
};

describe("what was known when", () => {
  it("does not know on 28 February 2016 of the listing of 29 February, and knows it on 1 March", () => {
    const listing = datedListing(group.listings[0]!, [entry]);
    expect(listing).toMatchObject({ since: "2016-02-29", known: "2016-02-29", reference: "QDe.149" });
    expect(wasKnown(listing, "2016-02-28")).toBe(false);
    expect(wasKnown(listing, "2016-03-01")).toBe(true);
  });

  it("takes the date of a listing from the list, unless the register gives another", () => {
    const own = datedListing({ list: "terrorist", reference: "QDe.149", known: "2016-03-04" }, [entry]);
    expect(own).toMatchObject({ since: "2016-02-29", known: "2016-03-04" });
    expect(datedListing({ list: "terrorist", reference: "QDe.999" }, [entry]).since).toBeUndefined();
  });

  it("leaves out of the register what was learnt later, and keeps every name", () => {
    const register = {
      zone: "Asia/Damascus",
      acceptancesComplete: false,
      figures: [{ what: "groups accepted", value: 22, by: "a ministry", on: "2016-03-04" }],
      actors: [group],
    };
    const early = registerAsOf(register, "2016-02-28");
    expect(early.figures).toEqual([]);
    expect(early.actors[0]).toMatchObject({ roles: [], acceptances: [], aliases: group.aliases });
    const noon = registerAsOf(register, "2016-02-28 12:00");
    expect(noon.actors[0]!.acceptances).toHaveLength(1);
    const late = registerAsOf(register, "2016-03-05");
    expect(late.actors[0]!.roles).toHaveLength(1);
    expect(late.figures).toHaveLength(1);
  });

  it("counts whoever was a member at some time of the stretch, and nobody from the day it ended", () => {
    const ids = (since: string, until: string): readonly string[] =>
      membersDuring(group, { since, until }).map((member) => member.actor);
    expect(ids("2016-04-30", "2016-05-01")).toEqual(["a", "c"]);
    expect(ids("2016-05-01", "2016-05-02")).toEqual(["b", "c"]);
    expect(ids("2016-04-30", "2016-05-02")).toEqual(["a", "b", "c"]);
  });

  it("takes what has no dates to have always been so", () => {
    expect(wasSo({}, { since: "1900-01-01", until: "1900-01-02", known: "1900-01-01" })).toBe(true);
  });
});
