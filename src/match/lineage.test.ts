import { expect, test } from "vitest";
import { addressOf, findLineages } from "./lineage.ts";
import { sampleClaim, SAMPLE_DAY } from "./sample-claim.ts";

const HOUR = 3_600_000;
const TEXT =
  "Residents say that mortar shells hit the market of Kafr Zita shortly before noon while people were buying food for the " +
  "feast, and that three of them died before an ambulance could reach the town from the hospital over damaged roads";

const origin = sampleClaim("a", { text: TEXT, publishedAt: SAMPLE_DAY + 10 * HOUR });

test("wording that another took over with a few words changed goes back to the first that published it", () => {
  const copy = sampleClaim("b", { text: TEXT.replace("shortly ", ""), publishedAt: SAMPLE_DAY + 12 * HOUR });
  const again = sampleClaim("c", { text: TEXT, publishedAt: SAMPLE_DAY + 14 * HOUR });
  const { copies, originOf } = linked([again, copy, origin]);
  expect(copies.map(({ claim, origin: of, by }) => [claim, of, by])).toEqual([
    ["b", "a", "wording"],
    ["c", "a", "wording"],
  ]);
  expect(originOf("a")).toBe("a");
});

test("a headline is a formula and makes no copy", () => {
  const text = "3 killed in mortar in Kafr Zita by gunmen";
  const later = { text, publishedAt: SAMPLE_DAY + 12 * HOUR };
  expect(linked([sampleClaim("a", { ...later, publishedAt: SAMPLE_DAY }), sampleClaim("b", later)]).copies).toEqual([]);
});

test("the same wording about another number of dead is no copy", () => {
  const other = sampleClaim("b", { text: TEXT, publishedAt: SAMPLE_DAY + 12 * HOUR, killed: { least: 9, most: 9 } });
  expect(linked([origin, other]).copies).toEqual([]);
});

test("a source does not copy itself, and what has words of its own copies nobody", () => {
  const update = { text: TEXT, source: origin.source, publishedAt: SAMPLE_DAY + 12 * HOUR };
  const own =
    "The town came under fire again today and an activist who lives there counted three dead in a street that was";
  const other = sampleClaim("c", { text: `${own} full of shoppers`, publishedAt: SAMPLE_DAY + 12 * HOUR });
  expect(linked([origin, sampleClaim("b", update), other]).copies).toEqual([]);
});

test("one item delivered twice is a repeat; two that came at different moments are two", () => {
  const sms = { source: "hotline", publishedAt: SAMPLE_DAY + HOUR };
  expect(linked([sampleClaim("a", sms), sampleClaim("b", sms)]).copies).toMatchObject([{ claim: "b", by: "repeat" }]);
  const later = { ...sms, publishedAt: SAMPLE_DAY + 2 * HOUR };
  expect(linked([sampleClaim("a", sms), sampleClaim("b", later)]).copies).toEqual([]);
});

test("one address is written in many ways", () => {
  const same = ["https://www.example.org/a/", "http://example.org/a#top", "example.org/a?utm_source=x"];
  expect(new Set(same.map((url) => addressOf({ url })))).toEqual(new Set(["example.org/a"]));
  expect(addressOf({ url: "https://example.org/?id=2&b=1" })).toBe("example.org?b=1&id=2");
  expect(addressOf({ url: undefined })).toBeUndefined();
});

function linked(claims: Parameters<typeof findLineages>[0]) {
  const found = findLineages(claims);
  return { copies: found.copies, originOf: (claim: string) => found.originOf(claim) };
}
