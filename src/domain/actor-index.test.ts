import { describe, expect, it } from "vitest";
import type { Actor, Alias } from "./actor.ts";
import { ActorIndex, wasNameInUse } from "./actor-index.ts";

const actor = (id: string, name: string, more: { codes?: string[]; aliases?: Alias[] } = {}): Actor => ({
  id,
  name,
  kind: "armed-group",
  codes: [],
  aliases: [],
  roles: [],
  parents: [],
  members: [],
  membersComplete: true,
  listings: [],
  acceptances: [],
  ...more,
});

const nusra = actor("nusra", "Jabhat al-Nusra", {
  codes: ["ucdp:1170", "ucdp:6815"],
  aliases: [
    { text: "HTS", lang: "en", since: "2017-01-28" },
    { text: "جبهة النصرة", lang: "ar" },
    { text: "JaN", lang: "en", until: "2016-07-28" },
  ],
});
const ahrar = actor("ahrar-al-sham", "Ahrar al-Sham", { aliases: [{ text: "أحرار الشام", lang: "ar" }] });
const asha = actor("jaysh-al-ashaer", "Jaysh al-Asha’er");
const register = { zone: "Asia/Damascus", acceptancesComplete: false, figures: [], actors: [nusra, ahrar, asha] };
const index = new ActorIndex(register);
const idOf = (name: string): string | undefined => index.findByName(name)?.actor.id;

describe("finding an actor", () => {
  it("finds one actor under each of its numbers in a data set", () => {
    expect(index.findByCode("ucdp:1170")).toBe(nusra);
    expect(index.findByCode("ucdp:6815")).toBe(nusra);
    expect(index.findByCode("ucdp:1")).toBeUndefined();
  });

  it("does not mind case, hyphens, apostrophes or the article", () => {
    for (const name of ["Ahrar al-Sham", "ahrar AL-SHAM", "Ahrar al Sham", "Ahrar Sham"])
      expect(idOf(name)).toBe("ahrar-al-sham");
    for (const name of ["Jaysh al-Asha'er", "Jaysh al-Asha’er", "Jaysh al-Ashaer"])
      expect(idOf(name)).toBe("jaysh-al-ashaer");
  });

  it("does not mind hamza, taa marbuta, vowel marks or tatweel", () => {
    for (const name of ["أحرار الشام", "احرار الشام", "أحـــرار الشام", "أَحرار الشّام"])
      expect(idOf(name)).toBe("ahrar-al-sham");
    for (const name of ["جبهة النصرة", "جبهه النصره"]) expect(idOf(name)).toBe("nusra");
  });

  it("does not take a part of a name for the name", () => {
    expect(idOf("Sham")).toBeUndefined();
    expect(idOf("Ahrar")).toBeUndefined();
  });

  it("finds a group by a name that it only took later, and says that the name was not in use yet", () => {
    const found = index.findByName("HTS")!;
    expect(found.actor.id).toBe("nusra");
    expect(found.alias?.since).toBe("2017-01-28");
    expect(wasNameInUse(found, "2016-04-05")).toBe(false);
    expect(wasNameInUse(found, "2017-01-28")).toBe(true);
    expect(wasNameInUse(index.findByName("JaN")!, "2016-07-27")).toBe(true);
    expect(wasNameInUse(index.findByName("JaN")!, "2016-07-28")).toBe(false);
    expect(wasNameInUse(index.findByName("Jabhat al-Nusra")!, "2016-04-05")).toBe(true);
  });
});
