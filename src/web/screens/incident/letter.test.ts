import { expect, test } from "vitest";
import { letterOf } from "./letter.ts";

const incident = {
  earliest: "2016-07-30T21:00:00Z",
  latest: "2016-07-31T21:00:00Z",
  area: "Rif Dimashq Governorate",
  sides: ["Government of Syria", "Syrian insurgents"],
};
const question = { id: "direction", kind: "dimension", text: "Who attacked whom?" } as const;
const zone = "Asia/Damascus";

test("a letter asks in the language of the party, whatever the page is in", () => {
  expect(letterOf("en", { incident, zone, question })).toContain("Who attacked whom?");
  expect(letterOf("ar", { incident, zone, question })).toContain("من هاجم مَن؟");
});

test("a letter says what is reported as reported, with the day, the place and the sides", () => {
  const letter = letterOf("en", { incident, zone, question });
  expect(letter).toMatch(
    /^An incident is reported in Rif Dimashq Governorate on 31 Jul 2016, between Government of Syria and Syrian insurgents\./u,
  );
});

test("what is not known is left out of a letter rather than filled in", () => {
  const nothing = { earliest: null, latest: null, area: null, sides: [] };
  expect(letterOf("en", { incident: nothing, zone, question: undefined })).toMatch(
    /^An incident is reported\.\n\nPlease/u,
  );
});
